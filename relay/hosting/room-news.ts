// What everybody in a room is told now and then: how many are there, and where one's hand is in the queue. Whatever
// happens, a member gets at most one such message a second, and a large room is told in small portions.

import type { ToMember } from '../../wire/signal';
import type { Clock, Timer } from '../ports/ports';

/** A member is told at most this often. */
export const NEWS_INTERVAL_MS = 1000;
/**
 * A round through a large room is made in up to so many portions, so that sound never waits for a whole room's messages.
 * A member's portion follows from its number, so that it hears as long after the last round as everybody else.
 */
const SLOTS = 32;
/** A portion grows to so many members before there are more portions. */
const PORTION_MEMBERS = 128;

/** What there is to tell now. */
export type NewsSource = {
  readonly counts: () => Counts;
  /** Places in the queue, by member; whoever is not in it has no hand up. */
  readonly places: () => ReadonlyMap<number, number>;
  readonly tell: (member: number, message: ToMember) => void;
};

type Counts = ToMember & { readonly type: 'room' };
/** What a member knows, and when news of others reached it last. */
type Told = { counts: string; place: number; atMs: number };
/** What is so now. */
type Present = { readonly counts: Counts; readonly text: string; readonly places: ReadonlyMap<number, number> };

/** The news of one room. Holds a timer only while there is something to tell. */
export class RoomNews {
  private readonly clock: Clock;
  private readonly source: NewsSource;
  private readonly slots: readonly Map<number, Told>[] = Array.from({ length: SLOTS }, () => new Map<number, Told>());
  private size = 0;
  private present: Present | undefined;
  /** Something was not told to everybody. */
  private hasNews = false;
  private timer: Timer | undefined;
  private roundAtMs = -Infinity;

  constructor(clock: Clock, source: NewsSource) {
    this.clock = clock;
    this.source = source;
  }

  /** Something has changed. Who sees the first change of a quiet room sees it soon. */
  changed(): void {
    this.present = undefined;
    this.hasNews = true;
    if (!this.timer) this.awaitRound();
  }

  /** Tells a member at once where its hand is: its own press is not news of others. */
  tellPlace(member: number, place: number): void {
    const told = this.slotOf(member).get(member);
    if (told) told.place = place;
    this.source.tell(member, { type: 'queue', place });
  }

  /** A member has come, or come back, and knows nothing. */
  welcome(member: number): void {
    const slot = this.slotOf(member);
    const known = slot.get(member);
    if (!known) this.size++;
    slot.set(member, { counts: '', place: 0, atMs: known?.atMs ?? -Infinity });
    this.changed();
  }

  forget(member: number): void {
    if (this.slotOf(member).delete(member)) this.size--;
  }

  close(): void {
    this.timer?.cancel();
    this.timer = undefined;
  }

  private slotOf(member: number): Map<number, Told> {
    return this.slots[member % SLOTS];
  }

  private awaitRound(): void {
    const delayMs = Math.max(0, this.roundAtMs + NEWS_INTERVAL_MS - this.clock.nowMs());
    this.timer = this.clock.after(delayMs, () => {
      this.hasNews = false;
      this.roundAtMs = this.clock.nowMs();
      const portions = 2 ** Math.ceil(Math.log2(Math.max(1, this.size / PORTION_MEMBERS)));
      this.tellPortion(0, SLOTS / Math.min(SLOTS, portions));
    });
  }

  /** Tells `count` slots from `first` on; `first` also says when. */
  private tellPortion(first: number, count: number): void {
    this.timer = undefined;
    const atMs = this.roundAtMs + (first * NEWS_INTERVAL_MS) / SLOTS;
    for (let slot = first; slot < first + count; slot++) {
      for (const [member, told] of this.slots[slot]) this.tellOne(member, told, atMs);
    }
    const next = first + count;
    if (next < SLOTS) {
      const nextAtMs = this.roundAtMs + (next * NEWS_INTERVAL_MS) / SLOTS;
      const delayMs = Math.max(0, nextAtMs - this.clock.nowMs());
      this.timer = this.clock.after(delayMs, () => this.tellPortion(next, count));
    } else if (this.hasNews) this.awaitRound();
  }

  /** One message: where the hand is if that has changed, else how many there are; the other one comes with the next round. */
  private tellOne(member: number, told: Told, atMs: number): void {
    const { counts, places, text } = this.now();
    const place = places.get(member) ?? 0;
    const isElsewhere = told.place !== place;
    if (!isElsewhere && told.counts === text) return;
    // As the room grows and shrinks, so do portions: whoever would hear too soon hears with the next round.
    if (atMs < told.atMs + NEWS_INTERVAL_MS) {
      this.hasNews = true;
      return;
    }
    told.atMs = atMs;
    if (isElsewhere) {
      if (told.counts !== text) this.hasNews = true;
      this.tellPlace(member, place);
    } else {
      told.counts = text;
      this.source.tell(member, counts);
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
