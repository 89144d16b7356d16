import { luxonZones } from '../../../relay/calendar/node/luxon-zones';
import { occurrenceMs, scheduleDueMs, scheduleRoom, type PlanDraft, type ScheduleEvent } from '../../../relay/calendar';
import { HOUR_MS, MINUTE_MS } from '../../../relay/ports/time-units';
import { after, CO_HOST, DRAFT, HOST, NOW_MS, scheduled, START_MS, told } from './example';

const OPERATOR = { kind: 'operator', id: 'root' } as const;
const come = (person: string, atMs = NOW_MS): ScheduleEvent => ({ kind: 'saidTheyCome', person, atMs });
const time = (atMs: number): ScheduleEvent => ({ kind: 'timePassed', atMs });
const change = (changes: PlanDraft, by = HOST, atMs = NOW_MS): ScheduleEvent => ({
  kind: 'changed',
  by,
  changes,
  atMs,
});
const SOON_MS = START_MS - 5 * MINUTE_MS;

describe('reminders', () => {
  const coming = after(scheduled(), come('d:a'), come('d:b'), come('d:a')).scheduled;

  test('come once, five minutes before, to those who said they come, and the room is opened', () => {
    expect(scheduleDueMs(coming)).toBe(SOON_MS);
    expect(after(coming, time(SOON_MS - 1)).effects).toEqual([]);
    const { scheduled: opened, effects } = after(coming, time(SOON_MS));
    expect(told(effects)).toEqual(['openRoom', 'd:a soon', 'd:b soon']);
    expect(effects[0]).toMatchObject({
      room: 'lounge',
      roomKind: 'open',
      policy: 'moderated',
      hosts: ['d:host'],
      coHosts: ['d:co'],
    });
    // A relay that starts again reads its records, and reminds nobody twice.
    const again = JSON.parse(JSON.stringify(opened)) as typeof opened;
    expect(after(again, time(SOON_MS), time(START_MS)).effects).toEqual([]);
  });

  test('end when the person attends, or ten minutes after the start', () => {
    const attended = { kind: 'attended', person: 'd:a', atMs: START_MS } as const;
    const step = after(coming, time(SOON_MS), attended, attended);
    expect(told(step.effects).slice(3)).toEqual(['d:a over']);
    expect(scheduleDueMs(step.scheduled)).toBe(START_MS + 10 * MINUTE_MS);
    expect(told(after(step.scheduled, time(START_MS + 10 * MINUTE_MS)).effects)).toEqual(['d:b over']);
    // An hour before the start, it is an earlier visit.
    expect(after(coming, { ...attended, atMs: START_MS - HOUR_MS }).scheduled).toEqual(coming);
  });

  test('are missed rather than late: nobody is told of what started long ago', () => {
    expect(told(after(coming, time(START_MS + 9 * MINUTE_MS)).effects)).toEqual(['openRoom', 'd:a soon', 'd:b soon']);
    expect(told(after(coming, time(START_MS + 10 * MINUTE_MS)).effects)).toEqual(['openRoom']);
    const missed = after(coming, time(START_MS + 90 * MINUTE_MS));
    expect(missed.effects).toEqual([]);
    expect(missed.scheduled.state).toBe('over');
    expect(scheduleDueMs(missed.scheduled)).toBeUndefined();
  });

  test('come at once to whoever says so when it is soon, and not at all when it is late', () => {
    const opened = after(coming, time(SOON_MS)).scheduled;
    expect(told(after(opened, come('d:c', START_MS)).effects)).toEqual(['d:c soon']);
    expect(told(after(opened, come('d:c', START_MS + 11 * MINUTE_MS)).effects)).toEqual(['d:a over', 'd:b over']);
  });

  test('end for whoever does not come after all', () => {
    const not = { kind: 'saidTheyDoNot', person: 'd:a', atMs: START_MS } as const;
    expect(told(after(coming, time(SOON_MS), not, not).effects).slice(3)).toEqual(['d:a over']);
    expect(told(after(coming, { ...not, atMs: NOW_MS }, time(SOON_MS)).effects)).toEqual(['openRoom', 'd:b soon']);
  });

  test('come again when the time is moved', () => {
    const opened = after(coming, time(SOON_MS)).scheduled;
    const moved = after(opened, change({ starts: START_MS + HOUR_MS }, HOST, START_MS));
    expect(told(moved.effects)).toEqual(['d:a over', 'd:b over', 'moved']);
    expect(told(after(moved.scheduled, time(START_MS + 55 * MINUTE_MS)).effects)).toEqual([
      'openRoom',
      'd:a soon',
      'd:b soon',
    ]);
    const atOnce = after(coming, change({ starts: NOW_MS + MINUTE_MS }));
    expect(told(atOnce.effects)).toEqual(['moved', 'openRoom', 'd:a soon', 'd:b soon']);
  });

  test('come for ten minutes even if the room is shorter', () => {
    const short = scheduled({ durationMinutes: 5 });
    expect(told(after(short, come('d:c', START_MS + 7 * MINUTE_MS)).effects)).toEqual(['openRoom', 'd:c soon']);
  });

  test('go to at most a thousand', () => {
    const many = {
      ...coming,
      coming: Array.from({ length: 1000 }, (_, i) => ({ person: `d:${i}`, reminder: 'none' as const })),
    };
    expect(after(many, come('d:one-more')).effects).toMatchObject([{ kind: 'refuse', code: 'too-many-coming' }]);
  });
});

