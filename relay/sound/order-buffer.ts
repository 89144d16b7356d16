// Puts what one speaker sent in order: each frame once, losses named, nothing held longer than that takes. Where packets
// of this speaker have overtaken each other lately, a missing one is waited for; elsewhere it is lost at once, since the
// wait would delay whatever comes after every loss. What lies here nevertheless, after a burst, is worked off.

import { sequenceAfter, sequenceDistance, timestampAfter, timestampDistance } from '../../wire/sequence';
import { StandingDelay, type Sparable } from './standing-delay';

/** How long a gap stays open for a packet that was overtaken. */
export const REORDER_WAIT_MS = 10;
/** For so long after a packet was overtaken, gaps are kept open. */
export const REORDER_MEMORY_MS = 30000;

const CAPACITY = 64;
/** This far behind, a number is not late but a new count (RFC 3550, appendix A.1, MAX_MISORDER). */
const MISORDER_MAX = 100;

/** A packet as it came: where it belongs and its one or two frames. */
export type BufferedPacket<F> = {
  readonly sequence: number;
  readonly timestamp: number;
  readonly marker: boolean;
  readonly frames: readonly F[];
};

/** A frame in its turn, and whether it is the first of a talk spurt. */
export type Ordered<F> = { readonly frame: F; readonly isFirst: boolean };

type Held<F> = BufferedPacket<F> & { readonly arrivedAtMs: number; taken: number };

/** A speaker's packets on their way in. */
export class OrderBuffer<F extends Sparable> {
  lost = 0;
  late = 0;
  duplicates = 0;
  /** Frames dropped to shorten the delay. */
  shortened = 0;
  /** Frames that wait. */
  depth = 0;
  private readonly frameSamples: number;
  private readonly standing = new StandingDelay();
  private readonly slots: (Held<F> | undefined)[] = new Array<Held<F> | undefined>(CAPACITY).fill(undefined);
  /** The numbers that came last, by slot. */
  private readonly seen = new Int32Array(CAPACITY).fill(-1);
  private next: number | undefined;
  private newest: number | undefined;
  private nextTimestamp = 0;
  private misordered: number | undefined;
  private lossesToTell = 0;
  private isSpurtBegun = true;
  private overtakenAtMs = -Infinity;

  constructor(frameSamples: number) {
    this.frameSamples = frameSamples;
  }

  /** Whether a packet of this number is still wanted; counts it when it is not. Ask before decoding it. */
  wants(sequence: number, nowMs: number): boolean {
    if (this.next === undefined) return true;
    const ahead = sequenceDistance(this.next, sequence);
    if (ahead >= CAPACITY || this.isNewCount(ahead, sequence)) {
      this.restart(sequence);
      return true;
    }
    if (this.seen[sequence % CAPACITY] === sequence) this.duplicates++;
    else if (ahead < 0) {
      this.late++;
      this.overtakenAtMs = nowMs;
    } else return true;
    return false;
  }

  /** Takes a packet that `wants` has let in. */
  push(packet: BufferedPacket<F>, nowMs: number): void {
    if (this.next === undefined) this.next = packet.sequence;
    if (this.depth === 0 && packet.marker) this.beginSpurt(packet.sequence);
    if (this.newest !== undefined && sequenceDistance(this.newest, packet.sequence) < 0) this.overtakenAtMs = nowMs;
    else this.newest = packet.sequence;
    this.slots[packet.sequence % CAPACITY] = {
      sequence: packet.sequence,
      timestamp: packet.timestamp,
      marker: packet.marker,
      frames: packet.frames,
      arrivedAtMs: nowMs,
      taken: 0,
    };
    this.seen[packet.sequence % CAPACITY] = packet.sequence;
    this.depth += packet.frames.length;
  }

  /** From when on `pop` has something to say, be it a frame or a loss; undefined while nothing waits. */
  readyAtMs(): number | undefined {
    if (this.depth === 0 || this.next === undefined) return undefined;
    if (this.slots[this.next % CAPACITY]) return -Infinity;
    let firstAtMs = Infinity;
    let isFirst = true;
    for (let step = 1; step < CAPACITY; step++) {
      const held = this.slots[(this.next + step) % CAPACITY];
      if (!held) continue;
      if (isFirst && this.isSpurtStart(held)) return -Infinity;
      isFirst = false;
      firstAtMs = Math.min(firstAtMs, held.arrivedAtMs);
    }
    const isKeptOpen = firstAtMs < this.overtakenAtMs + REORDER_MEMORY_MS;
    return firstAtMs + (isKeptOpen ? REORDER_WAIT_MS : 0);
  }

