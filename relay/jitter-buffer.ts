// Holds what one speaker sent until the mix asks for it: in order, each frame once, losses named, bursts kept.
//
// - A missing packet is waited for 10 ms once a later one is here, then it is lost.
// - Delay grows when the mix had to go on without a frame that came after all, by at most 200 ms.
// - Delay shrinks when a window of time shows that frames always lie waiting. Two or more, and quiet ones are dropped, never
//   two running; a single one, or longer than the mix would wait for this speaker, and only silence is: so little delay is
//   not worth a seam in speech. Beyond 400 ms loud frames go too.

import { FRAME_MS } from '../wire/limits';
import { sequenceAfter, sequenceDistance, timestampAfter, timestampDistance } from '../wire/sequence';
import { FIRST_WAIT_MS } from './mix-clock';

/** How long a gap stays open for a packet that was overtaken. */
export const REORDER_WAIT_MS = 10;
/** Frames by which lateness may make the delay grow: 200 ms. */
export const GROWTH_MAX_FRAMES = 10;
/** Frames above which even loud ones are dropped: 400 ms. */
export const DEPTH_MAX_FRAMES = 20;

const CAPACITY = 64;
const WINDOW_FRAMES = 25;
const DEEP_FRAMES = 4;
const DEEP_WINDOW_FRAMES = 10;
/** A frame that always lies for longer could as well be dropped: its successor comes within the wait of a round. */
const WAIT_MS = FIRST_WAIT_MS;
/** This far behind, a number is not late but a new count (RFC 3550, appendix A.1, MAX_MISORDER). */
const MISORDER_MAX = 100;

/** What the buffer needs to know of a frame. */
export type BufferedFrame = { readonly isQuiet: boolean; readonly isSilent: boolean };

/** A packet as it came: where it belongs and its one or two frames. */
export type BufferedPacket<F> = {
  readonly sequence: number;
  readonly timestamp: number;
  readonly marker: boolean;
  readonly frames: readonly F[];
};

type Held<F> = BufferedPacket<F> & { readonly arrivedAtMs: number; taken: number };

/** A speaker's jitter buffer. Frames that it gives up on go back through `release`. */
export class JitterBuffer<F extends BufferedFrame> {
  lost = 0;
  late = 0;
  duplicates = 0;
  /** Frames dropped to shorten the delay. */
  shortened = 0;
  /** Frames that wait. */
  depth = 0;
  private readonly frameSamples: number;
  private readonly release: (frame: F) => void;
  private readonly slots: (Held<F> | undefined)[] = new Array<Held<F> | undefined>(CAPACITY).fill(undefined);
  private next: number | undefined;
  private nextTimestamp = 0;
  private misordered: number | undefined;
  private lossesToTell = 0;
  private owed = 0;
  private grown = 0;
  private excess = 0;
  private overwaits = 0;
  private hasJustDropped = false;
  private leastDepth = Infinity;
  private leastWaitMs = Infinity;
  private windowFrames = 0;

  constructor(frameSamples: number, release: (frame: F) => void) {
    this.frameSamples = frameSamples;
    this.release = release;
  }

  /** Whether a packet of this number is still wanted; counts it when it is not. Ask before decoding it. */
  wants(sequence: number): boolean {
    if (this.next === undefined) return true;
    const ahead = sequenceDistance(this.next, sequence);
    if (ahead >= CAPACITY || this.isNewCount(ahead, sequence)) {
      this.restart(sequence);
      return true;
    }
    if (ahead < 0) this.late++;
    else if (this.slots[sequence % CAPACITY]) this.duplicates++;
    else return true;
    return false;
  }

  /** Takes a packet that `wants` has let in. */
  push(packet: BufferedPacket<F>, nowMs: number): void {
    if (this.next === undefined) this.next = packet.sequence;
    if (this.depth === 0 && packet.marker) this.beginSpurt(packet.sequence);
    this.slots[packet.sequence % CAPACITY] = { ...packet, arrivedAtMs: nowMs, taken: 0 };
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
    return firstAtMs + REORDER_WAIT_MS;
  }

