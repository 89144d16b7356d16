// What everybody in a room is told now and then: how many are there, and where one's hand is in the queue. Whatever
// happens, a member gets at most one such message a second, and a large room is told in small portions.

import type { ToMember } from '../wire/signal';
import type { Clock, Timer } from './ports';

/** A member is told at most this often. */
export const NEWS_INTERVAL_MS = 1000;
/** A round through the room is made in so many portions, so that sound never waits for a whole room's messages. */
const PORTIONS = 40;

/** What there is to tell now. */
export type NewsSource = {
  /** The numbers of all who are to be told. */
  readonly members: () => Iterable<number>;
  readonly counts: () => Counts;
  /** Places in the queue, by member; whoever is not in it has no hand up. */
  readonly places: () => ReadonlyMap<number, number>;
  readonly tell: (member: number, message: ToMember) => void;
};

type Counts = ToMember & { readonly type: 'room' };
type Told = { counts: string; place: number };

/** The news of one room. Holds a timer only while there is something to tell. */
export class RoomNews {
  private readonly clock: Clock;
  private readonly source: NewsSource;
  private readonly told = new Map<number, Told>();
  private round: Iterator<number> | undefined;
  private portion = 0;
  private places: ReadonlyMap<number, number> = new Map();
  private counts: Counts | undefined;
  private hasNews = false;
  private timer: Timer | undefined;
  private nextRoundAtMs = -Infinity;

  constructor(clock: Clock, source: NewsSource) {
    this.clock = clock;
    this.source = source;
  }

  /** Something has changed. Who sees the first change of a quiet room sees it soon. */
  changed(): void {
    this.hasNews = true;
    if (!this.timer && !this.round) this.await(this.nextRoundAtMs - this.clock.nowMs());
  }

  /** Tells a member at once where its hand is: its own press is not news of others. */
  tellPlace(member: number, place: number): void {
    this.toldOf(member).place = place;
    this.source.tell(member, { type: 'queue', place });
  }

  /** A member has come, or come back, and knows nothing. */
  welcome(member: number): void {
    this.told.delete(member);
    this.changed();
  }

  forget(member: number): void {
    this.told.delete(member);
  }

  close(): void {
    this.timer?.cancel();
    this.timer = undefined;
    this.told.clear();
  }

  private toldOf(member: number): Told {
    let told = this.told.get(member);
    if (!told) this.told.set(member, (told = { counts: '', place: 0 }));
    return told;
  }

  private await(delayMs: number): void {
    this.timer = this.clock.after(Math.max(0, delayMs), () => {
      this.timer = undefined;
      this.tellPortion();
    });
  }

  private tellPortion(): void {
    if (!this.round) {
      const members = [...this.source.members()];
      this.hasNews = false;
      this.nextRoundAtMs = this.clock.nowMs() + NEWS_INTERVAL_MS;
      this.portion = Math.max(1, Math.ceil(members.length / PORTIONS));
      this.round = members.values();
      this.places = this.source.places();
      this.counts = this.source.counts();
    }
    for (let i = 0; i < this.portion; i++) {
      const { value, done } = this.round.next();
      if (done) {
        this.round = undefined;
        if (this.hasNews) this.await(this.nextRoundAtMs - this.clock.nowMs());
        return;
      }
      this.tellOne(value);
    }
    this.await(NEWS_INTERVAL_MS / PORTIONS);
  }

  /** One message: where the hand is if that has changed, else how many there are; the other one comes with the next round. */
  private tellOne(member: number): void {
    const counts = this.counts as Counts;
    const text = `${counts.speakers} ${counts.listeners} ${counts.hands}`;
    const told = this.toldOf(member);
    const place = this.places.get(member) ?? 0;
    if (told.place !== place) {
      this.tellPlace(member, place);
      if (told.counts !== text) this.hasNews = true;
    } else if (told.counts !== text) {
      told.counts = text;
      this.source.tell(member, counts);
    }
  }
}
