import { Alarm } from '../ports/alarm';
import { ScheduleBook, type ScheduledRoom } from '../calendar';
import { InvitationBook } from '../invitations';
import { StoreFailed } from '../store/errors';
import type { Change } from '../store/store';
import { MINUTE_MS } from '../ports/time-units';
import { replyTo } from './consequences';
import { HostNews } from './host-news';
import type { AppointmentPorts } from './ports';
import { invitationForgotten, invitationStored, loadInvitations, loadScheduled, scheduledStored } from './records';
import { NOT_STORED } from './refusals';
import { RoomOrders } from './room-orders';
import { StartReminders } from './start-reminders';
import { Transaction, type Books } from './transaction';

/** The longest time for which the alarm is set: the wall clock may jump meanwhile. */
const LOOK_AGAIN_MS = MINUTE_MS;
/** How long to wait after the store has failed. */
const TRY_AGAIN_MS = 5_000;

/**
 * Keeps invitations and scheduled rooms in step with the store. Operations run one after the other. What an operation changes
 * is stored first, and messages are sent after that. If it cannot be stored, the books are as they were.
 */
export class Keeper {
  private readonly ports: AppointmentPorts;
  private readonly books: Books;
  private readonly orders: RoomOrders;
  private readonly news: HostNews;
  private readonly reminders = new StartReminders();
  private readonly alarm: Alarm;
  /** Scheduled rooms as they are stored, to find out what has changed. */
  private readonly storedRooms = new Map<string, ScheduledRoom>();
  private line: Promise<unknown> = Promise.resolve();
  private isClosed = false;

  private constructor(ports: AppointmentPorts, books: Books, orders: RoomOrders, news: HostNews) {
    this.ports = ports;
    this.books = books;
    this.orders = orders;
    this.news = news;
    this.alarm = new Alarm(ports.clock, () => void this.wake());
  }

  /** Loads what is stored. A record that cannot be read is logged and left alone. Rejects with `StoreFailed`. */
  static async open(ports: AppointmentPorts): Promise<Keeper> {
    const { store, zones, log, wallClock } = ports;
    const [invitations, scheduled] = [await loadInvitations(store), await loadScheduled(store)];
    for (const { key, message } of [...invitations.bad, ...scheduled.bad]) log.warn('bad-record', { key, message });
    const books: Books = {
      invitations: new InvitationBook(undefined, invitations.good),
      schedule: new ScheduleBook(zones, undefined, scheduled.good),
    };
    const orders = await RoomOrders.open(store, ports.rooms, log);
    const keeper = new Keeper(ports, books, orders, await HostNews.open(store, log));
    for (const room of scheduled.good) keeper.storedRooms.set(room.id, room);
    for (const invitation of invitations.good) keeper.reminders.note(invitation, wallClock.epochMs());
    await keeper.wake();
    return keeper;
  }

  /** Looks at both books, and at the news for hosts, once everything that began before is done. */
  look<T>(view: (books: Books, news: HostNews) => T): Promise<T> {
    return this.inLine(() => view(this.books, this.news));
  }

  /** The rooms of which a person is being reminded. To be called from within `look`. */
  remindersFor(person: string): readonly string[] {
    const scheduled = this.books.schedule.remindersFor(person).map(({ room }) => room);
    return [...new Set([...scheduled, ...this.reminders.roomsFor(person)])];
  }

