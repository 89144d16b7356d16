import type { InvitationsPort } from '../../../relay/signalling/invitations-port';
import { NO_INVITATIONS } from '../../../relay/signalling/invitations-port';
import { createTestRelay } from '../support/test-relay';
import type { InMemoryConnection } from '../support/in-memory-ports';

// What answers a join, a leave or a hand carries its id back, and nothing else has one.

const JOIN = { type: 'join', room: 'lounge', payloadTypes: [0] } as const;

type Answer = readonly [type: string, id: unknown];

/** The answers that have come since, with their ids. */
const answers = ({ heard }: InMemoryConnection, since = 0): Answer[] =>
  heard
    .slice(since)
    .filter(({ type }) => ['joined', 'left', 'error'].includes(type))
    .map((message) => [message.type, (message as { id?: unknown }).id]);

function connected(config: Parameters<typeof createTestRelay>[0] = {}, invitations: InvitationsPort = NO_INVITATIONS) {
  const relay = createTestRelay(config, { invitations });
  const connection = relay.signal.connect();
  connection.say({ type: 'hello', name: 'kitchen' });
  return { ...relay, connection };
}

test('joined and left carry the id of the join and the leave back, and those without one have none', () => {
  const { connection } = connected();
  connection.say({ ...JOIN, id: 1 });
  connection.say({ type: 'leave', id: 2 });
  connection.say(JOIN);
  connection.say({ type: 'leave' });
  expect(answers(connection)).toEqual([
    ['joined', 1],
    ['left', 2],
    ['joined', undefined],
    ['left', undefined],
  ]);
});

test('a join of another room answers with left and joined, and a join of the same room with joined, all with its id', () => {
  const { connection } = connected();
  connection.say({ ...JOIN, id: 1 });
  connection.say({ ...JOIN, id: 0 });
  connection.say({ ...JOIN, room: 'attic', id: 4294967295 });
  expect(answers(connection)).toEqual([
    ['joined', 1],
    ['joined', 0],
    ['left', 4294967295],
    ['joined', 4294967295],
  ]);
});

test.each([
  ['no codec', { ...JOIN, payloadTypes: [99], id: 7 }, 'no-common-codec'],
  ['a closed room', { ...JOIN, room: 'closed', id: 7 }, 'closed-room'],
  ['no such room id', { ...JOIN, room: 'No', id: 7 }, 'bad-room'],
  ['no payload types', { type: 'join', room: 'lounge', id: 7 }, 'bad-field'],
  ['a leave of no room', { type: 'leave', id: 7 }, 'not-joined'],
  ['a hand in no room', { type: 'hand', raised: true, id: 7 }, 'not-joined'],
  ['a hand that is no hand', { type: 'hand', raised: 1, id: 7 }, 'bad-field'],
])('a refusal carries the id back: %s', (_, message, code) => {
  const { connection } = connected({ closedRooms: ['closed'] });
  connection.say(JSON.stringify(message));
  expect(connection.last('error')).toEqual({ type: 'error', code, id: 7 });
});

test('before hello, too; but a refusal of other messages has no id, whatever fields they have', () => {
  const { connection, signal } = connected();
  const silent = signal.connect();
  silent.say({ ...JOIN, id: 7 });
  silent.say({ type: 'ping', id: 8 });
  expect(answers(silent)).toEqual([
    ['error', 7],
    ['error', undefined],
  ]);
  for (const text of ['{"type":"mute","muted":1,"id":7}', '{"type":"mute","muted":true,"id":7}', '{"id":7']) {
    connection.say(text);
  }
  expect(answers(connection)).toEqual([
    ['error', undefined],
    ['error', undefined],
    ['error', undefined],
  ]);
});

test('a member that is sent out, or refused something else, gets no id', () => {
  const relay = createTestRelay();
  const host = relay.join('host');
  const guest = relay.join('guest');
  guest.connection.say({ ...JOIN, id: 5 });
  const since = guest.connection.heard.length;
  guest.connection.say({ type: 'answer', answer: 'accept' });
  host.connection.say({ type: 'moderate', action: 'remove', member: guest.id });
  expect(answers(guest.connection, since)).toEqual([
    ['error', undefined],
    ['left', undefined],
  ]);
  expect(guest.connection.last('left').reason).toBe('removed');
});

