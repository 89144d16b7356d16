import { NS_PER_SECOND } from '../../core/time-units';

/** Records when a CPU was busy. */
export class BusyLog {
  private readonly sinceNs: number;
  private totalNs = 0;
  private recent: (readonly [fromNs: number, toNs: number])[] = [];

  constructor(sinceNs: number) {
    this.sinceNs = sinceNs;
  }

  /** Adds a busy span. */
  add(fromNs: number, toNs: number): void {
    if (toNs <= fromNs) return;
    this.totalNs += toNs - fromNs;
    this.recent.push([fromNs, toNs]);
    if (this.recent.length >= 4096) this.recent = this.recent.filter(([, endNs]) => endNs > toNs - NS_PER_SECOND);
  }

  /** The busy share of the time since the start, 0 to 1. */
  load(nowNs: number): number {
    return nowNs > this.sinceNs ? Math.min(1, this.totalNs / (nowNs - this.sinceNs)) : 0;
  }

  /** The busy share of the last second, 0 to 1. */
  recentLoad(nowNs: number): number {
    const fromNs = Math.max(this.sinceNs, nowNs - NS_PER_SECOND);
    if (nowNs <= fromNs) return 0;
    let busyNs = 0;
    for (const [startNs, endNs] of this.recent)
      busyNs += Math.max(0, Math.min(endNs, nowNs) - Math.max(startNs, fromNs));
    return busyNs / (nowNs - fromNs);
  }
}
