// A queue of frames that never runs empty delays all of them for nothing. This class watches a queue for a window of time
// and says which frames may be dropped to work the delay off:
//
// - If two frames or more always waited, quiet frames, but never two in a row.
// - If one frame always waited, or frames waited longer than the mix would wait for this speaker, silent frames only. So
//   little delay is not worth a seam in speech.
// - If more than 400 ms wait, any frame.

import { FRAME_MS } from '../../../wire/limits';

/** How many frames may wait before even loud ones are dropped: 400 ms. */
export const DEPTH_MAX_FRAMES = 20;

const WINDOW_FRAMES = 25;
const DEEP_FRAMES = 4;
const DEEP_WINDOW_FRAMES = 10;
/** A frame that always waits longer than this could be dropped: the next one comes within the wait of a round. */
const WAIT_MS = 10;

/** What decides whether a frame can be dropped. */
export type Sparable = { readonly isQuiet: boolean; readonly isSilent: boolean };

/** Watches how long frames wait in a queue, and says which of them can be dropped. */
export class StandingDelay {
  /** Frames that always waited during the last window. */
  private excess = 0;
  /** Frames' worth of time that they always waited beyond `WAIT_MS` during the last window. */
  private overwaits = 0;
  private hasJustDropped = false;
  private leastDepth = Infinity;
  private leastWaitMs = Infinity;
  private windowFrames = 0;

  /** Whether the next frame of a queue that holds `depth` frames is to be dropped. */
  canSpare({ isQuiet, isSilent }: Sparable, depth: number): boolean {
    if (this.hasJustDropped) return false;
    if (depth > DEPTH_MAX_FRAMES) return true;
    return (this.excess > 1 && isQuiet) || (Math.max(this.excess, this.overwaits) > 0 && isSilent);
  }

  /** Notes that the frame has been dropped. */
  dropped(): void {
    this.hasJustDropped = true;
    this.excess--;
    this.overwaits--;
    this.leastDepth--;
    this.leastWaitMs -= FRAME_MS;
  }

  /** Notes that a frame was taken after it had waited for `waitMs`, and that `depth` frames still wait. */
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

  /** Begins anew with a new talk spurt. */
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