test('a join that waits for the plan of its room is answered with its id, and what came meanwhile after it', async () => {
  const plannedRules = (): Promise<undefined> => Promise.resolve(undefined);
  const { connection } = connected({}, { ...NO_INVITATIONS, plannedRules });
  connection.say({ ...JOIN, id: 1 });
  connection.say({ type: 'leave', id: 2 });
  connection.say({ ...JOIN, id: 3 });
  for (let i = 0; i < 10; i++) await Promise.resolve();
  expect(answers(connection)).toEqual([
    ['joined', 1],
    ['left', 2],
    ['joined', 3],
  ]);
});

test('a join whose room cannot be looked up is refused with its id', async () => {
  const plannedRules = (): Promise<undefined> => Promise.reject(new Error('the disk is gone'));
  const { connection } = connected({}, { ...NO_INVITATIONS, plannedRules });
  connection.say({ ...JOIN, id: 9 });
  for (let i = 0; i < 10; i++) await Promise.resolve();
  expect(connection.last('error')).toEqual({ type: 'error', code: 'not-stored', id: 9 });
});

test('every hand with an id is answered with it, also if nothing changes, and news have none', () => {
  const relay = createTestRelay({ stagePolicies: { lounge: 'moderated' } });
  const host = relay.join('host');
  const first = relay.join('first');
  const guest = relay.join('guest');
  first.connection.say({ type: 'hand', raised: true });
  expect(first.connection.last('queue')).toEqual({ type: 'queue', place: 1 });
  const since = guest.connection.heard.length;
  const hands = [true, true, false, false, true];
  hands.forEach((raised, i) => guest.connection.say({ type: 'hand', raised, id: 10 + i }));
  first.connection.say({ type: 'hand', raised: false });
  relay.clock.advance(3000);
  guest.connection.say({ type: 'hand', raised: true, id: 20 });
  host.connection.say({ type: 'moderate', action: 'offer', member: guest.id });
  guest.connection.say({ type: 'answer', answer: 'accept' });
  guest.connection.say({ type: 'hand', raised: true, id: 21 });
  guest.connection.say({ type: 'hand', raised: false, id: 22 });
  const heard = guest.connection.heard.slice(since);
  expect(heard.filter(({ type }) => type === 'queue' || type === 'error')).toEqual([
    { type: 'queue', place: 2, id: 10 },
    { type: 'queue', place: 2, id: 11 },
    { type: 'queue', place: 0, id: 12 },
    { type: 'queue', place: 0, id: 13 },
    { type: 'queue', place: 2, id: 14 },
    { type: 'queue', place: 1 },
    { type: 'queue', place: 1, id: 20 },
    { type: 'queue', place: 0 },
    { type: 'error', code: 'not-allowed', id: 21 },
    { type: 'queue', place: 0, id: 22 },
  ]);
});

test('a device that asks for more time is not sent the offer again; others learn how long they have', () => {
  const relay = createTestRelay({ stagePolicies: { lounge: 'moderated' } });
  const host = relay.join('host');
  const guest = relay.join('guest');
  const kitchen = relay.signal.connect();
  const texts: string[] = [];
  kitchen.send = (text) => texts.push(text);
  kitchen.say({ type: 'hello', name: 'kitchen', form: 'short' });
  kitchen.say(JOIN);
  for (const member of [guest.id, guest.id + 1]) host.connection.say({ type: 'moderate', action: 'offer', member });
  for (const connection of [guest.connection, kitchen]) connection.say({ type: 'answer', answer: 'consult' });
  const offers = guest.connection.heard.filter(({ type }) => type === 'offer');
  expect(offers).toMatchObject([{ withinMs: 30000 }, { withinMs: expect.any(Number) as number }]);
  expect(texts.filter((text) => text.startsWith('offer'))).toEqual(['offer 30000']);
});
