/** A token bucket: it allows a burst, and then a steady rate. */
export class RateLimit {
  private readonly burst: number;
  private readonly perSecond: number;
  private tokens: number;
  private filledAtMs: number;

  constructor(burst: number, perSecond: number, nowMs: number) {
    this.burst = burst;
    this.perSecond = perSecond;
    this.tokens = burst;
    this.filledAtMs = nowMs;
  }

  /** Whether one more is within the rate. Each call that is allowed counts. */
  allows(nowMs: number): boolean {
    this.tokens = Math.min(this.burst, this.tokens + ((nowMs - this.filledAtMs) * this.perSecond) / 1000);
    this.filledAtMs = nowMs;
    if (this.tokens < 1) return false;
    this.tokens--;
    return true;
  }
}
