import fc from 'fast-check';
import type { Answer } from '../../../wire/signal';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../relay/ports/time-units';
import { codeOf, DRAFT, good, START_MS, World } from './world';

const HOST = { kind: 'host', id: 'd:host' } as const;
const OPERATOR = { kind: 'operator', id: 'operator' } as const;

/** Everything that the appointments know. */
async function known({ appointments }: World): Promise<unknown> {
  const rooms = ['lounge', 'other'];
  return {
    invitations: await Promise.all(rooms.map((room) => appointments.invitationsTo(room))),
    scheduled: await Promise.all(rooms.map((room) => appointments.scheduledIn(room))),
  };
}

/** What a device that comes back is told. */
async function signs(world: World): Promise<readonly string[]> {
  world.since();
  world.replies.length = 0;
  for (const person of ['d:a', 'd:b', 'd:host']) await world.happens({ kind: 'speakerCame', person });
  return [...world.since(), ...world.replies];
}

test('a full store refuses, tells nobody, and goes on when there is room again', async () => {
  const world = await World.open();
  const id = await world.invited();
  world.since();
  world.failing = () => true;
  const refused = await world.appointments.invite({ ...DRAFT, guest: 'd:other' });
  expect(refused).toEqual({ code: 'not-stored', message: expect.stringContaining('could not store') });
  expect(await world.appointments.answer('d:president', id, 'accept')).toBe('not-stored');
  expect(world.since()).toEqual([]);
  expect((await world.appointments.invitation(id))?.state).toBe('sent');
  world.failing = () => false;
  expect(await world.appointments.answer('d:president', id, 'accept')).toBeUndefined();
  expect(world.since()).toEqual(['d:president invitation accepted']);
});

test('what falls due while the store fails happens as soon as it works again', async () => {
  const world = await World.open();
  await world.invited();
  world.since();
  world.failing = () => true;
  await world.advance(4 * DAY_MS);
  expect(world.since()).toEqual([]);
  world.failing = () => false;
  await world.advance(MINUTE_MS);
  expect(world.since()).toEqual(['lounge seatReleased d:president', 'd:president invitation over']);
});

test('an order that no room has carried out is carried out at the next start, once', async () => {
  const world = await World.open();
  // As if the relay was killed before it could note that the order is carried out.
  world.failing = (commit) => commit === 2;
  await world.invited();
  await world.settle();
  const killed = new Map(world.medium);
  expect(ordersIn(killed)).toHaveLength(1);
  const again = await World.open(killed, world.nowMs);
  expect(again.since()).toEqual(['lounge seatReserved d:president']);
  await again.settle();
  expect(ordersIn(killed)).toEqual([]);
  // What could not be removed at once goes with the next change.
  await world.invited({ guest: 'd:other' });
  await world.settle();
  expect(ordersIn(world.medium)).toEqual([]);
});

test('what cannot be read is named and kept, and all else is there', async () => {
  const world = await World.open();
  const good1 = await world.invited();
  const broken = await world.invited({ guest: 'd:other' });
  const plan = { room: 'lounge', title: 'x', starts: START_MS + DAY_MS, durationMinutes: 9, hosts: ['d:host'] };
  const first = good(await world.appointments.schedule(plan)).scheduled.id;
  const second = good(await world.appointments.schedule({ ...plan, room: 'other' })).scheduled.id;
  good(await world.appointments.saysItComes(second, 'd:guest', true));
  await world.settle();
  const medium = new Map(world.medium);
  medium.set(`invitation/${broken}`, '{"schema":1,"id":7}');
  medium.set('invitation/elsewhere', medium.get(`invitation/${good1}`) ?? '');
  medium.set(`scheduled/${first}`, '{"schema":2}');
  medium.set(`comers/${second}/00`, '{"coming":"all"}');
  medium.set('room-order/000000000001', '{"room":7}');
  const again = await World.open(medium, world.nowMs);
  expect((await again.appointments.invitationsTo('lounge')).map(({ id }) => id)).toEqual([good1]);
  expect(await again.appointments.scheduledIn('lounge')).toEqual([]);
  expect(again.warned.sort()).toEqual([
    `bad-record invitation/${broken}`,
    'bad-record invitation/elsewhere',
    'bad-record room-order/000000000001',
    ...[`bad-record scheduled/${first}`, `bad-record scheduled/${second}`].sort(),
  ]);
  for (const key of [`invitation/${broken}`, `scheduled/${first}`, `comers/${second}/00`, 'room-order/000000000001']) {
    expect(again.medium.get(key)).toBe(medium.get(key));
  }
});

const ordersIn = (medium: ReadonlyMap<string, string>): readonly string[] =>
  [...medium.keys()].filter((key) => key.startsWith('room-order/'));

type Step =
  | { readonly kind: 'invite' | 'withdraw' | 'attend'; readonly guest: string; readonly room: string }
  | { readonly kind: 'answer'; readonly guest: string; readonly room: string; readonly answer: Answer }
  | { readonly kind: 'plan' | 'move' | 'cancel' | 'end' | 'come'; readonly room: string }
  | { readonly kind: 'wait'; readonly hours: number };

