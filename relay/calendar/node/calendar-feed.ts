import { ICalCalendar, ICalEventRepeatingFreq, ICalEventStatus } from 'ical-generator';
import { DateTime } from 'luxon';
import { endsAtMs, type ScheduledRoom } from '../scheduled-room';
import { DAY_MS } from '../../ports/time-units';
import { zoneDefinition } from './luxon-zones';

/** The name of a feed, and the domain that makes the ids of its events unique. */
type FeedOptions = { readonly name: string; readonly domain?: string };

const KEPT_MS = 30 * DAY_MS;

/**
 * Scheduled rooms as an iCalendar text (RFC 5545) of the type `text/calendar; charset=utf-8`. Equal rooms give equal text. Rooms
 * that were over or cancelled 30 days ago are left out. The text names no person.
 */
export function calendarFeed(rooms: readonly ScheduledRoom[], nowMs: number, options: FeedOptions): string {
  const { name, domain = 'stagebox' } = options;
  const calendar = new ICalCalendar({
    prodId: { company: 'Stagebox', product: 'relay' },
    // Without a zone of the calendar, the library writes stamps in UTC, as they have to be.
    timezone: { name: null, generator: (zone) => zoneDefinition(zone) ?? null },
    // The library does not escape this name.
    name: escaped(name),
  });
  const shown = rooms.filter((room) => room.state === 'planned' || endsAtMs(room) + KEPT_MS > nowMs);
  const inOrder = [...shown].sort((a, b) => a.plan.firstMs - b.plan.firstMs || (a.id < b.id ? -1 : 1));
  for (const room of inOrder) addEvent(calendar, room, domain);
  return `${calendar.toString()}\r\n`;
}

function addEvent(calendar: ICalCalendar, room: ScheduledRoom, domain: string): void {
  const { id, plan, revision, state, createdAtMs, changedAtMs } = room;
  const zone = plan.clock && zoneDefinition(plan.clock.zone) !== undefined ? plan.clock.zone : undefined;
  const start = DateTime.fromMillis(plan.firstMs, { zone: 'utc' });
  calendar.createEvent({
    id: `${id}@${domain}`,
    sequence: revision,
    stamp: new Date(changedAtMs),
    created: new Date(createdAtMs),
    lastModified: new Date(changedAtMs),
    start,
    end: start.plus({ minutes: plan.durationMinutes }),
    summary: plan.title,
    status: state === 'cancelled' ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
    ...(zone === undefined ? {} : { timezone: zone }),
    ...(plan.repeats === 'weekly' ? { repeating: repeating(plan.times) } : {}),
  });
}

function repeating(times: number | undefined): { freq: ICalEventRepeatingFreq; count?: number } {
  const weekly = { freq: ICalEventRepeatingFreq.WEEKLY };
  return times === undefined ? weekly : { ...weekly, count: times };
}

/** Escapes a text value (RFC 5545, section 3.3.11). */
function escaped(text: string): string {
  return text.replace(/[\\;,]/g, (char) => `\\${char}`).replace(/\r?\n/g, '\\n');
}
