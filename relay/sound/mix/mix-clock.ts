// When a round of the mix fires. Round n has a deadline D(n). D(0) is 30 ms after the first frame is ready, because every
// active talker has a frame within that time. D(n) is max(D(n-1) + 20 ms, the instant the round's first frame is ready).
//
// A round fires as soon as every awaited talker is ready, but not before D(n) - 30 ms. It fires at D(n) even if talkers are
// missing. So there is one round in 20 ms whatever the phases of the talkers, at the pace of the slowest of them, and a
// burst leaves at the pace of speech.
//
// If the last talker is ready just before the deadline, jitter makes it miss a deadline now and then. So deadlines move
// later until 6 ms are left to spare. If for a second more than 10 ms were always left, they move earlier. Rounds in which
// a packet was lost are not counted in either.

import { FRAME_MS } from '../../../wire/limits';

/** How long the first frame of a run of rounds waits for the frames of other talkers. */
const FIRST_WAIT_MS = 30;
/** How long before its deadline a round may fire. */
const EARLIEST_MS = 30;

/** How much later one round may make the deadlines that follow. */
const STEP_MS = 2;
/** How long before the deadline the last talker should be ready. */
const SPARE_MS = 6;
const SPARE_MAX_MS = 10;
const WINDOW_ROUNDS = 50;

/** The timing of a room's mix rounds. It knows no samples and sets no timers. */
export class MixClock {
  private previousMs: number | undefined;
  private deadlineMs: number | undefined;
  private leastSpareMs = Infinity;
  private rounds = 0;

  /** When the round is to fire, given that at least one frame is ready. At or before `nowMs` means now. */
  dueAtMs(nowMs: number, everyoneIsReady: boolean): number {
    if (this.deadlineMs === undefined) {
      this.deadlineMs =
        this.previousMs === undefined ? nowMs + FIRST_WAIT_MS : Math.max(this.previousMs + FRAME_MS, nowMs);
    }
    return everyoneIsReady ? this.deadlineMs - EARLIEST_MS : this.deadlineMs;
  }

  /** Notes that the round has been mixed, complete or with concealment in it. The next one opens with its first frame. */
  roundFired(nowMs: number, isComplete: boolean): void {
    const deadlineMs = this.deadlineMs ?? nowMs;
    this.deadlineMs = undefined;
    const spareMs = deadlineMs - nowMs;
    this.previousMs = deadlineMs;
    if (!isComplete) return;
    this.leastSpareMs = Math.min(this.leastSpareMs, spareMs);
    this.previousMs += clamp(SPARE_MS - spareMs, 0, STEP_MS);
    if (++this.rounds < WINDOW_ROUNDS) return;
    this.previousMs -= Math.max(0, (this.leastSpareMs - SPARE_MAX_MS) / 2);
    this.resetWindow();
  }

  /** Ends the run of rounds: the next frame begins a new one. */
  stop(): void {
    this.previousMs = undefined;
    this.deadlineMs = undefined;
    this.resetWindow();
  }

  private resetWindow(): void {
    this.leastSpareMs = Infinity;
    this.rounds = 0;
  }
}

function clamp(value: number, low: number, high: number): number {
  return Math.max(low, Math.min(high, value));
}
