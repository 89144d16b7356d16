import type { Clock, WallClock } from '../ports/ports';

/** setTimeout counts whole milliseconds and may fire up to one millisecond early. */
const SLACK_MS = 1;

/** Real time. Timers have deadlines on the high-resolution clock, so they do not drift and are never early. */
export function createSystemClock(): Clock {
  const nowMs = (): number => Number(process.hrtime.bigint()) / 1e6;
  return {
    nowMs,
    after(delayMs, action) {
      const dueAtMs = nowMs() + delayMs;
      let handle = setTimeout(wake, delayMs);
      function wake(): void {
        const restMs = dueAtMs - nowMs();
        if (restMs <= 0) action();
        else handle = setTimeout(wake, Math.max(restMs, SLACK_MS));
      }
      return { cancel: () => clearTimeout(handle) };
    },
  };
}

/** The machine's time of day. */
export const systemWallClock: WallClock = { epochMs: () => Date.now() };