describe('every week', () => {
  test('is at the same time of day over the change of the clocks', () => {
    const weekly = scheduled({ repeats: 'weekly' });
    const starts = [0, 1, 2, 31, 32].map((count) =>
      new Date(occurrenceMs(weekly.plan, count, luxonZones)).toISOString().slice(0, 16),
    );
    expect(starts).toEqual([
      '2027-03-21T19:00',
      '2027-03-28T18:00',
      '2027-04-04T18:00',
      '2027-10-24T18:00',
      '2027-10-31T19:00',
    ]);
  });

  test('reminds every time, and ends after as many times as it was given', () => {
    const weekly = after(scheduled({ repeats: 'weekly', times: 3 }), come('d:a')).scheduled;
    const all: string[] = [];
    let now = weekly;
    let weeks = 0;
    for (let dueMs = scheduleDueMs(now); dueMs !== undefined; dueMs = scheduleDueMs(now)) {
      const step = after(now, time(dueMs));
      all.push(...told(step.effects));
      now = step.scheduled;
      expect(++weeks).toBeLessThan(20);
    }
    expect(all).toEqual(new Array(3).fill(['openRoom', 'd:a soon', 'd:a over']).flat());
    expect(now).toMatchObject({ state: 'over', occurrence: 2 });
    expect(told(after(weekly, time(START_MS + 400 * 24 * HOUR_MS)).effects)).toEqual([]);
  });

  test('starts again from the first when it is moved', () => {
    const weekly = after(scheduled({ repeats: 'weekly' }), come('d:a'), time(START_MS + 2 * HOUR_MS)).scheduled;
    expect(weekly).toMatchObject({ occurrence: 1, isOpened: false, coming: [{ person: 'd:a', reminder: 'none' }] });
    const starts = '2027-03-23T18:00 Europe/Berlin';
    const moved = after(weekly, change({ starts }, HOST, START_MS + 3 * HOUR_MS)).scheduled;
    expect(moved).toMatchObject({ occurrence: 0, startsAtMs: Date.parse('2027-03-23T17:00Z') });
    const next = after(moved, time(moved.startsAtMs + 2 * HOUR_MS)).scheduled;
    expect(next.startsAtMs).toBe(Date.parse('2027-03-30T16:00Z'));
  });

  test('a time of day that is skipped one day is as long after the change; one that comes twice is the first', () => {
    const skipped = scheduled({ starts: '2027-03-21T02:30 Europe/Berlin', repeats: 'weekly' });
    expect(occurrenceMs(skipped.plan, 1, luxonZones)).toBe(Date.parse('2027-03-28T01:30Z'));
    const half = scheduled({ starts: '2027-09-26T02:15 Australia/Lord_Howe', repeats: 'weekly' });
    expect(occurrenceMs(half.plan, 1, luxonZones)).toBe(Date.parse('2027-10-02T15:45Z'));
    const twice = scheduled({ starts: '2027-10-24T02:30 Europe/Berlin', repeats: 'weekly' });
    expect(occurrenceMs(twice.plan, 1, luxonZones)).toBe(Date.parse('2027-10-31T00:30Z'));
  });

  test('without a clock on the wall it is a week of hours', () => {
    const weekly = scheduled({ starts: START_MS, repeats: 'weekly' });
    expect(occurrenceMs(weekly.plan, 2, luxonZones)).toBe(START_MS + 14 * 24 * HOUR_MS);
  });
});

describe('a time that clocks', () => {
  test('skip is refused, and another one is named', () => {
    const said = scheduleRoom({ ...DRAFT, starts: '2027-03-28T02:30 Europe/Berlin' }, NOW_MS, luxonZones);
    const message =
      '02:30 does not exist on 2027-03-28 in Europe/Berlin, because the clocks are put forward: choose another time, such as 03:30';
    expect(said).toEqual({ code: 'no-such-time', field: 'starts', message });
  });

  test('show twice is the first, and is said to be', () => {
    const made = scheduleRoom({ ...DRAFT, starts: '2027-10-31T02:30 Europe/Berlin' }, NOW_MS, luxonZones);
    expect(made).toMatchObject({ scheduled: { startsAtMs: Date.parse('2027-10-31T00:30Z') } });
    const message =
      '02:30 comes twice on 2027-10-31 in Europe/Berlin, because the clocks are put back: the first one is used';
    expect('effects' in made && made.effects).toContainEqual({
      kind: 'notice',
      scheduled: 'evening',
      code: 'comes-twice',
      message,
    });
  });

  test('of no zone is refused', () => {
    const said = scheduleRoom({ ...DRAFT, starts: '2027-03-28T20:00 Europe/Atlantis' }, NOW_MS, luxonZones);
    expect(said).toMatchObject({ code: 'no-such-zone', field: 'starts' });
  });
});

