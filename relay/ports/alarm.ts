import type { Clock, Timer } from './ports';

/** A timer that can be moved. It wakes its owner, who then finds out what is due. */
export class Alarm {
  private readonly clock: Clock;
  private readonly wake: () => void;
  private timer: Timer | undefined;
  private dueAtMs = Infinity;

  constructor(clock: Clock, wake: () => void) {
    this.clock = clock;
    this.wake = wake;
  }

  get isSet(): boolean {
    return this.timer !== undefined;
  }

  /** Wakes the owner at `atMs` at the latest. If it is set to an earlier time it stays so, because waking too early does no harm. */
  ringBy(atMs: number): void {
    if (this.timer && this.dueAtMs <= atMs) return;
    this.timer?.cancel();
    this.dueAtMs = atMs;
    this.timer = this.clock.after(Math.max(0, atMs - this.clock.nowMs()), () => {
      this.timer = undefined;
      this.wake();
    });
  }

  cancel(): void {
    this.timer?.cancel();
    this.timer = undefined;
  }
}
