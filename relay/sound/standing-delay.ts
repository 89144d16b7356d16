// A queue of frames that never runs empty delays them for nothing. What a window of time has shown may be worked off:
// two frames or more by leaving out quiet ones, never two running; a single one, or longer than the mix would wait for
// this speaker, by silence only: so little delay is not worth a seam in speech. Beyond 400 ms loud frames go too.

import { FRAME_MS } from '../../wire/limits';

/** Frames above which even loud ones are dropped: 400 ms. */
export const DEPTH_MAX_FRAMES = 20;

const WINDOW_FRAMES = 25;
const DEEP_FRAMES = 4;
const DEEP_WINDOW_FRAMES = 10;
/** A frame that always lies for longer could as well be dropped: its successor comes within the wait of a round. */
const WAIT_MS = 10;

/** What must be known of a frame to leave it out. */
export type Sparable = { readonly isQuiet: boolean; readonly isSilent: boolean };

/** Watches how long frames lie in a queue, and says which could be spared. */
export class StandingDelay {
  private excess = 0;
  private overwaits = 0;
  private hasJustDropped = false;
  private leastDepth = Infinity;
  private leastWaitMs = Infinity;
  private windowFrames = 0;

  /** Whether the next frame of a queue of `depth` is to be dropped. */
  canSpare({ isQuiet, isSilent }: Sparable, depth: number): boolean {
    if (this.hasJustDropped) return false;
    if (depth > DEPTH_MAX_FRAMES) return true;
    return (this.excess > 1 && isQuiet) || (Math.max(this.excess, this.overwaits) > 0 && isSilent);
  }

  /** It has been dropped. */
  dropped(): void {
    this.hasJustDropped = true;
    this.excess--;
    this.overwaits--;
    this.leastDepth--;
    this.leastWaitMs -= FRAME_MS;
  }

  /** A frame was taken after `waitMs`, and `depth` wait behind it. */
  taken(depth: number, waitMs: number): void {
    this.hasJustDropped = false;
    this.leastDepth = Math.min(this.leastDepth, depth);
    this.leastWaitMs = Math.min(this.leastWaitMs, waitMs);
    this.windowFrames++;
    if (this.windowFrames < (this.leastDepth >= DEEP_FRAMES ? DEEP_WINDOW_FRAMES : WINDOW_FRAMES)) return;
    this.excess = this.leastDepth;
    this.overwaits = Math.floor((this.leastWaitMs + FRAME_MS - WAIT_MS) / FRAME_MS);
    this.resetWindow();
  }

  /** A new talk spurt: what was before says nothing about it. */
  reset(): void {
    this.excess = 0;
    this.overwaits = 0;
    this.resetWindow();
  }

  private resetWindow(): void {
    this.leastDepth = Infinity;
    this.leastWaitMs = Infinity;
    this.windowFrames = 0;
  }
}
