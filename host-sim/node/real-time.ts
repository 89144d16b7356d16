import type { VirtualClock } from '../core/clock';
import { NS_PER_MS } from '../core/time-units';

/** A virtual clock that goes with the world's. */
export interface RealTimePump {
  /** Rejects when something that the clock ran has thrown. The clock stands still from then on. */
  readonly failed: Promise<never>;
  /** May be called twice. */
  stop(): void;
}

/** A socket may set a timer while nobody looks, so the clock is looked at this often. */
const LONGEST_WAIT_MS = 2;

/**
 * Keeps a virtual clock at the real time since the call. Deadlines are absolute instants of the monotonic clock, so that
 * no error adds up; a computer that is too slow runs late, and nothing is left out.
 */
export function pumpInRealTime(clock: VirtualClock): RealTimePump {
  const originNs = process.hrtime.bigint() - BigInt(clock.nowNs);
  const nowNs = (): number => Number(process.hrtime.bigint() - originNs);
  let timer: NodeJS.Timeout | undefined;
  let isStopped = false;
  let fail: (error: unknown) => void = () => {};
  const failed = new Promise<never>((_, reject) => (fail = reject));
  // Whoever does not look at it shall not be ended by it.
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
