import { parseShort } from '../../wire/short-reader';
import { writeSignal } from '../../wire/signal';
import { createTestRelay, tone, type TestMember } from './support/test-relay';
import type { InMemoryConnection } from './support/in-memory-ports';

// A member that says so in hello is written to in the short form, and not at all about what a device ignores.

/** Says hello as a device does and joins; gives everything that it is sent from then on, as text. */
function device(
  relay: ReturnType<typeof createTestRelay>,
  name: string,
): { texts: string[]; connection: InMemoryConnection } {
  const connection = relay.signal.connect();
  const texts: string[] = [];
  connection.send = (text) => texts.push(text);
  connection.say({ type: 'hello', name, form: 'short' });
  connection.say({ type: 'join', room: 'lounge', payloadTypes: [0], id: 1 });
  return { texts, connection };
}

const typesIn = (texts: readonly string[]): string[] => texts.map((text) => text.split(' ')[0]!);

function speak(relay: ReturnType<typeof createTestRelay>, member: TestMember, ms: number): void {
  member.connection.say({ type: 'mute', muted: false });
  for (let i = 0; i < ms / 20; i++) {
    member.send(tone(), { marker: i === 0 });
    relay.clock.advance(20);
  }
}

test('hello is JSON and says which form follows; joined, left and refusals are short', () => {
  const relay = createTestRelay();
  const { texts, connection } = device(relay, 'kitchen');
  connection.say({ type: 'hand', raised: true });
  connection.say({ type: 'leave', id: 2 });
  connection.say({ type: 'leave', id: 3 });
  connection.say({ type: 'ping', id: 4 });
  expect(JSON.parse(texts[0]!)).toMatchObject({ type: 'hello', name: 'kitchen', form: 'short' });
  expect(parseShort(texts[1]!)).toMatchObject({ type: 'joined', room: 'lounge', role: 'stage', id: 1 });
  expect(texts.slice(2)).toEqual(['error not-allowed', 'left lounge asked 2', 'error not-joined 3', 'pong']);
});

test('a device hears nothing of counts and ranks, and others do', () => {
  const relay = createTestRelay();
  const { texts } = device(relay, 'kitchen');
  const anna = relay.join('anna');
  for (let i = 0; i < 20; i++) {
    relay.join(`guest ${i}`);
    relay.clock.advance(1000);
  }
  expect(typesIn(texts.slice(1))).toEqual(['joined']);
  expect(anna.connection.heard.filter(({ type }) => type === 'room').length).toBeGreaterThan(15);
});

test('a device hears whether others speak, once for each change, and nothing of its own voice', () => {
  const relay = createTestRelay();
  const kitchen = device(relay, 'kitchen');
  const [anna, boris] = [relay.join('anna'), relay.join('boris')];
  const told = (): string[] => kitchen.texts.filter((text) => text.startsWith('others'));
  speak(relay, anna, 1000);
  expect(told()).toEqual(['others 1']);
  speak(relay, boris, 400);
  expect(told()).toEqual(['others 1']);
  relay.clock.advance(2000);
  expect(told()).toEqual(['others 1', 'others 0']);
  const numbers = anna.connection.heard.flatMap((message) => (message.type === 'speaking' ? [message.members] : []));
  expect(numbers.length).toBeGreaterThan(told().length);
  speak(relay, anna, 1000);
  kitchen.connection.say({ type: 'join', room: 'lounge', payloadTypes: [0], id: 2 });
  relay.clock.advance(2000);
  expect(told()).toEqual(['others 1', 'others 0', 'others 1']);
});

test('a raised hand hears of its place', () => {
  const relay = createTestRelay({ stagePolicies: { lounge: 'moderated' } });
  const host = relay.join('host');
  const first = relay.join('first');
  const { texts, connection } = device(relay, 'kitchen');
  first.connection.say({ type: 'hand', raised: true });
  connection.say({ type: 'hand', raised: true });
  relay.clock.advance(2000);
  first.connection.say({ type: 'hand', raised: false });
  relay.clock.advance(2000);
  host.connection.say({
    type: 'moderate',
    action: 'offer',
    member: (JSON.parse(texts[0]!) as { member: number }).member,
  });
  relay.clock.advance(2000);
  expect(texts.slice(2)).toEqual(['queue 2', 'queue 1', 'offer 30000']);
});

test('a member that comes back by a connection that does not ask for the short form gets JSON', () => {
  const relay = createTestRelay();
  const { texts, connection } = device(relay, 'kitchen');
  const { resume } = JSON.parse(texts[0]!) as { resume: string };
  connection.close(1000, '');
  const again = relay.signal.connect();
  again.say({ type: 'hello', name: 'kitchen', resume });
  again.say({ type: 'join', room: 'lounge', payloadTypes: [0] });
  expect(again.last('hello')).not.toHaveProperty('form');
  expect(again.last('joined').room).toBe('lounge');
});

test('a form that does not exist is refused', () => {
  const connection = createTestRelay().signal.connect();
  connection.say(writeSignal({ type: 'hello', name: 'kitchen' }).replace('}', ',"form":"tiny"}'));
  expect(connection.last('error').code).toBe('bad-field');
});
