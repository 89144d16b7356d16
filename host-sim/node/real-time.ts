import type { VirtualClock } from '../core/clock';
import { NS_PER_MS } from '../core/time-units';

/** Drives a virtual clock in real time. */
interface RealTimePump {
  /** Rejects with what a timer of the clock has thrown. The clock has stopped then. */
  readonly failed: Promise<never>;
  /** Stops the clock. May be called twice. */
  stop(): void;
}

/** A socket may set a timer at any time, so the clock is checked at least this often. */
const LONGEST_WAIT_MS = 2;

/**
 * Keeps a virtual clock at the real time since the call. Deadlines are absolute instants of the monotonic clock, so
 * errors do not add up. On a computer that is too slow, timers run late, and all of them run.
 */
export function pumpInRealTime(clock: VirtualClock): RealTimePump {
  const originNs = process.hrtime.bigint() - BigInt(clock.nowNs);
  const nowNs = (): number => Number(process.hrtime.bigint() - originNs);
  let timer: NodeJS.Timeout | undefined;
  let isStopped = false;
  let fail: (error: unknown) => void = () => {};
  const failed = new Promise<never>((_, reject) => (fail = reject));
  // A caller that does not await `failed` must not end with an unhandled rejection.
  failed.catch(() => {});

  const stop = (): void => {
    isStopped = true;
    clearTimeout(timer);
  };
  const tick = (): void => {
    try {
      clock.runUntil(nowNs());
    } catch (error) {
      stop();
      fail(error);
    }
    if (isStopped) return;
    const untilNextMs = ((clock.nextAtNs ?? Infinity) - nowNs()) / NS_PER_MS;
    timer = setTimeout(tick, Math.min(LONGEST_WAIT_MS, Math.max(0, untilNextMs)));
  };
  timer = setTimeout(tick, 0);
  return { failed, stop };
}
