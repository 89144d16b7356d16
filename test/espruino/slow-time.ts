import { createSystemClock } from '../../relay/node/system-clock';
import type { Clock } from '../../relay/ports/ports';

/**
 * How many seconds a second of board, relay and members takes. `SLOWNESS=4 npm run test:espruino` where a machine has too
 * much else to do for real time.
 */
export const SLOWNESS = Number(process.env.SLOWNESS ?? 1);

/** An instant of that time. */
export function slowNowNs(): number {
  return Number(process.hrtime.bigint()) / SLOWNESS;
}

/** So much of that time passes. */
export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms * SLOWNESS));
}

/** The relay's clock in that time. */
export function createSlowClock(): Clock {
  const clock = createSystemClock();
  return {
    nowMs: () => clock.nowMs() / SLOWNESS,
    after: (delayMs, action) => clock.after(delayMs * SLOWNESS, action),
  };
}
