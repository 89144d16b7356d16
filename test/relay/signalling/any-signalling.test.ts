import fc from 'fast-check';
import type { ToMember } from '../../../wire/signal';
import type { InMemoryConnection } from '../support/in-memory-ports';
import { createTestRelay, type TestRelay } from '../support/test-relay';

// Members that say anything in any order, connections that come and go, and a wall clock that is set meanwhile. Whatever
// happens, nothing is thrown, and the relay and its members agree on who sits where.

const SEED = 20260513;
const ROOMS = ['lounge', 'court', 'den', 'echo'] as const;
const SEATS = { stageSeats: 2, audienceSeats: 3 } as const;

type Seat = { readonly room: string; readonly role: string; readonly rank: string };

/** Where a member sits, by all that it was told since it came. */
function seatOf(heard: readonly ToMember[]): Seat | undefined {
  let seat: Seat | undefined;
  for (const message of heard) {
    if (message.type === 'joined') {
      seat = { room: message.room, role: message.role, rank: message.rank ?? 'none' };
    } else if (seat && message.type === 'seat') seat = { ...seat, role: message.role };
    else if (seat && message.type === 'rank') seat = { ...seat, rank: message.rank };
    else if (seat && message.type === 'left' && message.room === seat.room) seat = undefined;
  }
  return seat;
}

const number = fc.oneof({ weight: 6, arbitrary: fc.integer({ min: 1, max: 8 }) }, fc.nat(), fc.constant(4294967295));
const valid = fc.oneof(
  fc.record({
    type: fc.constant('join'),
    room: fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...ROOMS) }, fc.constantFrom('constructor', 'proto')),
    payloadTypes: fc.constantFrom([0], [6, 0], [5], [96]),
  }),
  fc.record({ type: fc.constantFrom('leave', 'step-down') }),
  fc.record({ type: fc.constant('hand'), raised: fc.boolean() }),
  fc.record({ type: fc.constant('mute'), muted: fc.boolean() }),
  fc.record({ type: fc.constant('answer'), answer: fc.constantFrom('accept', 'decline', 'consult') }),
  fc.record({
    type: fc.constant('moderate'),
    action: fc.constantFrom('offer', 'mute', 'demote', 'remove', 'ban', 'appoint', 'dismiss', 'end'),
    member: number,
  }),
  fc.record({ type: fc.constantFrom('ping', 'pong'), id: number }),
  fc.record({ type: fc.constant('hello'), name: fc.constantFrom('anna', 'ben', '') }),
  fc.record({ type: fc.constant('link'), token: fc.constant('AAAA.AAAA') }),
  fc.record({ type: fc.constantFrom('answer', 'noted'), answer: fc.constant('accept'), invitation: fc.constant('i1') }),
);
const text = fc.oneof(
  { weight: 8, arbitrary: valid.map((message) => JSON.stringify(message)) },
  fc.string({ unit: 'binary' }),
  fc.json(),
  valid.chain((message) => {
    const whole = JSON.stringify(message);
    return fc.nat(whole.length).map((at) => whole.slice(0, at));
  }),
  fc.constantFrom(
    'A'.repeat(100_000),
    `{"type":"${'x'.repeat(100_000)}"}`,
    '{"__proto__":{"type":"leave"}}',
    '{"type":{}}',
  ),
);
const step = fc.oneof(
  { weight: 12, arbitrary: fc.record({ who: fc.nat(7), say: text }) },
  fc.record({ who: fc.nat(7), connect: fc.constantFrom('new', 'back') }),
  fc.record({ who: fc.nat(7), close: fc.constant(true) }),
  fc.record({ who: fc.nat(7), advanceMs: fc.constantFrom(1, 200, 5000, 30_000, 61_000) }),
  fc.record({ who: fc.nat(7), jumpMs: fc.constantFrom(-86_400_000, -61_000, 61_000, 86_400_000) }),
);

