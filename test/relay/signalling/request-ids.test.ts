import type { InvitationsPort } from '../../../relay/signalling/invitations-port';
import { NO_INVITATIONS } from '../../../relay/signalling/invitations-port';
import { createTestRelay } from '../support/test-relay';
import type { InMemoryConnection } from '../support/in-memory-ports';

// What answers a join or a leave carries its id back, and nothing else has one.

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
  for (const text of ['{"type":"hand","raised":1,"id":7}', '{"type":"hand","raised":true,"id":7}', '{"id":7']) {
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
