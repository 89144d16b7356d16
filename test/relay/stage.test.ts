import { parseRtp } from '../../wire/rtp';
import { createTestRelay, tone, type TestMember, type TestRelay } from './support/test-relay';

// From a raised hand to the stage and down again, as a member's device sees it.

const HALL = { stagePolicies: { lounge: 'moderated' } } as const;

/** A host alone on the stage of a room in which everybody else starts in the audience. */
function hall(config = {}): TestRelay & { readonly host: TestMember } {
  const test = createTestRelay({ ...HALL, ...config });
  const host = test.join('host');
  host.connection.say({ type: 'hand', raised: true });
  host.connection.say({ type: 'answer', answer: 'accept' });
  expect(host.connection.last('seat')).toEqual({ type: 'seat', role: 'stage', packetMs: 20 });
  return { ...test, host };
}

const offer = (by: TestMember, to: TestMember): void =>
  by.connection.say({ type: 'moderate', action: 'offer', member: to.id });

/** What a member was told after its first `from` messages, without the news of the room. */
const toldSince = (member: TestMember, from: number): unknown[] =>
  member.connection.heard.slice(from).filter(({ type }) => type !== 'room' && type !== 'speaking');

test('a hand goes up, waits for its turn, is offered the stage and accepts', () => {
  const { clock, host, join, relay } = hall();
  const [anna, ben] = [join('anna'), join('ben')];
  const [annaHeard, benHeard] = [anna.connection.heard.length, ben.connection.heard.length];
  ben.connection.say({ type: 'hand', raised: true });
  anna.connection.say({ type: 'hand', raised: true });
  clock.advance(2000);
  expect(host.connection.last('room')).toEqual({ type: 'room', speakers: 1, listeners: 2, hands: 2 });
  offer(host, ben);
  ben.connection.say({ type: 'answer', answer: 'accept' });
  clock.advance(2000);
  expect(toldSince(ben, benHeard)).toEqual([
    { type: 'queue', place: 1 },
    { type: 'offer', withinMs: 30000 },
    { type: 'seat', role: 'stage', packetMs: 20 },
    { type: 'queue', place: 0 },
  ]);
  expect(toldSince(anna, annaHeard)).toEqual([
    { type: 'queue', place: 2 },
    { type: 'queue', place: 1 },
  ]);
  expect(relay.rooms.viewOf('lounge')?.counts).toMatchObject({ speakers: 2, listeners: 1, hands: 1 });
});

test('the voice of a new speaker is heard by the address it had, and its own packets get short', () => {
  const { clock, host, join, media, relay } = hall();
  const [anna, ben] = [join('anna'), join('ben')];
  clock.advance(3000);
  const samplesTo = (member: TestMember): number | undefined => {
    const before = media.sent.length;
    for (let i = 0; i < 4; i++) {
      host.send(tone(), { marker: i === 0 });
      clock.advance(20);
    }
    clock.advance(1000);
    const [packet] = media.sent.slice(before).filter(({ to }) => to.port === member.address.port);
    const rtp = packet && parseRtp(packet.datagram);
    return typeof rtp === 'object' ? rtp.payload.length : undefined;
  };
  expect(samplesTo(anna)).toBe(320);
  anna.send(tone(1), { marker: true });
  expect(relay.stats()).toMatchObject({ packetsIn: 4, droppedBy: { 'not-on-stage': 1 } });

  offer(host, anna);
  anna.connection.say({ type: 'answer', answer: 'accept' });
  anna.connection.say({ type: 'mute', muted: false });
  expect(samplesTo(anna)).toBe(160);
  expect(samplesTo(ben)).toBe(320);
  const [benHeard, hostHeard, claims] = [ben.heard.length, host.heard.length, anna.claimedCount];
  for (let i = 0; i < 2; i++) {
    anna.send(tone(1), { marker: i === 0 });
    clock.advance(20);
  }
  clock.advance(100);
  expect(host.heard.slice(hostHeard).map(({ payload }) => payload)).toEqual([tone(1), tone(1)]);
  expect(ben.heard.length).toBe(benHeard + 1);
  expect(anna.claimedCount).toBe(claims);

  anna.connection.say({ type: 'step-down' });
  expect(anna.connection.last('seat')).toEqual({ type: 'seat', role: 'audience', packetMs: 40 });
  clock.advance(2000);
  anna.send(tone(1), { marker: true });
  expect(relay.stats().droppedBy['not-on-stage']).toBe(2);
  expect(samplesTo(anna)).toBe(320);
});

test.each([20, 40])('a member that asked for packets of %d ms keeps them on both sides', (packetMs) => {
  const { host, join } = hall();
  const anna = join('anna', { packetMs });
  expect(anna.seat).toMatchObject({ role: 'audience', packetMs });
  offer(host, anna);
  anna.connection.say({ type: 'answer', answer: 'accept' });
  expect(anna.connection.last('seat').packetMs).toBe(packetMs);
});

