import { NO_INVITATIONS } from '../../relay/signalling/invitations-port';
import { createTestRelay } from './support/test-relay';

// Connections that are gone, and persons who come back.

test('keeps the seat of a dropped connection for a minute, and no longer', () => {
  const { clock, join, relay, signal } = createTestRelay({ stageSeats: 1, audienceSeats: 0 });
  const anna = join('anna');
  anna.connection.close(1006, '');
  expect(relay.stats()).toMatchObject({ members: 0 });
  clock.advance(59_999);
  const early = join('ben', { claims: false });
  expect(early.connection.errors).toEqual(['room-full']);
  clock.advance(1);
  expect(join('carl').seat.role).toBe('stage');
  expect(signal.isClosed).toBe(false);
});

test('gives a member that comes back its number, its seat and its place in the queue', () => {
  const { clock, join, signal } = createTestRelay({ stagePolicies: { lounge: 'moderated' } });
  const [anna, ben] = [join('anna'), join('ben')];
  ben.connection.say({ type: 'hand', raised: true });
  anna.connection.say({ type: 'hand', raised: true });
  expect(ben.connection.last('queue')).toEqual({ type: 'queue', place: 1 });
  const { resume, member } = ben.connection.last('hello');
  ben.connection.close(1006, '');
  clock.advance(30_000);
  const again = signal.connect();
  again.say({ type: 'hello', name: 'ben', resume: resume ?? '' });
  again.say({ type: 'join', room: 'lounge', payloadTypes: [0] });
  expect(again.last('hello')).toEqual({ type: 'hello', name: 'ben', member, resume });
  expect(again.last('joined').token).not.toBe(ben.seat.token);
  expect(again.last('queue').place).toBe(1);
});

test('ends the older of two connections of one person', () => {
  const { join, relay, signal } = createTestRelay();
  const anna = join('anna');
  const again = signal.connect();
  again.say({ type: 'hello', name: 'anna', resume: anna.connection.last('hello').resume ?? '' });
  expect(anna.connection.closedWith).toEqual({ code: 4002, reason: 'taken-over' });
  again.say({ type: 'join', room: 'lounge', payloadTypes: [0] });
  expect(again.last('joined')).toMatchObject({ role: 'stage', rank: 'moderator' });
  expect(relay.stats()).toMatchObject({ members: 1, rooms: 1 });
});

test('a room of which nobody can tell how it was planned does not open, and what was said meanwhile is heard', async () => {
  let fail: (error: Error) => void = () => undefined;
  const plannedRules = (): Promise<undefined> => new Promise((_, reject) => (fail = reject));
  const { join, log, relay } = createTestRelay({}, { invitations: { ...NO_INVITATIONS, plannedRules } });
  const anna = join('anna', { claims: false });
  anna.connection.say({ type: 'ping', id: 7 });
  expect(anna.connection.heard.map(({ type }) => type)).toEqual(['hello']);
  fail(new Error('the store failed'));
  for (let i = 0; i < 5; i++) await Promise.resolve();
  expect(anna.connection.errors).toEqual(['not-stored']);
  expect(anna.connection.last('pong')).toEqual({ type: 'pong', id: 7 });
  expect(relay.stats().rooms).toBe(0);
  expect(log.lines.find(({ event }) => event === 'plan-not-read')?.fields).toEqual({
    room: 'lounge',
    message: 'the store failed',
  });
});

test('a planned room opens as it was planned, and an answer that is lost is told', async () => {
  const { join, log } = createTestRelay(
    {},
    {
      invitations: {
        plannedRules: () => Promise.resolve({ kind: 'open', policy: 'moderated' }),
        answer: () => Promise.reject(new Error('the store failed')),
        noted: () => Promise.resolve('no-such-invitation'),
      },
    },
  );
  const anna = join('anna', { claims: false });
  for (let i = 0; i < 5; i++) await Promise.resolve();
  expect(anna.connection.last('joined').role).toBe('audience');
  anna.connection.say({ type: 'answer', answer: 'accept', invitation: 'one' });
  for (let i = 0; i < 5; i++) await Promise.resolve();
  expect(anna.connection.errors).toEqual(['not-stored']);
  expect(log.lines.find(({ event }) => event === 'message-failed')?.fields).toEqual({
    member: anna.id,
    message: 'the store failed',
  });
  anna.connection.say({ type: 'noted', invitation: 'another' });
  for (let i = 0; i < 5; i++) await Promise.resolve();
  expect(anna.connection.errors).toEqual(['not-stored', 'no-such-invitation']);
});
