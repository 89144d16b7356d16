import fc from 'fast-check';
import { luxonZones } from '../../../relay/calendar/node/luxon-zones';
import {
  scheduledRoomFromJson,
  scheduledRoomToJson,
  ScheduleBook,
  scheduleDueMs,
  type ScheduleBookStep,
  type ScheduleDraft,
  type ScheduleEvent,
} from '../../../relay/calendar';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../relay/ports/time-units';
import { after, DRAFT, HOST, NOW_MS, scheduled, START_MS, told } from './example';

const draft = (id: string, changes: Partial<ScheduleDraft> = {}): ScheduleDraft => ({ ...DRAFT, id, ...changes });

test('finds what is scheduled by room and person, the next start first', () => {
  const book = new ScheduleBook(luxonZones);
  book.schedule(draft('b', { starts: START_MS + DAY_MS }), NOW_MS);
  book.schedule(draft('a'), NOW_MS);
  book.schedule(draft('c', { room: 'other', hosts: ['d:x'], coHosts: [] }), NOW_MS);
  expect(book.ofRoom('lounge').map(({ id }) => id)).toEqual(['a', 'b']);
  expect(book.ofPerson('d:co').map(({ id }) => id)).toEqual(['a', 'b']);
  book.apply('b', { kind: 'changed', by: HOST, atMs: NOW_MS, changes: { coHosts: ['d:new'] } });
  expect(book.ofPerson('d:co').map(({ id }) => id)).toEqual(['a']);
  expect(book.ofPerson('d:new').map(({ id }) => id)).toEqual(['b']);
  expect(book.guestComes('lounge', 'd:guest', NOW_MS).changed[0]!.id).toBe('a');
  expect(book.guestComes('nowhere', 'd:guest', NOW_MS)).toEqual({ changed: [], effects: [] });
  expect(book.ofPerson('d:guest').map(({ id }) => id)).toEqual(['a']);
});

test('reminds, tells a device that comes back, and ends the reminder of who attends', () => {
  const book = new ScheduleBook(luxonZones);
  book.schedule(DRAFT, NOW_MS);
  book.guestComes('lounge', 'd:guest', NOW_MS);
  expect(book.nextDueMs).toBe(START_MS - 5 * MINUTE_MS);
  expect(told(book.timePassed(START_MS - 5 * MINUTE_MS).effects)).toEqual(['openRoom', 'd:guest soon']);
  expect(book.timePassed(START_MS - 5 * MINUTE_MS).effects).toEqual([]);
  const stored = book.ofRoom('lounge').map((room) => scheduledRoomFromJson(scheduledRoomToJson(room)));
  const again = new ScheduleBook(luxonZones, undefined, stored as ReturnType<typeof book.ofRoom>);
  expect(again.timePassed(START_MS).effects).toEqual([]);
  expect(again.remindersFor('d:guest').map(({ id }) => id)).toEqual(['evening']);
  expect(told(again.attended('other', 'd:guest', START_MS).effects)).toEqual([]);
  expect(told(again.attended('lounge', 'd:guest', START_MS).effects)).toEqual(['d:guest over']);
  expect(again.remindersFor('d:guest')).toEqual([]);
  expect(again.timePassed(START_MS + 90 * MINUTE_MS).changed.map(({ state }) => state)).toEqual(['over']);
  expect(again.nextDueMs).toBeUndefined();
  expect(again.forget(START_MS)).toEqual([]);
  expect(again.forget(START_MS + 1)).toEqual(['evening']);
  expect([again.size, again.ofRoom('lounge'), again.ofPerson('d:host')]).toEqual([0, [], []]);
});

test('refuses by value what is too much, unknown or bad', () => {
  const book = new ScheduleBook(luxonZones, { plannedPerHost: 2, scheduled: 3 });
  const code = ({ effects }: ScheduleBookStep): unknown => effects.find(({ kind }) => kind === 'refuse');
  book.schedule(draft('a'), NOW_MS);
  expect(code(book.schedule(draft('a'), NOW_MS))).toMatchObject({ code: 'bad-field', field: 'id' });
  expect(code(book.schedule(draft('b', { title: 7 }), NOW_MS))).toMatchObject({
    code: 'bad-field',
    field: 'title',
    scheduled: 'b',
  });
  book.schedule(draft('b'), NOW_MS);
  expect(code(book.schedule(draft('c'), NOW_MS))).toMatchObject({ code: 'too-many-planned' });
  book.apply('a', { kind: 'cancelled', by: HOST, atMs: NOW_MS });
  expect(book.schedule(draft('c'), NOW_MS).changed).toHaveLength(1);
  expect(code(book.schedule(draft('d', { hosts: ['d:y'] }), NOW_MS))).toMatchObject({ code: 'too-many-planned' });
  expect(code(book.apply('none', { kind: 'timePassed', atMs: NOW_MS }))).toMatchObject({ code: 'not-planned' });
});

const BAD: readonly (readonly [path: string, value: unknown])[] = [
  ['schema', 2],
  ['id', ''],
  ['room', 'A'],
  ['plan', null],
  ['plan.title', ' x'],
  ['plan.firstMs', '1'],
  ['plan.clock.wall', '2027-02-30T20:00'],
  ['plan.clock.zone', 'a b'],
  ['plan.durationMinutes', 0],
  ['plan.repeats', 'daily'],
  ['plan.times', 1],
  ['plan.hosts', []],
  ['plan.hosts', ['x']],
  ['plan.coHosts', ['d:a', 'd:a']],
  ['plan.kind', 'echo'],
  ['plan.policy', 'x'],
  ['state', 'x'],
  ['occurrence', 0.5],
  ['startsAtMs', 5],
  ['isOpened', 0],
  ['coming', [{ person: 'd:a', reminder: 'later' }]],
  ['coming', [1]],
  ['revision', -1],
  ['createdAtMs', undefined],
  ['changedAtMs', 0],
];