  /** The next frame in order, or 'lost' for one that will not come; undefined when nothing waits. */
  pop(nowMs: number): Ordered<F> | 'lost' | undefined {
    if (this.isGapLost()) return 'lost';
    if (this.depth === 0) return undefined;
    const held = this.slots[(this.next as number) % CAPACITY] as Held<F>;
    const isFirst = held.taken === 0 && (held.marker || this.isSpurtBegun);
    this.isSpurtBegun = false;
    const frame = this.take(held);
    this.standing.taken(this.depth, nowMs - held.arrivedAtMs);
    return { frame, isFirst };
  }

  /** Drops the next frame if the delay is longer than it need be and the frame can be spared. Ask before `pop`. */
  shorten(): void {
    const head = this.next === undefined ? undefined : this.slots[this.next % CAPACITY];
    if (!head || !this.standing.canSpare(head.frames[head.taken], this.depth)) return;
    this.take(head);
    this.shortened++;
    this.standing.dropped();
  }

  /** Forgets everything that waits. */
  clear(): void {
    this.slots.fill(undefined);
    this.seen.fill(-1);
    this.depth = 0;
    this.lossesToTell = 0;
  }

  private isNewCount(ahead: number, sequence: number): boolean {
    if (ahead >= -MISORDER_MAX) return false;
    const isSecond = this.misordered === sequence;
    this.misordered = sequenceAfter(sequence, 1);
    return isSecond;
  }

  private restart(sequence: number): void {
    this.lost += this.depth;
    this.clear();
    this.next = sequence;
    this.newest = undefined;
    this.misordered = undefined;
    this.beginSpurt(sequence);
  }

  private beginSpurt(sequence: number): void {
    if (this.next !== undefined) this.lost += Math.max(0, sequenceDistance(this.next, sequence));
    this.next = sequence;
    this.isSpurtBegun = true;
    this.standing.reset();
  }

  /** A packet after a gap that is longer in time than in numbers, or marked: what is missing before it was silence. */
  private isSpurtStart(held: Held<F>): boolean {
    return held.marker || this.framesMissing(held) > this.packetsMissing(held) * held.frames.length;
  }

  private packetsMissing(held: Held<F>): number {
    return sequenceDistance(this.next ?? held.sequence, held.sequence);
  }

  private framesMissing(held: Held<F>): number {
    return timestampDistance(this.nextTimestamp, held.timestamp) / this.frameSamples;
  }

  /** Moves on to the next packet that is here; true while a frame before it is lost and was not told of yet. */
  private isGapLost(): boolean {
    while (this.lossesToTell === 0 && this.depth > 0 && !this.slots[(this.next as number) % CAPACITY]) this.giveUpOne();
    if (this.lossesToTell === 0) return false;
    this.lossesToTell--;
    return true;
  }

  /** Gives up the missing packet at the head, or all that are missing before a new spurt. */
  private giveUpOne(): void {
    const next = this.next as number;
    let after = next;
    while (!this.slots[after % CAPACITY]) after = sequenceAfter(after, 1);
    const held = this.slots[after % CAPACITY] as Held<F>;
    if (this.isSpurtStart(held)) {
      this.lost += sequenceDistance(next, after);
      this.next = after;
      this.isSpurtBegun = true;
      return;
    }
    this.lossesToTell = held.frames.length;
    this.lost++;
    this.next = sequenceAfter(next, 1);
    this.nextTimestamp = timestampAfter(this.nextTimestamp, held.frames.length * this.frameSamples);
  }

  private take(held: Held<F>): F {
    const frame = held.frames[held.taken++];
    this.depth--;
    if (held.taken === held.frames.length) {
      this.slots[held.sequence % CAPACITY] = undefined;
      this.next = sequenceAfter(held.sequence, 1);
      this.nextTimestamp = timestampAfter(held.timestamp, held.frames.length * this.frameSamples);
    }
    return frame;
  }
}
