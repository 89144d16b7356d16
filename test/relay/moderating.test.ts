import type { AuditEntry } from '../../relay/rooms';
import type { Moderation } from '../../wire/signal';
import { createTestRelay, personOf, tone, type TestMember, type TestRelay } from './support/test-relay';
import { mapTuple } from '../support/map-tuple';

// What hosts and moderators do to others through signalling, and what of it is refused.

type Cast = TestRelay & {
  readonly host: TestMember;
  readonly otherHost: TestMember;
  readonly moderator: TestMember;
  readonly speaker: TestMember;
  readonly listener: TestMember;
  readonly audit: AuditEntry[];
};
type Part = 'host' | 'otherHost' | 'moderator' | 'speaker' | 'listener';

/** Two hosts, a moderator and a speaker on the stage, and a listener. */
function cast(): Cast {
  const audit: AuditEntry[] = [];
  const test = createTestRelay({ stageSeats: 5 }, { audit: (entry) => audit.push(entry) });
  const [host, otherHost, moderator, speaker, listener] = mapTuple(['h', 'o', 'm', 's', 'l'], (name) =>
    test.join(name),
  );
  for (const member of [host, otherHost])
    void test.relay.rooms.apply('lounge', { kind: 'rankGiven', person: personOf(test, member), rank: 'host' });
  listener.connection.say({ type: 'step-down' });
  order(host, 'appoint', moderator);
  test.clock.advance(2000);
  audit.length = 0;
  return { ...test, host, otherHost, moderator, speaker, listener, audit };
}

function order(by: TestMember, action: Moderation, whom?: TestMember): void {
  by.connection.say({ type: 'moderate', action, ...(whom ? { member: whom.id } : {}) });
}

const ranks = (test: Cast): unknown =>
  test.relay.rooms.viewOf('lounge')?.roster.map(({ name, role, rank }) => `${name} ${role} ${rank}`);

const OTHERS: readonly Part[] = ['host', 'moderator', 'speaker', 'listener'];
const ACTIONS: readonly Moderation[] = ['offer', 'mute', 'demote', 'remove', 'ban', 'appoint', 'dismiss'];

/** Why an order is refused, by the table of codes in wire/README.md; an empty text where it is carried out. */
function refusal(by: Part, action: Moderation, to: Part): string {
  if (by === 'speaker' || by === 'listener') return 'not-moderator';
  const isOnStage = to !== 'listener';
  if (action === 'offer') return isOnStage ? 'not-allowed' : '';
  if (action === 'mute' || action === 'demote') return isOnStage ? '' : 'not-on-stage';
  if (action === 'appoint') return '';
  if (by === 'moderator' && (to === 'host' || to === 'otherHost')) return 'not-allowed';
  return by === to && action !== 'dismiss' ? 'not-allowed' : '';
}

const MATRIX = (['host', 'moderator', 'speaker', 'listener'] as const).flatMap((by) =>
  ACTIONS.flatMap((action) =>
    OTHERS.map((to): [Part, Moderation, Part] => [by, action, by === 'host' && to === 'host' ? 'otherHost' : to]),
  ),
);

test.each(MATRIX)('%s: %s of %s', (by, action, to) => {
  const test = cast();
  const before = ranks(test);
  const { [by]: actor, [to]: whom } = test;
  order(actor, action, whom);
  const code = refusal(by, action, to);
  expect(actor.connection.errors).toEqual(code ? [code] : []);
  if (code) {
    expect(ranks(test)).toEqual(before);
    expect(test.audit).toEqual([]);
    return;
  }
  expect(test.audit).toEqual([
    { atMs: test.clock.nowMs(), room: 'lounge', action, by: personOf(test, actor), whom: personOf(test, whom) },
  ]);
  const { connection } = whom;
  const rankTo = { host: 'host', otherHost: 'host', moderator: 'moderator', speaker: 'none', listener: 'none' }[to];
  switch (action) {
    case 'end':
      return;
    case 'offer':
      return expect(connection.last('offer').withinMs).toBe(30_000);
    case 'mute':
      return expect(connection.last('mute').muted).toBe(true);
    case 'demote':
      return expect(connection.last('seat').role).toBe('audience');
    case 'remove':
      return expect(connection.last('left').reason).toBe('removed');
    case 'ban':
      return expect(connection.last('left').reason).toBe('banned');
    case 'appoint':
      return expect(ranks(test)).toContain(
        `${whom.connection.last('hello').name} ${to === 'listener' ? 'audience' : 'stage'} ${rankTo === 'none' ? 'moderator' : rankTo}`,
      );
    case 'dismiss':
      return expect(ranks(test)).toContain(
        `${whom.connection.last('hello').name} ${to === 'listener' ? 'audience' : 'stage'} none`,
      );
  }
});

