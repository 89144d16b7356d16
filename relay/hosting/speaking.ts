import { Alarm } from '../ports/alarm';
import type { Clock } from '../ports/ports';

/** A member counts as speaking for this time after its voice was last heard, so that gaps between words do not show. */
const SPEAKING_HANGOVER_MS = 400;
/** The list is published at most once in this time. */
const SPEAKING_INTERVAL_MS = 250;
/** In a large room it is published more rarely, so that it costs at most 4,000 messages a second. */
const INTERVAL_MS_PER_MEMBER = 0.25;

/** Publishes who speaks in a room when that changes. Holds a timer only while somebody speaks. */
export class Speaking {
  private readonly clock: Clock;
  private readonly publish: (members: readonly number[]) => void;
  private readonly roomSize: () => number;
  private readonly alarm: Alarm;
  private readonly heardAtMs = new Map<number, number>();
  private published: readonly number[] = [];
  private publishedAtMs = -Infinity;

  constructor(clock: Clock, roomSize: () => number, publish: (members: readonly number[]) => void) {
    this.clock = clock;
    this.roomSize = roomSize;
    this.publish = publish;
    this.alarm = new Alarm(clock, () => this.review());
  }

  /** The member's voice was just heard. */
  heard(member: number): void {
    const isNew = !this.heardAtMs.has(member);
    this.heardAtMs.set(member, this.clock.nowMs());
    if (isNew) this.review();
  }

  /** The member has left the stage. */
  forget(member: number): void {
    if (this.heardAtMs.delete(member)) this.review();
  }

  close(): void {
    this.alarm.cancel();
  }

  private review(): void {
    const nowMs = this.clock.nowMs();
    for (const [member, atMs] of this.heardAtMs) {
      if (nowMs >= atMs + SPEAKING_HANGOVER_MS) this.heardAtMs.delete(member);
    }
    const members = [...this.heardAtMs.keys()].sort((a, b) => a - b);
    const hasChanged = members.length !== this.published.length || members.some((id, i) => id !== this.published[i]);
    const intervalMs = Math.max(SPEAKING_INTERVAL_MS, this.roomSize() * INTERVAL_MS_PER_MEMBER);
    if (hasChanged && nowMs >= this.publishedAtMs + intervalMs) {
      this.published = members;
      this.publishedAtMs = nowMs;
      this.publish(members);
    } else if (hasChanged) {
      this.alarm.ringBy(this.publishedAtMs + intervalMs);
    }
    if (members.length > 0) this.alarm.ringBy(nowMs + SPEAKING_INTERVAL_MS);
  }
}
