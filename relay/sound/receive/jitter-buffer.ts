// Puts the packets of one speaker into order. Each frame comes out once, and each lost frame is named.
//
// A gap is kept open for a missing packet only if packets of this speaker have overtaken each other lately. Otherwise the
// packet counts as lost at once, because waiting for it would delay everything behind it. Delay that a burst has left is
// worked off: see standing-delay.ts.

import { sequenceAfter, sequenceDistance, timestampAfter, timestampDistance } from '../../../wire/sequence';
import { StandingDelay, type Sparable } from '../frames/standing-delay';

/** How long a gap stays open for a packet that was overtaken. */
const REORDER_WAIT_MS = 10;
/** How long gaps are kept open after a packet was overtaken. */
export const REORDER_MEMORY_MS = 30_000;

const CAPACITY = 64;
/** A sequence number this far behind is not late: the sender counts anew (RFC 3550, appendix A.1, MAX_MISORDER). */
const MISORDER_MAX = 100;

/** Why the buffer does not take a packet: its turn is over, or it is here already. */
export type JitterRejection = 'late' | 'duplicate';

/** A packet as it came: its place in the stream and its one or two frames. */
export type BufferedPacket<F> = {
  readonly sequence: number;
  readonly timestamp: number;
  readonly marker: boolean;
  readonly frames: readonly F[];
};

/** A frame in its turn, and whether it is the first of a talk spurt. */
type Ordered<F> = { readonly frame: F; readonly isFirst: boolean };

/** Where the buffer counts the packets that never came. */
export type LossCounter = { lost: number };

type Held<F> = BufferedPacket<F> & { readonly arrivedAtMs: number; taken: number };

/** The jitter buffer of one speaker. */
export class JitterBuffer<F extends Sparable> {
  private readonly frameSamples: number;
  private readonly counter: LossCounter;
  private readonly standing = new StandingDelay();
  private readonly slots: (Held<F> | undefined)[] = new Array<Held<F> | undefined>(CAPACITY).fill(undefined);
  /** The sequence numbers that came last, by slot. */
  private readonly seen = new Int32Array(CAPACITY).fill(-1);
  private waitingFrames = 0;
  private next: number | undefined;
  private newest: number | undefined;
  private nextTimestamp = 0;
  private misordered: number | undefined;
  private lossesToTell = 0;
  private isSpurtBegun = true;
  private overtakenAtMs = -Infinity;

  constructor(frameSamples: number, counter: LossCounter) {
    this.frameSamples = frameSamples;
    this.counter = counter;
  }

  /** How many frames wait. */
  get depth(): number {
    return this.waitingFrames;
  }

  /** Why a packet with this sequence number is not wanted, or undefined if it is. Ask before decoding the packet. */
  rejectionOf(sequence: number, nowMs: number): JitterRejection | undefined {
    if (this.next === undefined) return undefined;
    const ahead = sequenceDistance(this.next, sequence);
    if (ahead >= CAPACITY || this.isNewCount(ahead, sequence)) {
      this.restart(sequence);
      return undefined;
    }
    if (this.seen[sequence % CAPACITY] === sequence) return 'duplicate';
    if (ahead >= 0) return undefined;
    this.overtakenAtMs = nowMs;
    return 'late';
  }

  /** Takes a packet for which `rejectionOf` has found no reason against. */
  push(packet: BufferedPacket<F>, nowMs: number): void {
    if (this.next === undefined) this.next = packet.sequence;
    if (this.waitingFrames === 0 && packet.marker) this.beginSpurt(packet.sequence);
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
    this.waitingFrames += packet.frames.length;
  }

