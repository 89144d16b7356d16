import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../relay/ports/time-units';
import { codeOf, good, START_MS, World } from './world';

const OPERATOR = { kind: 'operator', id: 'operator' } as const;
const PLAN = {
  room: 'lounge',
  title: 'Разговор',
  starts: START_MS + 7 * DAY_MS,
  durationMinutes: 90,
  hosts: ['d:host'],
  coHosts: ['d:co'],
};

async function planned(world: World, changes: Partial<typeof PLAN> = {}): Promise<string> {
  return good(await world.appointments.schedule({ ...PLAN, ...changes })).scheduled.id;
}

test('who accepts comes to what is scheduled: reminded once, the hosts get their ranks', async () => {
  const world = await World.open();
  const id = await planned(world);
  const invitation = await world.invited();
  await world.appointments.answer('d:president', invitation, 'accept');
  expect((await world.appointments.scheduled(id))?.coming.map(({ person }) => person)).toEqual(['d:president']);
  world.since();
  await world.advance(7 * DAY_MS - 5 * MINUTE_MS);
  expect(world.since()).toEqual([
    'lounge d:host is host',
    'lounge d:co is moderator',
    'd:president reminder lounge soon',
  ]);
  expect(await world.appointments.plannedRules('lounge')).toEqual({ kind: 'open', policy: 'moderated' });
  await world.advance(15 * MINUTE_MS);
  expect(world.since()).toEqual(['d:president reminder lounge over']);
  await world.advance(DAY_MS);
  expect((await world.appointments.scheduled(id))?.state).toBe('over');
  expect(await world.appointments.plannedRules('lounge')).toBeUndefined();
});

test('another time moves the invitations, and calling it off voids them', async () => {
  const world = await World.open();
  const id = await planned(world);
  const invitation = await world.invited();
  await world.appointments.answer('d:president', invitation, 'accept');
  const startsAtMs = START_MS + 8 * DAY_MS;
  good(await world.appointments.changeScheduled(id, OPERATOR, { starts: startsAtMs }));
  expect((await world.appointments.invitation(invitation))?.startsAtMs).toBe(startsAtMs);
  world.since();
  await world.advance(7 * DAY_MS);
  expect(world.since()).toEqual([]);
  await world.advance(DAY_MS - 5 * MINUTE_MS);
  expect(world.since()).toContain('d:president reminder lounge soon');
  good(await world.appointments.cancelScheduled(id, OPERATOR));
  expect(world.since()).toEqual([
    ...['lounge seatReleased d:president', 'd:president reminder lounge over', 'd:president invitation over'],
  ]);
  expect(codeOf(await world.appointments.cancelScheduled(id, OPERATOR))).toBe('not-planned');
});

test('tells a time that comes twice, and refuses one that does not exist', async () => {
  const world = await World.open();
  const twice = good(await world.appointments.schedule({ ...PLAN, starts: '2027-10-31T02:30 Europe/Berlin' }));
  expect(twice.notices).toEqual([expect.stringContaining('02:30 comes twice')]);
  expect(codeOf(await world.appointments.schedule({ ...PLAN, starts: '2027-03-28T02:30 Europe/Berlin' }))).toBe(
    'no-such-time',
  );
});

test('a person may say that it comes, and that it does not', async () => {
  const world = await World.open();
  const id = await planned(world);
  good(await world.appointments.saysItComes(id, 'd:guest', true));
  expect((await world.appointments.scheduledFor('d:guest')).map((room) => room.id)).toEqual([id]);
  good(await world.appointments.saysItComes(id, 'd:guest', false));
  expect(await world.appointments.scheduledFor('d:guest')).toEqual([]);
});

test('a thousand who come fit into the store, and are all there after a restart', async () => {
  const world = await World.open();
  const id = await planned(world);
  // As long as a person may be, in characters that JSON makes longer.
  const persons = Array.from({ length: 1000 }, (_, at) => `d:${'"'.repeat(100)}${at}`);
  for (const person of persons) good(await world.appointments.saysItComes(id, person, true));
  expect(codeOf(await world.appointments.saysItComes(id, 'd:late', true))).toBe('too-many-coming');
  for (const person of persons.slice(0, 950)) good(await world.appointments.saysItComes(id, person, false));
  const again = await world.restarted();
  expect((await again.appointments.scheduled(id))?.coming.map(({ person }) => person)).toEqual(persons.slice(950));
});

test('jumps of the wall clock are harmless', async () => {
  const world = await World.open();
  const invitation = await world.invited({ startsAtMs: START_MS + DAY_MS });
  await world.appointments.answer('d:president', invitation, 'accept');
  world.since();
  world.wallShiftMs += DAY_MS - HOUR_MS;
  await world.advance(MINUTE_MS);
  expect(world.since()).toEqual([]);
  world.wallShiftMs += HOUR_MS - 3 * MINUTE_MS;
  await world.advance(MINUTE_MS);
  expect(world.since()).toEqual(['d:president reminder lounge soon']);
  world.wallShiftMs -= 2 * DAY_MS;
  await world.advance(HOUR_MS);
  expect(world.since()).toEqual([]);
  expect((await world.appointments.invitation(invitation))?.state).toBe('accepted');
  world.wallShiftMs += 30 * DAY_MS;
  await world.advance(MINUTE_MS);
  expect(world.since()).toEqual([
    ...['lounge seatReleased d:president', 'd:president invitation over', 'd:president reminder lounge over'],
  ]);
  expect(world.clock.pending).toBe(0);
});

test('forgets a year after', async () => {
  const world = await World.open();
  await planned(world);
  await world.invited();
  await planned(world, { starts: START_MS + 700 * DAY_MS });
  await world.advance(9 * DAY_MS);
  const kept = (): string[] =>
    [...world.medium.keys()]
      .filter((key) => /^(invitation|scheduled|host-news)/.test(key))
      .map((key) => key.split('/')[0]!);
  await world.appointments.forgetOld();
  expect(kept().sort()).toEqual(['host-news', 'invitation', 'scheduled', 'scheduled']);
  world.wallShiftMs += 366 * DAY_MS;
  world.failing = () => true;
  await expect(world.appointments.forgetOld()).rejects.toThrow('could not store');
  world.failing = () => false;
  expect(kept()).toHaveLength(4);
  await world.appointments.forgetOld();
  expect(kept()).toEqual(['scheduled']);
});
