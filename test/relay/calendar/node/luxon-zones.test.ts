import { luxonZones, zoneDefinition } from '../../../../relay/calendar/node/luxon-zones';
import { formatWallTime, laterByDays, parseWallTime, type WallTime } from '../../../../relay/calendar';

const wall = (text: string): WallTime => {
  const parsed = parseWallTime(text);
  if (!parsed) throw new Error(text);
  return parsed;
};

/** What clocks show at an instant, by the platform itself. */
function shownAt(instantMs: number, zone: string): string {
  const format = new Intl.DateTimeFormat('sv-SE', {
    timeZone: zone,
    ...{ year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit' },
  });
  return format.format(instantMs).replace(' ', 'T');
}

test.each([
  ['2027-03-27T20:00', 'Europe/Berlin', 'once', '2027-03-27T19:00Z'],
  ['2027-03-28T20:00', 'Europe/Berlin', 'once', '2027-03-28T18:00Z'],
  ['2027-03-28T01:59', 'Europe/Berlin', 'once', '2027-03-28T00:59Z'],
  ['2027-03-28T02:00', 'Europe/Berlin', 'skipped', '2027-03-28T01:00Z'],
  ['2027-03-28T02:30', 'Europe/Berlin', 'skipped', '2027-03-28T01:30Z'],
  ['2027-03-28T03:00', 'Europe/Berlin', 'once', '2027-03-28T01:00Z'],
  ['2027-10-31T02:00', 'Europe/Berlin', 'twice', '2027-10-31T00:00Z'],
  ['2027-10-31T02:59', 'Europe/Berlin', 'twice', '2027-10-31T00:59Z'],
  ['2027-10-31T03:00', 'Europe/Berlin', 'once', '2027-10-31T02:00Z'],
  ['2027-03-14T02:30', 'America/New_York', 'skipped', '2027-03-14T07:30Z'],
  ['2027-03-14T03:00', 'America/New_York', 'once', '2027-03-14T07:00Z'],
  ['2027-11-07T01:30', 'America/New_York', 'twice', '2027-11-07T05:30Z'],
  ['2027-11-07T02:00', 'America/New_York', 'once', '2027-11-07T07:00Z'],
  // Half an hour, and half an hour past the full one.
  ['2027-10-03T02:15', 'Australia/Lord_Howe', 'skipped', '2027-10-02T15:45Z'],
  ['2027-10-03T02:30', 'Australia/Lord_Howe', 'once', '2027-10-02T15:30Z'],
  ['2027-04-04T01:45', 'Australia/Lord_Howe', 'twice', '2027-04-03T14:45Z'],
  ['2027-04-04T02:00', 'Australia/Lord_Howe', 'once', '2027-04-03T15:30Z'],
  ['2027-03-28T20:00', 'Asia/Kathmandu', 'once', '2027-03-28T14:15Z'],
  ['2027-03-28T20:00', 'UTC', 'once', '2027-03-28T20:00Z'],
])('%s %s is there %s: %s', (text, zone, fit, instant) => {
  const zoned = luxonZones.resolve(wall(text), zone);
  expect(zoned).toMatchObject({ fit, instantMs: Date.parse(instant) });
  expect(zoned && formatWallTime(zoned.shown)).toBe(shownAt(Date.parse(instant), zone));
});

test.each([
  'Europe/Atlantis',
  'Nowhere',
  'local',
  'utc+3',
  '+02:00',
  'europe/berlin',
  '',
  'Europe/Berlin\n',
  '__proto__',
  'x'.repeat(90),
])('there is no zone %p', (zone) => {
  expect(luxonZones.resolve(wall('2027-03-28T20:00'), zone)).toBeUndefined();
});

test('every zone that the platform knows has clocks and a definition under its own name', () => {
  for (const zone of Intl.supportedValuesOf('timeZone')) {
    expect(luxonZones.resolve(wall('2027-01-05T12:00'), zone)).toMatchObject({ fit: 'once' });
    expect(zoneDefinition(zone)).toMatch(new RegExp(`^BEGIN:VTIMEZONE\r?\nTZID:${zone.replace('+', '\\+')}\r?\n`));
  }
  expect(zoneDefinition('Asia/Katmandu')).toContain('TZID:Asia/Katmandu');
});

test('what clocks show agrees with the platform at every quarter of an hour of the days around a change', () => {
  const days: readonly (readonly [zone: string, day: string])[] = [
    ['Europe/Berlin', '2027-03-28'],
    ['Europe/Berlin', '2027-10-31'],
    ['America/New_York', '2027-03-14'],
    ['America/New_York', '2027-11-07'],
    ['Australia/Lord_Howe', '2027-10-03'],
    ['Australia/Lord_Howe', '2027-04-04'],
    ['Asia/Kathmandu', '2027-03-28'],
  ];
  for (const [zone, day] of days) {
    const instants = new Map<string, number[]>();
    const noonMs = Date.parse(`${day}T00:00Z`);
    for (let ms = noonMs - 36 * 3_600_000; ms < noonMs + 36 * 3_600_000; ms += 900_000) {
      const shown = shownAt(ms, zone);
      instants.set(shown, [...(instants.get(shown) ?? []), ms]);
    }
    for (let minutes = 0; minutes < 24 * 60; minutes += 15) {
      const text = `${day}T${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
      const all = instants.get(text) ?? [];
      const zoned = luxonZones.resolve(wall(text), zone);
      expect([text, zone, zoned?.fit]).toEqual([text, zone, ['skipped', 'once', 'twice'][all.length]]);
      if (all.length > 0) expect(zoned?.instantMs).toBe(all[0]);
    }
  }
});

test('wall times are read strictly, and days are counted over months and leap years', () => {
  for (const text of [
    '2027-02-30T10:00',
    '2027-13-01T10:00',
    '2027-01-01T24:00',
    '2027-01-01T10:60',
    '2027-1-1T10:00',
    '2027-01-01 10:00',
    'x',
    '',
  ]) {
    expect(parseWallTime(text)).toBeUndefined();
  }
  const later = (text: string, count: number): string => formatWallTime(laterByDays(wall(text), count));
  expect(later('2028-02-26T20:00', 7)).toBe('2028-03-04T20:00');
  expect(later('2027-12-28T20:00', 7)).toBe('2028-01-04T20:00');
  expect(later('0050-12-31T23:59', 1)).toBe('0051-01-01T23:59');
});
