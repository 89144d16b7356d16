import type { Clock, Timer } from '../../../relay/ports/ports';

type Entry = { readonly atMs: number; readonly order: number; readonly action: () => void };

/** Time that passes only when a test says so; every timer runs at its own instant. */
export class FakeClock implements Clock {
  private currentMs: number;
  private order = 0;
  private readonly entries = new Set<Entry>();

  constructor(startMs = 1000.25) {
    this.currentMs = startMs;
  }

  nowMs(): number {
    return this.currentMs;
  }

  /** Timers that are set. */
  get pending(): number {
    return this.entries.size;
  }

  after(delayMs: number, action: () => void): Timer {
    const entry = { atMs: this.currentMs + Math.max(0, delayMs), order: this.order++, action };
    this.entries.add(entry);
    return { cancel: () => void this.entries.delete(entry) };
  }

  advance(spanMs: number): void {
    this.runUntil(this.currentMs + spanMs);
  }

  runUntil(untilMs: number): void {
    for (let next = this.next(); next && next.atMs <= untilMs; next = this.next()) {
      this.entries.delete(next);
      this.currentMs = Math.max(this.currentMs, next.atMs);
      next.action();
    }
    this.currentMs = Math.max(this.currentMs, untilMs);
  }

  private next(): Entry | undefined {
    let first: Entry | undefined;
    for (const entry of this.entries) {
      if (!first || entry.atMs < first.atMs || (entry.atMs === first.atMs && entry.order < first.order)) first = entry;
    }
    return first;
  }
}
