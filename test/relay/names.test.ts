import { createTestRelay } from './support/test-relay';

// What a member may be called. The wire's rule is coarse, for a device; the relay's is for people who read names.

const hello = (name: string): { readonly error: string | undefined; readonly known: string | undefined } => {
  const { relay, signal } = createTestRelay();
  const connection = signal.connect();
  connection.say({ type: 'hello', name });
  connection.say({ type: 'join', room: 'lounge', payloadTypes: [0] });
  const [entry] = relay.rooms.viewOf('lounge')?.roster ?? [];
  return { error: connection.errors[0], known: entry?.name };
};

test.each([
  ['Кухня «у Анны» 👋'],
  ['مطبخ'],
  ['厨房'],
  ['👨‍👩‍👧‍👦'],
  ['😀'.repeat(32)],
  ['厨'.repeat(64)],
  ['\u200fمطبخ\u200e 7'],
  ['a"b\\c'],
])('%s is a name', (name) => {
  expect(hello(name)).toEqual({ error: undefined, known: name });
});

test.each([
  ['nothing', ''],
  ['white space alone', '   '],
  ['nothing to see', '\u200b\u2060'],
  ['64 emoji, which are 128 units', '😀'.repeat(64)],
  ['33 emoji', '😀'.repeat(33)],
  ['a line break', 'a\nb'],
  ['a line separator', 'a\u2028b'],
  ['a bell', 'a\u0007'],
  ['a delete', 'a\u007fb'],
  ['a control character of the second row', 'a\u0085b'],
  ['a right-to-left override', 'gnp\u202eexe'],
  ['an isolate', 'a\u2066b\u2069'],
  ['half an emoji', 'a\ud83d'],
])('%s is no name', (_, name) => {
  expect(hello(name)).toEqual({ error: 'bad-name', known: undefined });
});

test('a name is kept composed and without white space around it', () => {
  expect(hello(' Zoe\u0308 ').known).toBe('Zoë');
});

test('who was refused by its name may say another one', () => {
  const { signal, relay } = createTestRelay();
  const connection = signal.connect();
  connection.say({ type: 'hello', name: 'gnp\u202eexe' });
  connection.say({ type: 'hello', name: 'anna' });
  expect(connection.errors).toEqual(['bad-name']);
  expect(connection.last('hello').name).toBe('anna');
  expect(relay.stats().members).toBe(1);
});
