// What one talker has for the mix, from its own pace to that of the rounds.
//
// - Delay grows when a round had to go on without a frame that came after all, by at most 200 ms.
// - Delay shrinks by quiet frames where whole ones always lie waiting: see standing-delay.ts.
// - A talker whose clock is faster than the slowest one's is always a little ahead, more and more: as soon as a whole
//   frame always lies waiting, single samples are left out where the sound is quietest, 26 a second, until hardly anything
//   waits. The mix goes at the pace of the slowest talker, so that samples need never be put in.

import { dropQuietestSample } from './drop-sample';
import { StandingDelay, type Sparable } from './standing-delay';

/** Frames by which lateness may make the delay grow: 200 ms. */
export const GROWTH_MAX_FRAMES = 10;

const WINDOW_FRAMES = 25;
/** One frame in so many loses a sample while a delay is worked off. */
const TRIM_EVERY_FRAMES = 2;
/** The part of a frame that may lie waiting: 4 ms. */
const LEFT_WAITING = 1 / 5;

/** A frame for the mix. */
export type MixFrame = Sparable & { readonly pcm: Int16Array };

type Entry<F> = { readonly frame: F; readonly atMs: number };

/** A talker's frames on their way into the mix. */
export class MixQueue<F extends MixFrame> {
  /** Frames dropped to shorten the delay. */
  shortened = 0;
  /** Frames dropped because they came too late. */
  late = 0;
  /** Samples left out for the sake of clocks that differ. */
  trimmed = 0;
  private readonly frameSamples: number;
  private readonly standing = new StandingDelay();
  private readonly entries: Entry<F>[] = [];
  private readonly scratch: Int16Array;
  /** Samples of the first entry that are in the mix already. */
  private taken = 0;
  private owed = 0;
  private grown = 0;
  private leastWaiting = Infinity;
  private windowFrames = 0;
  private toTrim = 0;

  constructor(frameSamples: number) {
    this.frameSamples = frameSamples;
    this.scratch = new Int16Array(frameSamples + 1);
  }

  /** Samples that wait. */
  get waitingSamples(): number {
    return this.entries.length * this.frameSamples - this.taken;
  }

  get isReady(): boolean {
    return this.waitingSamples >= this.frameSamples;
  }

  /** Frames that no round has taken anything of, oldest first. */
  get untouched(): readonly F[] {
    return this.entries.slice(this.taken > 0 ? 1 : 0).map(({ frame }) => frame);
  }

  push(frame: F, nowMs: number): void {
    this.entries.push({ frame, atMs: nowMs });
  }

  /** A frame will never come; true when no round has done without it yet, and something should be pushed in its place. */
  lose(): boolean {
    if (this.owed === 0) return true;
    this.owed--;
    return false;
  }

  /** Fills `into` with the next frame's time; undefined when the talker is behind, else the frame that it begins with. */
  pop(into: Int16Array, nowMs: number): F | undefined {
    if (!this.isReady) {
      this.owed++;
      return undefined;
    }
    this.payBack();
    const { frame, atMs } = this.entries[0];
    this.take(into);
    this.standing.taken(this.entries.length, nowMs - atMs);
    this.watch();
    return frame;
  }

  /** Drops the next frame if the delay is longer than it need be and the frame can be spared. Ask before each round. */
  shorten(): void {
    if (!this.isReady || !this.standing.canSpare(this.entries[0].frame, this.entries.length)) return;
    this.entries.shift();
    this.shortened++;
    this.standing.dropped();
    this.grown = Math.max(0, this.grown - 1);
    this.leastWaiting -= this.frameSamples;
  }

  /** The talker is silent: what was made up for it is forgotten, and what is left of a frame. */
  rest(): void {
    this.owed = 0;
    this.grown = 0;
    if (!this.isReady) this.clear();
  }

  /** Forgets everything. */
  clear(): void {
    this.entries.length = 0;
    this.taken = 0;
    this.owed = 0;
    this.grown = 0;
    this.toTrim = 0;
    this.standing.reset();
    this.resetWindow();
  }

  /** A frame is here that a round has done without: use it and be later by as much, unless that is too late. */
  private payBack(): void {
    while (
      this.owed > 0 &&
      this.grown + this.owed > GROWTH_MAX_FRAMES &&
      this.waitingSamples >= 2 * this.frameSamples
    ) {
      this.entries.shift();
      this.late++;
      this.owed--;
    }
    this.grown += this.owed;
    this.owed = 0;
  }

  private take(into: Int16Array): void {
    const isTrimmed = this.toTrim > 0 && this.windowFrames % TRIM_EVERY_FRAMES === 0 && this.canTrim;
    const count = this.frameSamples + (isTrimmed ? 1 : 0);
    const target = isTrimmed ? this.scratch : into;
    const { pcm } = this.entries[0].frame;
    const rest = pcm.subarray(this.taken, Math.min(this.frameSamples, this.taken + count));
    target.set(rest);
    if (count > rest.length) target.set(this.entries[1].frame.pcm.subarray(0, count - rest.length), rest.length);
    if (isTrimmed) {
      dropQuietestSample(this.scratch, into);
      this.trimmed++;
      this.toTrim--;
    }
    this.taken += count;
    while (this.taken >= this.frameSamples) {
      this.entries.shift();
      this.taken -= this.frameSamples;
    }
  }

  private get canTrim(): boolean {
    return this.waitingSamples > this.frameSamples;
  }

  /** Notes what is left behind each round; a window of them tells how much of it nobody needs. */
  private watch(): void {
    this.leastWaiting = Math.min(this.leastWaiting, this.waitingSamples);
    if (++this.windowFrames < WINDOW_FRAMES) return;
    this.toTrim = Math.max(0, this.leastWaiting - Math.floor(this.frameSamples * LEFT_WAITING));
    this.resetWindow();
  }

  private resetWindow(): void {
    this.leastWaiting = Infinity;
    this.windowFrames = 0;
  }
}