const guest = fc.constantFrom('d:a', 'd:b');
const room = fc.constantFrom('lounge', 'other');
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('invite' as const), guest, room }) },
  fc.record({ kind: fc.constantFrom('withdraw' as const, 'attend' as const), guest, room }),
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('answer' as const),
      guest,
      room,
      answer: fc.constantFrom<Answer>('accept', 'decline', 'consult'),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constantFrom('plan' as const, 'move' as const, 'cancel' as const, 'end' as const, 'come' as const),
      room,
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('wait' as const), hours: fc.integer({ min: 1, max: 30 }) }) },
);

/** Does something; whether it was not stored. */
async function happens(world: World, said: Step): Promise<boolean> {
  const { appointments } = world;
  if (said.kind === 'wait') {
    await world.advance(said.hours * HOUR_MS);
    return false;
  }
  const [planned] = await appointments.scheduledIn(said.room);
  switch (said.kind) {
    case 'invite': {
      const nowMs = world.nowMs;
      const times = { startsAtMs: nowMs + DAY_MS, deadlineMs: nowMs + 12 * HOUR_MS };
      const { guest: person, room: id } = said;
      return codeOf(await appointments.invite({ ...DRAFT, ...times, guest: person, room: id })) === 'not-stored';
    }
    case 'withdraw':
    case 'answer': {
      const last = (await appointments.invitationsOf(said.guest)).filter((one) => one.room === said.room).at(-1);
      if (!last) return false;
      if (said.kind === 'answer') return (await appointments.answer(said.guest, last.id, said.answer)) === 'not-stored';
      return codeOf(await appointments.apply(last.id, { kind: 'withdrawn', by: HOST })) === 'not-stored';
    }
    case 'attend':
      await world.happens({ kind: 'personSeated', room: said.room, person: said.guest });
      return false;
    case 'end':
      await world.happens({ kind: 'roomEnded', room: said.room, why: 'moderator' });
      return false;
    case 'plan': {
      const plan = {
        room: said.room,
        title: 'x',
        starts: world.nowMs + DAY_MS,
        durationMinutes: 60,
        hosts: ['d:host'],
      };
      return codeOf(await appointments.schedule(plan)) === 'not-stored';
    }
    case 'move': {
      const changes = { starts: world.nowMs + 30 * HOUR_MS };
      return codeOf(await appointments.changeScheduled(planned?.id ?? '', OPERATOR, changes)) === 'not-stored';
    }
    case 'cancel':
      return codeOf(await appointments.cancelScheduled(planned?.id ?? '', OPERATOR)) === 'not-stored';
    case 'come':
      return codeOf(await appointments.saysItComes(planned?.id ?? '', 'd:a', true)) === 'not-stored';
  }
}

test('whichever commits fail, memory is what the store holds, and what was not stored changed nothing', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { minLength: 1, maxLength: 25 }),
      fc.infiniteStream(fc.integer({ min: 0, max: 3 })),
      async (steps, dice) => {
        const world = await World.open();
        for (const said of steps) {
          const before = await known(world);
          const [audited, told] = [world.audit.length, world.told.length];
          world.failing = () => dice.next().value === 0;
          const isRefused = await happens(world, said);
          if (isRefused) {
            expect(await known(world)).toEqual(before);
            expect(world.audit).toHaveLength(audited);
            expect(world.told).toHaveLength(told);
          }
          world.failing = () => false;
          // What could not be stored is tried again.
          await world.advance(MINUTE_MS);
          const again = await world.restarted();
          expect(await known(again)).toEqual(await known(world));
          expect((await signs(again)).toSorted()).toEqual((await signs(world)).toSorted());
          await again.appointments.close();
        }
        await world.appointments.close();
      },
    ),
    { numRuns: Number(process.env.APPOINTMENT_RUNS ?? 150) },
  );
});

test('who is to be reminded of a room that nobody scheduled is reminded after a restart, too', async () => {
  const world = await World.open();
  const id = await world.invited({ startsAtMs: START_MS + DAY_MS });
  await world.appointments.answer('d:president', id, 'accept');
  await world.settle();
  const before = await World.open(new Map(world.medium), START_MS + DAY_MS - HOUR_MS);
  await before.advance(55 * MINUTE_MS);
  expect(before.since()).toEqual(['d:president reminder lounge soon']);
  const during = await World.open(new Map(world.medium), START_MS + DAY_MS);
  during.since();
  await during.happens({ kind: 'speakerCame', person: 'd:president' });
  expect(during.since()).toEqual(['d:president invitation accepted', 'd:president reminder lounge soon']);
  const late = await World.open(new Map(world.medium), START_MS + DAY_MS + 11 * MINUTE_MS);
  await late.happens({ kind: 'speakerCame', person: 'd:president' });
  expect(late.since()).toEqual(['d:president invitation accepted']);
});
