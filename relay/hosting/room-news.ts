// What every member of a room gets from time to time: how many members there are, and the place of its hand in the queue.
// A member gets at most one such message a second, and a large room gets them in small portions.

import type { ToMember } from '../../wire/signal';
import type { Clock, Timer } from '../ports/ports';
import { answerTo } from './members';

/** A member gets news at most once in this time. */
const NEWS_INTERVAL_MS = 1000;
/**
 * The most portions in which a round through a large room is sent, so that sound never waits for the messages of a whole
 * room. A member's portion follows from its number, so every member waits equally long after the last round.
 */
const SLOTS = 32;
/** A portion grows to this many members before there are more portions. */
const PORTION_MEMBERS = 128;

/** Where the news of a room come from, and where they go. */
type NewsSource = {
  readonly counts: () => Counts;
  /** Places in the queue, by member. A member that is not in it has no hand up. */
  readonly places: () => ReadonlyMap<number, number>;
  readonly send: (member: number, message: ToMember) => void;
};

type Counts = ToMember & { readonly type: 'room' };
/** What a member was sent last, and when it got news of others. Without `counts` it wants none. */
type Sent = { counts: string | undefined; place: number; atMs: number };
/** The news as they are now. */
type Present = { readonly counts: Counts; readonly text: string; readonly places: ReadonlyMap<number, number> };

/** The news of one room. Holds a timer only while there is news. */
export class RoomNews {
  private readonly clock: Clock;
  private readonly source: NewsSource;
  private readonly slots: readonly Map<number, Sent>[] = Array.from({ length: SLOTS }, () => new Map<number, Sent>());
  private size = 0;
  private present: Present | undefined;
  /** Something was not sent to everybody. */
  private hasNews = false;
  private timer: Timer | undefined;
  private roundAtMs = -Infinity;

  constructor(clock: Clock, source: NewsSource) {
    this.clock = clock;
    this.source = source;
  }

  /** Something has changed. In a quiet room the change is sent soon. */
  changed(): void {
    this.present = undefined;
    this.hasNews = true;
    if (!this.timer) this.awaitRound();
  }

  /**
   * Sends a member the place of its hand at once, because its own press is not news of others. `request`: the id of the
   * message that this answers.
   */
  sendPlace(member: number, place: number, request?: number): void {
    const sent = this.slotOf(member).get(member);
    if (sent) sent.place = place;
    this.source.send(member, { type: 'queue', place, ...answerTo(request) });
  }

  /** A member joined, or joined again, and knows nothing. */
  welcome(member: number, wantsCounts = true): void {
    const slot = this.slotOf(member);
    const known = slot.get(member);
    if (!known) this.size++;
    const counts = wantsCounts ? '' : undefined;
    slot.set(member, { counts, place: 0, atMs: known?.atMs ?? -Infinity });
    this.changed();
  }

  forget(member: number): void {
    if (this.slotOf(member).delete(member)) this.size--;
  }

  close(): void {
    this.timer?.cancel();
    this.timer = undefined;
  }

  private slotOf(member: number): Map<number, Sent> {
    return this.slots[member % SLOTS] as Map<number, Sent>;
  }

  private awaitRound(): void {
    const delayMs = Math.max(0, this.roundAtMs + NEWS_INTERVAL_MS - this.clock.nowMs());
    this.timer = this.clock.after(delayMs, () => {
      this.hasNews = false;
      this.roundAtMs = this.clock.nowMs();
      const portions = 2 ** Math.ceil(Math.log2(Math.max(1, this.size / PORTION_MEMBERS)));
      this.sendPortion(0, SLOTS / Math.min(SLOTS, portions));
    });
  }

  /** Sends to `count` slots from `first` on. `first` also decides the time. */
  private sendPortion(first: number, count: number): void {
    this.timer = undefined;
    const atMs = this.roundAtMs + (first * NEWS_INTERVAL_MS) / SLOTS;
    for (const slot of this.slots.slice(first, first + count)) {
      for (const [member, sent] of slot) this.sendOne(member, sent, atMs);
    }
    const next = first + count;
    if (next < SLOTS) {
      const nextAtMs = this.roundAtMs + (next * NEWS_INTERVAL_MS) / SLOTS;
      const delayMs = Math.max(0, nextAtMs - this.clock.nowMs());
      this.timer = this.clock.after(delayMs, () => this.sendPortion(next, count));
    } else if (this.hasNews) this.awaitRound();
  }

  /** Sends one message: the place of the hand if it has changed, else the counts. The other one comes with the next round. */
  private sendOne(member: number, sent: Sent, atMs: number): void {
    const { counts, places, text } = this.now();
    const place = places.get(member) ?? 0;
    const isElsewhere = sent.place !== place;
    const isCounted = sent.counts === undefined || sent.counts === text;
    if (!isElsewhere && isCounted) return;
    // Portions grow and shrink with the room. A member whose turn would be too early waits for the next round.
    if (atMs < sent.atMs + NEWS_INTERVAL_MS) {
      this.hasNews = true;
      return;
    }
    sent.atMs = atMs;
    if (isElsewhere) {
      if (!isCounted) this.hasNews = true;
      this.sendPlace(member, place);
    } else {
      sent.counts = text;
      this.source.send(member, counts);
    }
  }

  private now(): Present {
    if (!this.present) {
      const counts = this.source.counts();
      const text = `${counts.speakers} ${counts.listeners} ${counts.hands}`;
      this.present = { counts, text, places: this.source.places() };
    }
    return this.present;
  }
}
