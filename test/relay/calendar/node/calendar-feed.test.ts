import ICAL from 'ical.js';
import { calendarFeed } from '../../../../relay/calendar/node/calendar-feed';
import { luxonZones } from '../../../../relay/calendar/node/luxon-zones';
import { endsAtMs, occurrenceMs, type ScheduledRoom } from '../../../../relay/calendar';
import { after, HOST, NOW_MS, scheduled, START_MS } from '../example';
import { DAY_MS } from '../../../../relay/ports/time-units';

// Another library reads what ours wrote.

/** The events of a feed, with the zones that the feed itself defines and no others. */
function eventsIn(text: string): { readonly calendar: ICAL.Component; readonly events: readonly ICAL.Event[] } {
  const calendar = new ICAL.Component(ICAL.parse(text) as ConstructorParameters<typeof ICAL.Component>[0]);
  ICAL.TimezoneService.reset();
  for (const zone of calendar.getAllSubcomponents('vtimezone')) ICAL.TimezoneService.register(zone);
  return { calendar, events: calendar.getAllSubcomponents('vevent').map((event) => new ICAL.Event(event)) };
}

const feed = (...rooms: readonly ScheduledRoom[]): string => calendarFeed(rooms, NOW_MS, { name: 'lounge' });
const startOf = (event: ICAL.Event): number => event.startDate.toJSDate().getTime();

test('a room is an event with its title, its time and a name that stays', () => {
  const text = feed(scheduled());
  const { calendar, events } = eventsIn(text);
  expect(events).toHaveLength(1);
  const [event] = events;
  expect(event).toMatchObject({ summary: 'Разговор; вечер, чай 🎙️', uid: 'evening@stagebox', sequence: 0 });
  expect(startOf(event!)).toBe(START_MS);
  expect(event!.endDate.toJSDate().getTime()).toBe(endsAtMs(scheduled()));
  expect(event!.startDate.zone?.tzid).toBe('Europe/Berlin');
  expect(event!.component.getFirstPropertyValue('status')).toBe('CONFIRMED');
  expect(calendar.getFirstPropertyValue('version')).toBe('2.0');
  expect(text).toMatch(/\r\nDTSTAMP:20270301T120000Z\r\n/);
  expect(calendarFeed([scheduled()], NOW_MS + DAY_MS, { name: 'lounge' })).toBe(text);
});

test.each([
  'a, b; c \\ d \\n "e": f',
  'Очень длинное название разговора, которое не помещается в семьдесят пять октетов; и ещё немного',
  '👩‍👩‍👧‍👦'.repeat(7),
  'دعوة للحديث، مساء الغد; BEGIN:VEVENT',
  'x'.repeat(200),
])('%s survives folding and escaping', (title) => {
  const text = feed(scheduled({ title }));
  expect(eventsIn(text).events[0]!.summary).toBe(title);
  const lines = text.split('\r\n');
  expect(lines.every((line) => Buffer.byteLength(line) <= 75 && !/[\r\n]/.test(line))).toBe(true);
  expect(Buffer.from(text, 'utf8').toString('utf8')).toBe(text);
  expect(lines.filter((line) => line === 'BEGIN:VEVENT')).toHaveLength(1);
});

test('the name of a feed is escaped as well', () => {
  const text = calendarFeed([scheduled()], NOW_MS, { name: 'чай, кофе; сок' });
  expect(text).toContain('\r\nNAME:чай\\, кофе\\; сок\r\nX-WR-CALNAME:чай\\, кофе\\; сок\r\n');
  expect(text.endsWith('\r\nEND:VCALENDAR\r\n')).toBe(true);
});

test.each([
  ['2027-03-21T20:00 Europe/Berlin', 40],
  ['2027-03-07T19:30 America/New_York', 40],
  ['2027-03-28T20:00 Australia/Lord_Howe', 40],
  ['2027-03-21T20:00 Asia/Kathmandu', 10],
  ['2027-03-21T20:00 Asia/Katmandu', 10],
])('%s every week: a calendar finds the same %i instants as the relay', (starts, count) => {
  const room = scheduled({ starts, repeats: 'weekly', times: count });
  const [event] = eventsIn(feed(room)).events;
  const iterator = event!.iterator();
  const found: number[] = [];
  for (let next = iterator.next(); next; next = iterator.next()) found.push(next.toJSDate().getTime());
  expect(found).toEqual(Array.from({ length: count }, (_, i) => occurrenceMs(room.plan, i, luxonZones)));
});

test('a room without end repeats without end, and one without a zone is in UTC', () => {
  const text = feed(scheduled({ starts: START_MS, repeats: 'weekly' }));
  expect(text).toContain('\r\nDTSTART:20270321T190000Z\r\n');
  expect(text).toContain('\r\nRRULE:FREQ=WEEKLY\r\n');
  expect(text).not.toContain('VTIMEZONE');
});

test('a change raises the sequence, a cancelled room stays to say so, and both keep the name', () => {
  const changed = after(scheduled(), { kind: 'changed', by: HOST, atMs: NOW_MS + 1000, changes: { title: 'Чай' } });
  const cancelled = after(changed.scheduled, { kind: 'cancelled', by: HOST, atMs: NOW_MS + 2000 });
  const read = [changed, cancelled].map(({ scheduled: room }) => eventsIn(feed(room)).events[0]!);
  expect(read.map(({ uid, sequence, summary }) => [uid, sequence, summary])).toEqual([
    ['evening@stagebox', 1, 'Чай'],
    ['evening@stagebox', 2, 'Чай'],
  ]);
  expect(read[1]!.component.getFirstPropertyValue('status')).toBe('CANCELLED');
  const late = calendarFeed([cancelled.scheduled], START_MS + 40 * DAY_MS, { name: 'lounge' });
  expect(eventsIn(late).events).toEqual([]);
});

test('several rooms are in the order of their starts, each zone is defined once, and no person is named', () => {
  const later = scheduled({ id: 'later', starts: '2027-03-22T20:00 Europe/Berlin' });
  const earlier = scheduled({ id: 'earlier', starts: '2027-03-20T20:00 America/New_York' });
  const text = calendarFeed([later, scheduled(), earlier], NOW_MS, { name: 'all', domain: 'rooms.example' });
  expect(eventsIn(text).events.map(({ uid }) => uid)).toEqual([
    'earlier@rooms.example',
    'evening@rooms.example',
    'later@rooms.example',
  ]);
  expect(text.match(/BEGIN:VTIMEZONE/g)).toHaveLength(2);
  expect(text).not.toMatch(/d:host|d:co/);
  expect(eventsIn(feed()).events).toEqual([]);
});
