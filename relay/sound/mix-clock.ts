// When a mix round fires. Round n has a deadline D(n); D(0) is 30 ms after the first frame is ready, since whoever talks
// already has a frame in that time, and D(n) = max(D(n-1) + 20, the instant the round's first frame is ready). A round
// fires as soon as everybody who is waited for is ready, but not before D(n) - 30, and at D(n) whoever is missing. Hence one
// mix in 20 ms whatever the phases of the talkers, at the pace of the slowest of them, and a burst leaves at the pace of
// speech. When the last one comes just before the deadline, jitter would make it miss now and then: the deadline moves on
// until there are 6 ms to spare. When for a second there were always more than 10 ms to spare, it moves back. Rounds in which
// somebody's packet was lost say nothing about either.

import { FRAME_MS } from '../../wire/limits';

/** How long the first frame of a run waits for the others' frames. */
export const FIRST_WAIT_MS = 30;
/** How far before its deadline a round may fire. */
export const EARLIEST_MS = 30;

/** By how much a round may put the deadlines off. */
const STEP_MS = 2;
/** What the last of the talkers should have to spare. */
const SPARE_MS = 6;
const SPARE_MAX_MS = 10;
const WINDOW_ROUNDS = 50;

/** The timing of a room's mix rounds; knows no samples and sets no timers. */
export class MixClock {
  private previousMs: number | undefined;
  private deadlineMs: number | undefined;
  private leastSpareMs = Infinity;
  private rounds = 0;

  /** The instant at which the round is to fire, asked when at least one frame is ready; at or before `nowMs` means now. */
  dueAtMs(nowMs: number, everyoneIsReady: boolean): number {
    if (this.deadlineMs === undefined) {
      this.deadlineMs =
        this.previousMs === undefined ? nowMs + FIRST_WAIT_MS : Math.max(this.previousMs + FRAME_MS, nowMs);
    }
    return everyoneIsReady ? this.deadlineMs - EARLIEST_MS : this.deadlineMs;
  }

  /** The round has been mixed, complete or with something made up; the next one opens when a frame is ready for it. */
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

  /** Nothing is mixed any more: the next frame starts a new run. */
  rest(): void {
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