describe('hosts', () => {
  test('change what they name and keep the rest; every change is a new revision', () => {
    const { scheduled: changed, effects } = after(
      scheduled(),
      change({ title: 'Чай' }),
      change({ durationMinutes: 30 }),
    );
    expect(changed).toMatchObject({ revision: 2, startsAtMs: START_MS, plan: { title: 'Чай', durationMinutes: 30 } });
    expect(effects.every(({ kind }) => kind === 'audit')).toBe(true);
    const weekly = after(scheduled({ repeats: 'weekly', times: 4 }), change({ repeats: 'never' })).scheduled;
    expect('times' in weekly.plan).toBe(false);
  });

  test('decide alone who hosts and whether it is cancelled; a co-host changes the rest', () => {
    expect(after(scheduled(), change({ title: 'x' }, CO_HOST)).scheduled.plan.title).toBe('x');
    const refused: readonly ScheduleEvent[] = [
      change({ coHosts: [] }, CO_HOST),
      change({ hosts: ['d:co'] }, CO_HOST),
      { kind: 'cancelled', by: CO_HOST, atMs: NOW_MS },
      change({ title: 'x' }, { kind: 'person', id: 'd:x' }),
      { kind: 'cancelled', by: { kind: 'person', id: 'd:x' }, atMs: NOW_MS },
    ];
    for (const event of refused)
      expect(after(scheduled(), event).effects).toMatchObject([{ kind: 'refuse', code: 'not-allowed' }]);
    expect(after(scheduled(), change({ hosts: ['d:new'] }, OPERATOR as never)).scheduled.plan.hosts).toEqual(['d:new']);
  });

  test('cancel: reminders end, invitations are void, and nothing is planned any more', () => {
    const opened = after(scheduled(), come('d:a'), time(SOON_MS)).scheduled;
    const cancelled = after(opened, { kind: 'cancelled', by: HOST, atMs: SOON_MS });
    expect(told(cancelled.effects)).toEqual(['d:a over', 'calledOff']);
    expect(cancelled.scheduled).toMatchObject({ state: 'cancelled', revision: 1 });
    expect(scheduleDueMs(cancelled.scheduled)).toBeUndefined();
    for (const event of [
      change({ title: 'x' }),
      come('d:b'),
      { kind: 'cancelled', by: HOST, atMs: SOON_MS } as const,
    ]) {
      expect(after(cancelled.scheduled, event).effects).toMatchObject([{ kind: 'refuse', code: 'not-planned' }]);
    }
  });
});

const BAD: readonly (readonly [field: string, value: unknown])[] = [
  ['id', 'a b'],
  ['room', 'Lounge'],
  ['title', ''],
  ['title', 'two\nlines'],
  ['title', 'a\u202eb'],
  ['title', 'я'.repeat(101)],
  ['title', undefined],
  ['starts', undefined],
  ['starts', '2027-03-28T20:00'],
  ['starts', '2027-02-30T20:00 Europe/Berlin'],
  ['starts', '2027-03-28T20:00 Europe/Berlin now'],
  ['starts', 'x'.repeat(100_000)],
  ['starts', NOW_MS - 1],
  ['starts', '2026-03-28T20:00 Europe/Berlin'],
  ['starts', '2030-03-28T20:00 Europe/Berlin'],
  ['starts', NaN],
  ['starts', {}],
  ['starts', null],
  ['durationMinutes', 0],
  ['durationMinutes', 1441],
  ['durationMinutes', 1.5],
  ['durationMinutes', undefined],
  ['repeats', 'daily'],
  ['times', 5],
  ['hosts', []],
  ['hosts', ['anna']],
  ['hosts', ['d:a', 'd:a']],
  ['hosts', 'd:a'],
  ['hosts', undefined],
  ['coHosts', ['d:host']],
  ['coHosts', new Array(21).fill(0).map((_, i) => `d:${i}`)],
  ['kind', 'echo'],
  ['policy', 'strict'],
];

test.each(BAD)('%s = %p is refused and named', (field, value) => {
  const said = scheduleRoom({ ...DRAFT, [field]: value }, NOW_MS, luxonZones);
  expect(said).toMatchObject({ code: 'bad-field', field, message: expect.stringContaining(field) });
});

test('a time that is no time is our own mistake', () => {
  expect(() => after(scheduled(), time(NaN))).toThrow(RangeError);
});