  /**
   * Changes the books, stores what is different, and then acts on it. Resolves to what the change gives, or to `NOT_STORED`.
   * Rejects only with mistakes of ours, and then nothing has changed either.
   */
  perform<T>(change: (transaction: Transaction) => T): Promise<T | typeof NOT_STORED> {
    return this.inLine(async () => {
      const transaction = new Transaction(this.books, this.ports.wallClock.epochMs());
      let isStored = false;
      try {
        transaction.timePassed();
        const outcome = change(transaction);
        const { hostNews: added, heardNews: heard, forgotten } = transaction;
        const news = this.news.prepare({ added, heard, forgotten: forgotten.invitations });
        const orders = this.orders.prepare(transaction.orders);
        const changes = [...this.changesOf(transaction), ...news.changes, ...orders.puts];
        if (changes.length > 0) await this.ports.store.commit([...changes, ...orders.removals]);
        isStored = true;
        this.keep(transaction);
        news.keep();
        if (changes.length > 0) await orders.carryOut();
        this.act(transaction);
        return outcome;
      } catch (error) {
        if (isStored || !(error instanceof StoreFailed)) throw error;
        this.ports.log.warn('not-stored', { message: error.message });
        return NOT_STORED;
      } finally {
        if (!isStored) this.undo();
        this.setAlarm(isStored);
      }
    });
  }

  /** Waits for changes under way. Afterwards nothing happens any more. */
  async close(): Promise<void> {
    this.isClosed = true;
    this.alarm.cancel();
    await this.line;
    this.alarm.cancel();
  }

  private inLine<T>(action: () => T | Promise<T>): Promise<T> {
    const done = this.line.then(action);
    this.line = done.catch(() => {});
    return done;
  }

  /** Time has passed. */
  private async wake(): Promise<void> {
    if (this.isClosed) return;
    // Every operation begins with what is due.
    await this.perform(() => undefined).catch((error: unknown) => {
      this.ports.log.warn('appointments-failed', { message: (error as Error).message });
    });
  }

  private changesOf({ invitations, scheduled, forgotten, audit }: Transaction): readonly Change[] {
    return [
      ...[...invitations.values()].map(invitationStored),
      ...[...scheduled.values()].flatMap((room) => scheduledStored(room.id, this.storedRooms.get(room.id), room)),
      ...forgotten.invitations.map(invitationForgotten),
      ...forgotten.scheduled.flatMap((id) => scheduledStored(id, this.storedRooms.get(id), undefined)),
      ...audit.map((line) => this.ports.audit.changeOf(line)),
    ];
  }

  private keep({ scheduled, forgotten }: Transaction): void {
    this.books.invitations.keep();
    this.books.schedule.keep();
    for (const room of scheduled.values()) this.storedRooms.set(room.id, room);
    for (const id of forgotten.scheduled) this.storedRooms.delete(id);
  }

  private undo(): void {
    this.books.invitations.undo();
    this.books.schedule.undo();
  }

  private act(transaction: Transaction): void {
    const { speakers, log } = this.ports;
    const { atMs, invitations, messages, hostNews, unasked } = transaction;
    for (const { code, message } of unasked) log.warn('appointment-refused', { code, message });
    for (const { person, message } of [...messages, ...hostNews.map(replyTo)]) speakers.send(person, message);
    const signs = [...invitations.values()].flatMap((invitation) => this.reminders.note(invitation, atMs));
    const isCovered = (person: string, room: string): boolean =>
      this.books.schedule.remindersFor(person).some((scheduled) => scheduled.room === room);
    for (const { person, room, state } of [...signs, ...this.reminders.timePassed(atMs, isCovered)]) {
      speakers.send(person, { type: 'reminder', room, state });
    }
    for (const { invitation, room, news } of hostNews) log.info('invitation-news', { invitation, room, news });
  }

  private setAlarm(isStored: boolean): void {
    if (this.isClosed) return;
    const { clock, wallClock } = this.ports;
    const { invitations, schedule } = this.books;
    const dues = [invitations.nextDueMs, schedule.nextDueMs, this.reminders.nextDueMs];
    const dueMs = Math.min(...dues.map((due) => due ?? Infinity));
    if (dueMs === Infinity) return;
    const waitMs = Math.min(LOOK_AGAIN_MS, dueMs - wallClock.epochMs());
    this.alarm.ringBy(clock.nowMs() + Math.max(isStored ? 1 : TRY_AGAIN_MS, waitMs));
  }
}
