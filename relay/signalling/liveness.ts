import { Alarm } from '../ports/alarm';
import type { Clock } from '../ports/ports';

/** Finds out who was silent for too long, with one timer for everybody. */
export class Liveness<T> {
  private readonly clock: Clock;
  private readonly silentAfterMs: number;
  private readonly onSilent: (who: T) => void;
  /** When each was heard last, the longest silent first. */
  private readonly heardAtMs = new Map<T, number>();
  private readonly alarm: Alarm;

  constructor(clock: Clock, silentAfterMs: number, onSilent: (who: T) => void) {
    this.clock = clock;
    this.silentAfterMs = silentAfterMs;
    this.onSilent = onSilent;
    this.alarm = new Alarm(clock, () => this.review());
  }

  /** Somebody was heard now, or for the first time. */
  heard(who: T): void {
    this.heardAtMs.delete(who);
    this.heardAtMs.set(who, this.clock.nowMs());
    if (!this.alarm.isSet) this.alarm.ringBy(this.clock.nowMs() + this.silentAfterMs);
  }

  forget(who: T): void {
    this.heardAtMs.delete(who);
    if (this.heardAtMs.size === 0) this.alarm.cancel();
  }

  close(): void {
    this.heardAtMs.clear();
    this.alarm.cancel();
  }

  private review(): void {
    const nowMs = this.clock.nowMs();
    for (const [who, atMs] of this.heardAtMs) {
      if (nowMs < atMs + this.silentAfterMs) return this.alarm.ringBy(atMs + this.silentAfterMs);
      this.heardAtMs.delete(who);
      this.onSilent(who);
    }
  }
}