test.each(BAD)('a record with %s = %j is refused and the field is named', (path, value) => {
  const record = JSON.parse(scheduledRoomToJson(scheduled())) as Record<string, unknown>;
  const names = path.split('.');
  const last = names.pop() ?? '';
  const owner = names.reduce((from, name) => from[name] as Record<string, unknown>, record);
  owner[last] = value;
  const said = scheduledRoomFromJson(JSON.stringify(record)) as { readonly code: string; readonly field: string };
  expect(said.code).toBe('bad-record');
  expect(said.field.startsWith(path)).toBe(true);
});

test('a record comes back as it was', () => {
  for (const room of [scheduled(), scheduled({ starts: START_MS }), scheduled({ repeats: 'weekly', times: 5 })]) {
    const coming = after(room, { kind: 'saidTheyCome', person: 'd:a', atMs: NOW_MS }).scheduled;
    expect(scheduledRoomFromJson(scheduledRoomToJson(coming))).toEqual(coming);
  }
});

test('whatever happens, each person is reminded at most once a time, every reminder ends, and all comes to an end', () => {
  const person = fc.constantFrom('d:a', 'd:b', 'd:c');
  const move = fc.record({
    kind: fc.constantFrom(
      'saidTheyCome',
      'saidTheyCome',
      'attended',
      'timePassed',
      'timePassed',
      'changed',
      'saidTheyDoNot',
      'cancelled',
    ),
    person,
    afterMs: fc
      .oneof(fc.integer({ min: -5, max: 30 }), fc.integer({ min: 0, max: 7 * 24 * 60 }))
      .map((minutes) => minutes * MINUTE_MS),
    startsInMs: fc.integer({ min: 0, max: 48 }).map((hours) => hours * HOUR_MS),
    isMove: fc.boolean(),
    isRestart: fc.boolean(),
  });
  const weekly = fc.constantFrom({}, { repeats: 'weekly', times: 3 });
  fc.assert(
    fc.property(weekly, fc.array(move, { maxLength: 40, size: 'max' }), (repeats, moves) => {
      let room = scheduled({ starts: NOW_MS + HOUR_MS, durationMinutes: 30, ...repeats });
      const soon = new Set<string>();
      const count = new Map<string, number>();
      let atMs = NOW_MS;
      const happen = (event: ScheduleEvent): void => {
        const before = room;
        const step = after(before, event);
        room = step.scheduled;
        for (const effect of step.effects) {
          if (effect.kind !== 'remind') continue;
          expect(soon.has(effect.person)).toBe(effect.state === 'over');
          if (effect.state === 'soon') soon.add(effect.person);
          else soon.delete(effect.person);
          const key = `${effect.person} ${room.revision} ${room.occurrence}`;
          if (effect.state === 'soon') count.set(key, (count.get(key) ?? 0) + 1);
          // A person who says no and then yes is reminded again.
          if (event.kind === 'saidTheyDoNot') count.delete(key);
        }
        const reminding = room.coming.filter(({ reminder }) => reminder === 'soon').map((comer) => comer.person);
        expect([...soon].sort()).toEqual(room.state === 'planned' ? reminding.sort() : []);
        expect([...count.values()].every((times) => times === 1)).toBe(true);
        expect(room.revision).toBeGreaterThanOrEqual(before.revision);
        const dueMs = scheduleDueMs(room);
        expect(dueMs === undefined || dueMs > Math.max(event.atMs, before.changedAtMs)).toBe(true);
      };
      for (const { kind, person: who, afterMs, startsInMs, isMove, isRestart } of moves) {
        atMs = Math.max(NOW_MS, atMs + afterMs);
        const changes = isMove ? { starts: Math.max(atMs, room.changedAtMs) + startsInMs } : { title: 'x' };
        happen({ kind, person: who, by: HOST, changes, atMs });
        if (isRestart) room = scheduledRoomFromJson(scheduledRoomToJson(room)) as typeof room;
      }
      happen({ kind: 'timePassed', atMs: atMs + 90 * DAY_MS });
      expect(room.state).not.toBe('planned');
      expect(soon.size).toBe(0);
    }),
    { numRuns: 400, seed: 9 },
  );
});

test('undo leads back to what was kept', () => {
  const book = new ScheduleBook(luxonZones);
  book.schedule(draft('a'), NOW_MS);
  book.keep();
  const before = book.get('a');
  book.schedule(draft('b', { hosts: ['d:other'] }), NOW_MS);
  book.guestComes('lounge', 'd:guest', NOW_MS);
  book.timePassed(START_MS + 30 * DAY_MS);
  book.forget(START_MS + 300 * DAY_MS);
  expect(book.size).toBe(0);
  book.undo();
  expect([book.get('a'), book.size, book.nextDueMs]).toEqual([before, 1, START_MS - 5 * MINUTE_MS]);
  expect([book.ofPerson('d:guest'), book.ofPerson('d:other'), book.ofPerson('d:host')]).toEqual([[], [], [before]]);
});