  /** The instant from which `pop` gives a frame or a loss, or undefined while nothing waits. */
  readyAtMs(): number | undefined {
    if (this.waitingFrames === 0 || this.next === undefined) return undefined;
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

  /** The next frame in order, 'lost' in place of one that will not come, or undefined when nothing waits. */
  pop(nowMs: number): Ordered<F> | 'lost' | undefined {
    if (this.isGapLost()) return 'lost';
    if (this.waitingFrames === 0) return undefined;
    const held = this.slots[(this.next as number) % CAPACITY] as Held<F>;
    const isFirst = held.taken === 0 && (held.marker || this.isSpurtBegun);
    this.isSpurtBegun = false;
    const frame = this.take(held);
    this.standing.taken(this.waitingFrames, nowMs - held.arrivedAtMs);
    return { frame, isFirst };
  }

  /** Drops the next frame if it can be spared and the delay is longer than needed; true if so. Ask before each `pop`. */
  shorten(): boolean {
    const head = this.next === undefined ? undefined : this.slots[this.next % CAPACITY];
    if (!head || !this.standing.canSpare(head.frames[head.taken] as F, this.waitingFrames)) return false;
    this.take(head);
    this.standing.dropped();
    return true;
  }

  /** Forgets everything that waits. */
  clear(): void {
    this.slots.fill(undefined);
    this.seen.fill(-1);
    this.waitingFrames = 0;
    this.lossesToTell = 0;
  }

  /** Whether the sender has begun to count anew: two packets in a row that lie far behind (RFC 3550, appendix A.1). */
  private isNewCount(ahead: number, sequence: number): boolean {
    if (ahead >= -MISORDER_MAX) return false;
    const isSecond = this.misordered === sequence;
    this.misordered = sequenceAfter(sequence, 1);
    return isSecond;
  }

  private restart(sequence: number): void {
    this.clear();
    this.next = sequence;
    this.newest = undefined;
    this.misordered = undefined;
    this.beginSpurt(sequence);
  }

  private beginSpurt(sequence: number): void {
    this.next = sequence;
    this.isSpurtBegun = true;
    this.standing.reset();
  }

  /** Whether a packet behind a gap begins a talk spurt: it is marked, or the gap is longer in time than in numbers. */
  private isSpurtStart(held: Held<F>): boolean {
    return held.marker || this.framesMissing(held) > this.packetsMissing(held) * held.frames.length;
  }

  private packetsMissing(held: Held<F>): number {
    return sequenceDistance(this.next ?? held.sequence, held.sequence);
  }

  private framesMissing(held: Held<F>): number {
    return timestampDistance(this.nextTimestamp, held.timestamp) / this.frameSamples;
  }

  /** Moves on to the next packet that is here; true as long as a lost frame before it has not been named. */
  private isGapLost(): boolean {
    while (this.lossesToTell === 0 && this.waitingFrames > 0 && !this.slots[(this.next as number) % CAPACITY]) {
      this.giveUpOne();
    }
    if (this.lossesToTell === 0) return false;
    this.lossesToTell--;
    return true;
  }

  /** Gives up the missing packet at the head, or all packets that are missing before a new talk spurt. */
  private giveUpOne(): void {
    const next = this.next as number;
    let after = next;
    while (!this.slots[after % CAPACITY]) after = sequenceAfter(after, 1);
    const held = this.slots[after % CAPACITY] as Held<F>;
    if (this.isSpurtStart(held)) {
      this.counter.lost += sequenceDistance(next, after);
      this.next = after;
      this.isSpurtBegun = true;
      return;
    }
    this.lossesToTell = held.frames.length;
    this.counter.lost++;
    this.next = sequenceAfter(next, 1);
    this.nextTimestamp = timestampAfter(this.nextTimestamp, held.frames.length * this.frameSamples);
  }

  private take(held: Held<F>): F {
    const frame = held.frames[held.taken++] as F;
    this.waitingFrames--;
    if (held.taken === held.frames.length) {
      this.slots[held.sequence % CAPACITY] = undefined;
      this.next = sequenceAfter(held.sequence, 1);
      this.nextTimestamp = timestampAfter(held.timestamp, held.frames.length * this.frameSamples);
    }
    return frame;
  }
}