test.each(ACTIONS)('%s of nobody, or of a number that nobody has, is refused', (action) => {
  const test = cast();
  order(test.host, action);
  test.host.connection.say({ type: 'moderate', action, member: 4294967295 });
  expect(test.host.connection.errors).toEqual(['no-such-member', 'no-such-member']);
});

test('somebody of another room is nobody here', () => {
  const test = cast();
  const away = test.join('away', { room: 'kitchen' });
  order(test.host, 'remove', away);
  expect(test.host.connection.errors).toEqual(['no-such-member']);
  expect(test.relay.rooms.viewOf('kitchen')?.counts).toMatchObject({ speakers: 1 });
});

test('a muted speaker is heard by nobody until it opens its microphone itself', () => {
  const test = cast();
  const { clock, host, listener, relay, speaker } = test;
  const before = listener.heard.length;
  const say = (): void => {
    for (let i = 0; i < 4; i++) {
      speaker.send(tone(2), { marker: i === 0 });
      clock.advance(20);
    }
    clock.advance(500);
  };
  speaker.connection.say({ type: 'mute', muted: false });
  say();
  expect(listener.heard.length).toBe(before + 2);
  order(host, 'mute', speaker);
  say();
  // A device that says again that it is closed has not opened it.
  speaker.connection.say({ type: 'mute', muted: true });
  say();
  expect(relay.stats().droppedBy.silenced).toBe(8);
  expect(listener.heard.length).toBe(before + 2);
  // Nobody else's word opens it.
  order(host, 'appoint', speaker);
  host.connection.say({ type: 'mute', muted: false });
  say();
  expect(relay.stats().droppedBy.silenced).toBe(12);
  speaker.connection.say({ type: 'mute', muted: false });
  say();
  expect(relay.stats().droppedBy.silenced).toBe(12);
  expect(listener.heard.length).toBe(before + 4);
});

test('a microphone that seems closed is closed nevertheless: its opening may be on the way', () => {
  const test = cast();
  order(test.host, 'mute', test.speaker);
  test.speaker.send(tone(), { marker: true });
  expect(test.relay.stats().droppedBy.silenced).toBe(1);
});

test('who was removed may come again; who was banned may not, by whichever connection', () => {
  const test = cast();
  const { host, listener, signal, speaker } = test;
  order(host, 'remove', listener);
  listener.join({});
  expect(listener.seat.room).toBe('lounge');
  expect(listener.connection.errors).toEqual([]);

  order(host, 'ban', speaker);
  speaker.join({});
  expect(speaker.connection.errors).toEqual(['banned']);
  speaker.send(tone(), { marker: true });
  expect(test.relay.stats().droppedBy.stranger).toBe(1);
  const again = signal.connect('192.0.2.1');
  again.say({ type: 'hello', name: 'somebody else', resume: speaker.connection.last('hello').resume ?? '' });
  again.say({ type: 'join', room: 'lounge', payloadTypes: [0] });
  expect(again.errors).toEqual(['banned']);
  again.say({ type: 'join', room: 'kitchen', payloadTypes: [0] });
  expect(again.last('joined').room).toBe('kitchen');
});

test('a ban outlives the room', () => {
  const test = cast();
  const { clock, host, join, relay, speaker } = test;
  order(host, 'ban', speaker);
  order(host, 'end');
  expect(relay.stats().rooms).toBe(0);
  clock.advance(1000);
  join('new');
  speaker.join({});
  expect(speaker.connection.errors).toEqual(['banned']);
});

test('the end of a room sends everybody out, and only who may ends it', () => {
  const test = cast();
  const { clock, host, listener, log, moderator, otherHost, relay, speaker } = test;
  order(speaker, 'end');
  expect(speaker.connection.errors).toEqual(['not-moderator']);
  expect(relay.stats().rooms).toBe(1);
  order(moderator, 'end');
  for (const { connection } of [host, otherHost, moderator, speaker, listener]) {
    expect(connection.last('left')).toEqual({ type: 'left', room: 'lounge', reason: 'ended' });
    expect(connection.closedWith).toBeUndefined();
  }
  speaker.send(tone(), { marker: true });
  expect(relay.stats()).toMatchObject({ rooms: 0, members: 5, packetsIn: 0, droppedBy: { stranger: 1 } });
  expect(log.lines.at(-1)).toMatchObject({ event: 'room-ended', fields: { why: 'moderator' } });
  expect(test.audit.map(({ action, whom }) => [action, whom])).toEqual([['end', undefined]]);
  // Only who watches over silence has a timer.
  clock.advance(2000);
  expect(clock.pending).toBe(1);
});
