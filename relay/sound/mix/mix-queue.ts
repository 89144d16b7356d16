// The frames of one talker on their way into the mix, from the talker's own pace to the pace of the rounds.
//
// - The delay grows, by at most 200 ms, when a round had to do without a frame that came after all.
// - The delay shrinks by dropping quiet frames when whole frames always wait: see standing-delay.ts.
// - A talker whose clock is faster than the slowest talker's gets ahead more and more. As soon as a whole frame always
//   waits, with time to spare for jitter, single samples are left out where the sound is quietest, 26 a second, until
//   hardly anything waits. The mix goes at the pace of the slowest talker, so samples never need to be put in.

import { dropQuietestSample } from '../frames/drop-sample';
import { StandingDelay, type Sparable } from '../frames/standing-delay';

/** How many frames the delay may grow by when frames are late: 200 ms. */
export const GROWTH_MAX_FRAMES = 10;

const WINDOW_FRAMES = 25;
/** Every so many frames one loses a sample, while a delay is worked off. */
const TRIM_EVERY_FRAMES = 2;
/** A frame that came less than this before a round is not counted as waiting, because jitter could make it miss one. */
const SPARE_MS = 4;
/** The part of a frame that may always wait: 4 ms. */
const WAITING_PART = 1 / 5;

/** A frame that can be mixed. */
type MixFrame = Sparable & { readonly pcm: Int16Array };

type Entry<F> = { readonly frame: F; readonly atMs: number };

/** Where the queue counts the frames that it drops because they came too late. */
type LateCounter = { late: number };

/** A talker's frames on their way into the mix. */
export class MixQueue<F extends MixFrame> {
  private readonly frameSamples: number;
  private readonly counter: LateCounter;
  private readonly standing = new StandingDelay();
  private readonly entries: Entry<F>[] = [];
  private readonly scratch: Int16Array;
  /** Samples of the first entry that are in the mix already. */
  private taken = 0;
  /** Rounds that went on without a frame which may still come. */
  private owed = 0;
  /** Frames by which lateness has made the delay grow. */
  private grown = 0;
  private leastWaiting = Infinity;
  private windowFrames = 0;
  private toTrim = 0;

  constructor(frameSamples: number, counter: LateCounter) {
    this.frameSamples = frameSamples;
    this.counter = counter;
    this.scratch = new Int16Array(frameSamples + 1);
  }

  /** How many samples wait. */
  get waitingSamples(): number {
    return this.entries.length * this.frameSamples - this.taken;
  }

  /** Whether a whole frame waits. */
  get isReady(): boolean {
    return this.waitingSamples >= this.frameSamples;
  }

  /** Frames that no round has taken anything of, oldest first. */
  get untouched(): readonly F[] {
    return this.entries.slice(this.taken > 0 ? 1 : 0).map(({ frame }) => frame);
  }

  /** Adds a frame, which arrived at `nowMs`. */
  push(frame: F, nowMs: number): void {
    this.entries.push({ frame, atMs: nowMs });
  }

  /** Notes that a frame is lost. True if no round has gone on without it yet, so that its concealment must be pushed. */
  lose(): boolean {
    if (this.owed === 0) return true;
    this.owed--;
    return false;
  }

  /** Fills `into` with the next 20 ms and returns the frame that they begin with; undefined if no whole frame waits. */
  pop(into: Int16Array, nowMs: number): F | undefined {
    if (!this.isReady) {
      this.owed++;
      return undefined;
    }
    this.payBack();
    const { frame, atMs } = this.entries[0] as Entry<F>;
    this.take(into);
    this.standing.taken(this.entries.length, nowMs - atMs);
    this.watch(nowMs);
    return frame;
  }

  /** Drops the next frame if it can be spared and the delay is longer than needed; true if so. Ask before each round. */
  shorten(): boolean {
    const head = this.entries[0];
    if (!head || !this.isReady || !this.standing.canSpare(head.frame, this.entries.length)) return false;
    this.entries.shift();
    this.standing.dropped();
    this.grown = Math.max(0, this.grown - 1);
    this.leastWaiting -= this.frameSamples;
    return true;
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

  /** A frame has come that a round went on without: it is used, and the delay grows, unless it would grow too much. */
  private payBack(): void {
    while (
      this.owed > 0 &&
      this.grown + this.owed > GROWTH_MAX_FRAMES &&
      this.waitingSamples >= 2 * this.frameSamples
    ) {
      this.entries.shift();
      this.counter.late++;
      this.owed--;
    }
    this.grown += this.owed;
    this.owed = 0;
  }

  private take(into: Int16Array): void {
    const isTrimmed = this.toTrim > 0 && this.windowFrames % TRIM_EVERY_FRAMES === 0 && this.canTrim;
    const count = this.frameSamples + (isTrimmed ? 1 : 0);
    const target = isTrimmed ? this.scratch : into;
    const rest = this.pcmOf(0).subarray(this.taken, Math.min(this.frameSamples, this.taken + count));
    target.set(rest);
    if (count > rest.length) target.set(this.pcmOf(1).subarray(0, count - rest.length), rest.length);
    if (isTrimmed) {
      dropQuietestSample(this.scratch, into);
      this.toTrim--;
    }
    this.taken += count;
    while (this.taken >= this.frameSamples) {
      this.entries.shift();
      this.taken -= this.frameSamples;
    }
  }

  private pcmOf(index: number): Int16Array {
    return (this.entries[index] as Entry<F>).frame.pcm;
  }

  private get canTrim(): boolean {
    return this.waitingSamples > this.frameSamples;
  }

  /** Notes how much waits after a round. The least of a window of rounds is delay that nobody needs. */
  private watch(nowMs: number): void {
    const newest = this.entries.findLastIndex(({ atMs }) => atMs <= nowMs - SPARE_MS);
    const waiting = (newest + 1) * this.frameSamples - this.taken;
    this.leastWaiting = Math.min(this.leastWaiting, waiting);
    if (++this.windowFrames < WINDOW_FRAMES) return;
    this.toTrim = Math.max(0, this.leastWaiting - Math.floor(this.frameSamples * WAITING_PART));
    this.resetWindow();
  }

  private resetWindow(): void {
    this.leastWaiting = Infinity;
    this.windowFrames = 0;
  }
}