type World = TestRelay & { readonly connections: (InMemoryConnection | undefined)[] };

/** The relay's view of every room and what the members were told say the same. */
function expectAgreement({ connections, relay }: World): void {
  const open = connections.filter((one): one is InMemoryConnection => !!one && !one.closedWith);
  const greeted = open.filter(({ heard }) => heard.some(({ type }) => type === 'hello'));
  expect(relay.stats().members).toBe(greeted.length);
  const seats = new Map(greeted.map((one) => [one.last('hello').member, seatOf(one.heard)]));
  const seated = new Set<number>();
  for (const room of [...ROOMS, 'constructor', 'proto']) {
    const view = relay.rooms.viewOf(room);
    if (!view) continue;
    const { counts, roster } = view;
    expect(counts.speakers).toBe(roster.filter(({ role }) => role === 'stage').length);
    expect(counts.listeners).toBe(roster.length - counts.speakers);
    expect(counts.speakers).toBeLessThanOrEqual(SEATS.stageSeats);
    const places = roster.flatMap(({ place }) => (place > 0 ? [place] : [])).sort((a, b) => a - b);
    expect(places).toEqual(Array.from({ length: counts.hands }, (_, i) => i + 1));
    if (room !== 'echo' && roster.length > 0) expect(roster.some(({ rank }) => rank !== 'none')).toBe(true);
    for (const { member, role, rank, isAway, isMicrophoneOpen } of roster) {
      expect(seated.has(member)).toBe(false);
      seated.add(member);
      if (isAway || role === 'audience') expect(isMicrophoneOpen).toBe(false);
      if (!isAway) expect(seats.get(member)).toEqual({ room, role, rank });
    }
  }
  for (const [member, seat] of seats) if (seat) expect(seated.has(member)).toBe(true);
}

test(`anything said by anybody in any order leaves relay and members in agreement, from seed ${SEED}`, () => {
  fc.assert(
    fc.property(fc.array(step, { minLength: 20, maxLength: 120 }), (steps) => {
      let epochMs = 1_800_000_000_000;
      let startMs = 0;
      const wallClock = { epochMs: () => Math.floor(epochMs + test.clock.nowMs() - startMs) };
      const test = createTestRelay(
        { ...SEATS, stagePolicies: { court: 'moderated' }, closedRooms: ['den'], roomsMax: 4 },
        { wallClock },
      );
      startMs = test.clock.nowMs();
      const world: World = { ...test, connections: [] };
      const { connections } = world;
      const resumes: string[] = [];
      let hosts = 0;
      const connect = (who: number, isBack: boolean): void => {
        connections[who]?.close(1006, '');
        const connection = test.signal.connect(`10.1.0.${hosts++ & 0xff}`);
        connections[who] = connection;
        const resume = isBack ? resumes[who] : undefined;
        connection.say({ type: 'hello', name: `m${who}`, ...(resume === undefined ? {} : { resume }) });
        resumes[who] = connection.last('hello').resume ?? '';
      };
      for (let who = 0; who < 8; who++) {
        connect(who, false);
        connections[who]?.say({ type: 'join', room: who < 4 ? 'lounge' : 'court', payloadTypes: [0] });
      }
      for (const one of steps) {
        if ('say' in one) connections[one.who]?.say(one.say);
        else if ('connect' in one) connect(one.who, one.connect === 'back');
        else if ('close' in one) connections[one.who]?.close(1006, '');
        else if ('jumpMs' in one) epochMs += one.jumpMs;
        else test.clock.advance(one.advanceMs);
        expectAgreement(world);
      }
      // Nothing is stuck: once nobody says anything any more, nobody and nothing is left.
      test.clock.advance(300_000);
      expect(test.relay.stats()).toMatchObject({ rooms: 0, members: 0 });
      expect(test.clock.pending).toBe(0);
    }),
    { numRuns: 40, seed: SEED },
  );
});
