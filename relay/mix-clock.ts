// When a mix round fires. Round n has a deadline D(n); D(0) is 10 ms after the first frame is ready, and
// D(n) = max(D(n-1) + 20, the instant the round's first frame is ready). A round fires as soon as everybody who is waited
// for is ready, but not before D(n) - 30, and at D(n) whoever is missing. Hence one mix in 20 ms whatever the phases of the
// talkers, a lone talker's frame leaves at once, and a burst leaves at the pace of speech. A lone talker who has no frame
// left waiting moves the deadline back, little by little, to 10 ms after the round: one late packet must not delay the rest.
// When several talk and the last of them comes just before the deadline, jitter would make it miss now and then: the
// deadline moves on until there are 6 ms to spare.

import { FRAME_MS } from '../wire/limits';

/** How long the first frame of a run waits for other talkers' frames. */
export const FIRST_WAIT_MS = 10;
/** How far before its deadline a round may fire. */
export const EARLIEST_MS = 30;

/** By how much a round may move the deadlines. */
const STEP_MS = 2;
/** What the last of several talkers should have to spare. */
const SPARE_MS = 6;

/** How a round ended. */
export type RoundOutcome = {
  /** Nobody was missing. */
  readonly isComplete: boolean;
  /** There is one talker, and none of its frames is left waiting. */
  readonly isAloneAndUpToDate: boolean;
};

/** The timing of a room's mix rounds; knows no samples and sets no timers. */
export class MixClock {
  private previousMs: number | undefined;
  private deadlineMs: number | undefined;

  /** The instant at which the round is to fire, asked when at least one frame is ready; at or before `nowMs` means now. */
  dueAtMs(nowMs: number, everyoneIsReady: boolean): number {
    if (this.deadlineMs === undefined) {
      this.deadlineMs =
        this.previousMs === undefined ? nowMs + FIRST_WAIT_MS : Math.max(this.previousMs + FRAME_MS, nowMs);
    }
    return everyoneIsReady ? this.deadlineMs - EARLIEST_MS : this.deadlineMs;
  }

  /** The round has been mixed; the next one opens when a frame is ready for it. */
  roundFired(nowMs: number, { isComplete, isAloneAndUpToDate }: RoundOutcome): void {
    const deadlineMs = this.deadlineMs ?? nowMs;
    this.deadlineMs = undefined;
    const spareMs = deadlineMs - nowMs;
    if (isAloneAndUpToDate) this.previousMs = deadlineMs - clamp(spareMs - FIRST_WAIT_MS, 0, STEP_MS);
    else this.previousMs = deadlineMs + (isComplete ? clamp(SPARE_MS - spareMs, 0, STEP_MS) : 0);
  }

  /** Nobody talks any more: the next frame starts a new run. */
  rest(): void {
    this.previousMs = undefined;
    this.deadlineMs = undefined;
  }
}

function clamp(value: number, low: number, high: number): number {
  return Math.max(low, Math.min(high, value));
}