test('who stops being a speaker no longer speaks, at once', () => {
  const { clock, host, join } = hall();
  const anna = join('anna');
  clock.advance(500);
  host.send(tone(), { marker: true });
  expect(anna.connection.last('speaking').members).toEqual([host.id]);
  clock.advance(300);
  host.send(tone());
  host.connection.say({ type: 'step-down' });
  expect(anna.connection.last('speaking').members).toEqual([]);
});

test('an offer lapses after 30 s, after 5 min where it is being considered, and not before', () => {
  const { clock, host, join } = hall();
  const anna = join('anna');
  const wait = (ms: number): void => {
    const untilMs = clock.nowMs() + ms;
    while (clock.nowMs() < untilMs) {
      clock.runUntil(Math.min(untilMs, clock.nowMs() + 9000));
      for (const { connection } of [host, anna]) connection.say({ type: 'ping', id: 1 });
    }
  };
  const accept = (): void => anna.connection.say({ type: 'answer', answer: 'accept' });
  offer(host, anna);
  wait(29_999);
  expect(anna.connection.last('offer').withinMs).toBe(30_000);
  wait(1);
  expect(anna.connection.last('offer').withinMs).toBe(0);
  accept();
  expect(anna.connection.errors).toEqual(['not-offered']);

  offer(host, anna);
  wait(10_000);
  anna.connection.say({ type: 'answer', answer: 'consult' });
  expect(anna.connection.last('offer').withinMs).toBe(300_000);
  anna.connection.say({ type: 'answer', answer: 'consult' });
  wait(299_999);
  expect(anna.connection.errors).toEqual(['not-offered', 'not-allowed']);
  expect(anna.connection.last('offer').withinMs).toBe(300_000);
  wait(1);
  expect(anna.connection.last('offer').withinMs).toBe(0);

  offer(host, anna);
  anna.connection.say({ type: 'answer', answer: 'consult' });
  wait(200_000);
  accept();
  expect(anna.connection.last('seat').role).toBe('stage');
});

test('who declines is out of the queue and stays in the audience', () => {
  const { host, join, relay } = hall();
  const anna = join('anna');
  anna.connection.say({ type: 'hand', raised: true });
  offer(host, anna);
  anna.connection.say({ type: 'answer', answer: 'decline' });
  expect(anna.connection.last('offer').withinMs).toBe(0);
  expect(anna.connection.last('queue').place).toBe(0);
  expect(relay.rooms.viewOf('lounge')?.counts).toMatchObject({ speakers: 1, listeners: 1, hands: 0 });
});

test('the seat of an offer is held: nobody else is offered it, and it is free again afterwards', () => {
  const { host, join } = hall({ stageSeats: 2 });
  const [anna, ben] = [join('anna'), join('ben')];
  offer(host, anna);
  offer(host, ben);
  expect(host.connection.errors).toEqual(['stage-full']);
  anna.connection.say({ type: 'answer', answer: 'decline' });
  offer(host, ben);
  ben.connection.say({ type: 'answer', answer: 'accept' });
  expect(ben.connection.last('seat').role).toBe('stage');
});

test.each([
  ['a hand on the stage', { type: 'hand', raised: true }, 'not-allowed', 'host'],
  ['an answer to no offer', { type: 'answer', answer: 'accept' }, 'not-offered', 'anna'],
  ['a step down from the audience', { type: 'step-down' }, 'not-on-stage', 'anna'],
  ['an open microphone in the audience', { type: 'mute', muted: false }, 'not-on-stage', 'anna'],
  ['an answer to an invitation that there is not', { type: 'answer', answer: 'accept', invitation: 'x' }, '', 'anna'],
] as const)('%s is refused and changes nothing', async (_, message, code, who) => {
  const { host, join, relay } = hall();
  const anna = join('anna');
  const before = relay.rooms.viewOf('lounge');
  const { connection } = who === 'anna' ? anna : host;
  connection.say(message);
  await Promise.resolve();
  expect(connection.errors).toEqual([code || 'no-such-invitation']);
  expect(relay.rooms.viewOf('lounge')).toEqual(before);
});

test('nothing in a way to the stage and back ever tells a device to open its microphone', () => {
  const { clock, host, join } = hall();
  const anna = join('anna');
  for (let round = 0; round < 3; round++) {
    offer(host, anna);
    anna.connection.say({ type: 'answer', answer: 'accept' });
    anna.connection.say({ type: 'mute', muted: false });
    host.connection.say({ type: 'moderate', action: 'mute', member: anna.id });
    host.connection.say({ type: 'moderate', action: 'demote', member: anna.id });
    clock.advance(1000);
  }
  const mutes = anna.connection.heard.flatMap((message) => (message.type === 'mute' ? [message.muted] : []));
  expect(mutes).toEqual([true, true, true]);
});
