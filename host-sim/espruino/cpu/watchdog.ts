import type { Clock, Timer } from '../../core/clock';
import { NS_PER_SECOND } from '../../core/time-units';

/**
 * The task watchdog of ESP-IDF, as `E.enableWatchdog` uses it. Once enabled it stays so until the chip restarts: another start of the
 * interpreter does not end it.
 */
export class Watchdog {
  private readonly clock: Clock;
  private readonly onBite: () => void;
  private periodNs = Infinity;
  /** Whether each pass of the idle loop kicks it. An idle loop that waits goes round, so only one long callback can be too long. */
  private isAuto = true;
  private kickedNs = 0;
  private timer: Timer | undefined;

  constructor(clock: Clock, onBite: () => void) {
    this.clock = clock;
    this.onBite = onBite;
  }

  /** The period is rounded to whole seconds, as the interpreter does. */
  enable(seconds: number, isAuto: boolean, nowNs: number): void {
    this.periodNs = Math.floor((seconds >= 0 ? seconds : 1) + 0.5) * NS_PER_SECOND;
    this.isAuto = isAuto;
    this.kick(nowNs);
  }

  kick(nowNs: number): void {
    this.kickedNs = nowNs;
    this.timer?.cancel();
    this.timer = undefined;
    if (this.isAuto || this.periodNs === Infinity) return;
    const dueNs = Math.max(this.clock.nowNs, nowNs + this.periodNs);
    this.timer = this.clock.at(dueNs, () => this.onBite());
  }

  /** Call it when the idle loop begins a callback. */
  callbackBegins(nowNs: number): void {
    if (this.isAuto) this.kickedNs = nowNs;
  }

  /** Whether it bites at this instant within a callback. */
  bitesAt(nowNs: number): boolean {
    return nowNs - this.kickedNs > this.periodNs;
  }

  off(): void {
    this.periodNs = Infinity;
    this.isAuto = true;
    this.timer?.cancel();
    this.timer = undefined;
  }
}