  /** The next frame in order; 'lost' for one that will not come; 'empty' when the speaker is behind or silent. */
  pop(nowMs: number): F | 'lost' | 'empty' {
    if (this.depth === 0 && this.lossesToTell === 0) {
      this.owed++;
      return 'empty';
    }
    if (this.isGapLost()) return 'lost';
    this.payBack();
    if (this.isGapLost()) return 'lost';
    const arrivedAtMs = this.slots[(this.next as number) % CAPACITY]?.arrivedAtMs ?? nowMs;
    const frame = this.take();
    this.hasJustDropped = false;
    this.observe(nowMs - arrivedAtMs);
    return frame;
  }

  /** Drops the next frame if the delay is longer than it need be and the frame can be spared. Ask before each round. */
  shorten(): void {
    const head = this.next === undefined ? undefined : this.slots[this.next % CAPACITY];
    if (!head || this.hasJustDropped) return;
    const { isQuiet, isSilent } = head.frames[head.taken];
    const canBeSpared = (this.excess > 1 && isQuiet) || (Math.max(this.excess, this.overwaits) > 0 && isSilent);
    if (this.depth <= DEPTH_MAX_FRAMES && !canBeSpared) return;
    this.drop();
    this.shortened++;
    this.hasJustDropped = true;
    this.excess--;
    this.overwaits--;
    this.leastDepth--;
    this.leastWaitMs -= FRAME_MS;
    this.grown = Math.max(0, this.grown - 1);
  }

  /** The speaker is silent: what was concealed for it is forgotten. */
  rest(): void {
    this.owed = 0;
  }

  /** Gives back everything that waits. */
  clear(): void {
    for (let i = 0; i < CAPACITY; i++) {
      const held = this.slots[i];
      if (held) for (let f = held.taken; f < held.frames.length; f++) this.release(held.frames[f]);
      this.slots[i] = undefined;
    }
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
    this.misordered = undefined;
    this.beginSpurt(sequence);
  }

  private beginSpurt(sequence: number): void {
    if (this.next !== undefined) this.lost += Math.max(0, sequenceDistance(this.next, sequence));
    this.next = sequence;
    this.owed = 0;
    this.grown = 0;
    this.excess = 0;
    this.overwaits = 0;
    this.resetWindow();
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

  /** Moves on to the next packet that is here; true while a frame before it is lost and nothing made up for it yet. */
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
      this.owed = 0;
      return;
    }
    const frames = held.frames.length;
    const madeUp = Math.min(this.owed, frames);
    this.owed -= madeUp;
    this.lossesToTell = frames - madeUp;
    this.lost++;
    this.next = sequenceAfter(next, 1);
    this.nextTimestamp = timestampAfter(this.nextTimestamp, frames * this.frameSamples);
  }

  /** A frame is here that the mix has already concealed: use it and be later by as much, unless that is too late. */
  private payBack(): void {
    while (this.owed > 0 && this.grown + this.owed > GROWTH_MAX_FRAMES && this.depth > 1) {
      this.drop();
      this.late++;
      this.owed--;
    }
    this.grown += this.owed;
    this.owed = 0;
  }

  private drop(): void {
    const held = this.slots[(this.next as number) % CAPACITY];
    if (held) this.release(this.take());
  }

  private take(): F {
    const at = (this.next as number) % CAPACITY;
    const held = this.slots[at] as Held<F>;
    const frame = held.frames[held.taken++];
    this.depth--;
    if (held.taken === held.frames.length) {
      this.slots[at] = undefined;
      this.next = sequenceAfter(held.sequence, 1);
      this.nextTimestamp = timestampAfter(held.timestamp, held.frames.length * this.frameSamples);
    }
    return frame;
  }

  /** Notes how long the frame just taken has waited, and how many wait behind it. */
  private observe(waitMs: number): void {
    this.leastDepth = Math.min(this.leastDepth, this.depth);
    this.leastWaitMs = Math.min(this.leastWaitMs, waitMs);
    this.windowFrames++;
    if (this.windowFrames < (this.leastDepth >= DEEP_FRAMES ? DEEP_WINDOW_FRAMES : WINDOW_FRAMES)) return;
    this.excess = this.leastDepth;
    this.overwaits = Math.floor((this.leastWaitMs + FRAME_MS - WAIT_MS) / FRAME_MS);
    this.resetWindow();
  }

  private resetWindow(): void {
    this.leastDepth = Infinity;
    this.leastWaitMs = Infinity;
    this.windowFrames = 0;
  }
}
