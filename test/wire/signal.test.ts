import fc from 'fast-check';
import { SIGNAL_MAX_BYTES } from '../../wire/limits';
import { isName, isRoomId, writeSignal, type SignalMessage, type SignalRejection } from '../../wire/signal';
import { parseToMember } from '../../wire/to-member';
import { parseToRelay } from '../../wire/to-relay';
import { TO_MEMBER_ROWS, TO_RELAY_ROWS, anyToMember, anyToRelay, type Row } from './any-signal';
import { ERROR_CODES, KINDS, anyName, anyRoomId, refusalOf } from './field-kinds';

const JOINED = {
  type: 'joined',
  room: 'lounge',
  role: 'stage',
  ssrc: 4294967295,
  token: '00112233445566778899aabbccddeeff',
  mediaPort: 7720,
  payloadType: 0,
  packetMs: 20,
} as const;

test('reads messages of both directions', () => {
  expect(parseToRelay('{"type":"hello","name":"kitchen"}')).toEqual({ type: 'hello', name: 'kitchen' });
  expect(parseToMember('{"type":"hello","name":"Кухня","member":7}')).toEqual({
    type: 'hello',
    name: 'Кухня',
    member: 7,
  });
  expect(parseToRelay('{"type":"join","room":"a","payloadTypes":[6,0]}')).toEqual({
    type: 'join',
    room: 'a',
    payloadTypes: [6, 0],
  });
  expect(parseToMember(JSON.stringify(JOINED))).toEqual(JOINED);
  expect(parseToRelay('{"type":"leave"}')).toEqual({ type: 'leave' });
  expect(parseToMember('{"type":"mute","muted":true}')).toEqual({ type: 'mute', muted: true });
  expect(parseToMember(' {"id":4294967295,\n"type":"ping"} ')).toEqual({ type: 'ping', id: 4294967295 });
});

test('unknown fields are ignored, at any place', () => {
  const text = '{"since":[{"deep":1}],"type":"mute","muted":false,"__proto__":{"muted":true},"constructor":null}';
  expect(parseToRelay(text)).toEqual({ type: 'mute', muted: false });
  expect(parseToMember(text)).toEqual({ type: 'mute', muted: false });
  expect(parseToRelay('{"type":"leave","muted":1}')).toEqual({ type: 'leave' });
});

test.each([
  ['not-json', ''],
  ['not-json', '{'],
  ['not-json', "{'type':'leave'}"],
  ['not-json', '{"type":"leave"}}'],
  ['not-json', '\u0000'],
  ['not-an-object', 'null'],
  ['not-an-object', '7'],
  ['not-an-object', '"leave"'],
  ['not-an-object', '[{"type":"leave"}]'],
  ['unknown-type', '{}'],
  ['unknown-type', '{"type":7}'],
  ['unknown-type', '{"type":"Leave"}'],
  ['unknown-type', '{"type":"rejected","code":"too-long"}'],
  ['unknown-type', '{"type":["leave"]}'],
  ['unknown-type', '{"type":"toString"}'],
  ['unknown-type', '{"type":""}'],
  ['unknown-type', '{"type":["ping"],"id":1}'],
  ['unknown-type', '{"type":"ping id:u32","id":1}'],
  ['unknown-type', '{"type":"ping id:u32\\npong","id":1}'],
  ['unknown-type', '{"__proto__":{"type":"leave"}}'],
])('refuses as %s: %s', (code, text) => {
  expect(parseToRelay(text)).toMatchObject({ type: 'rejected', code });
  expect(parseToMember(text)).toMatchObject({ type: 'rejected', code });
});

/** Both directions: its messages, and who reads them. */
const DIRECTIONS = [
  { towards: 'a member', rows: TO_MEMBER_ROWS, others: TO_RELAY_ROWS, parse: parseToMember },
  { towards: 'the relay', rows: TO_RELAY_ROWS, others: TO_MEMBER_ROWS, parse: parseToRelay },
] as const;
type Case = readonly [
  towards: string,
  type: string,
  row: Row,
  parse: (text: string) => SignalMessage | SignalRejection,
];
const CASES: readonly Case[] = DIRECTIONS.flatMap(({ towards, rows, parse }) =>
  rows.map((row): Case => [towards, row.type, row, parse]),
);

test.each(CASES)('towards %s, %s: each field takes what it may hold and nothing near it', (_, __, row, parse) => {
  const { example, fields } = row;
  expect(parse(JSON.stringify(example))).toEqual(example);
  for (const { name, kind } of fields) {
    for (const value of KINDS[kind].good) {
      const sound = { ...example, [name]: value } as SignalMessage;
      expect(parse(writeSignal(sound))).toEqual(sound);
    }
    for (const value of KINDS[kind].bad) {
      const read = parse(JSON.stringify({ ...example, [name]: value }));
      // The refusal of a join or leave carries its id back.
      const id =
        name !== 'id' && fields.some((field) => field.name === 'id' && field.isOptional) ? example.id : undefined;
      expect([value, read]).toEqual([value, { type: 'rejected', code: refusalOf(kind), field: name, id }]);
    }
  }
});

test.each(CASES)('towards %s, %s: only what may be missing may be missing', (_, __, row, parse) => {
  for (const { name, kind, isOptional } of row.fields) {
    const { [name]: gone, ...rest } = row.example;
    expect(gone).toBeDefined();
    const read = parse(JSON.stringify(rest));
    if (isOptional) expect([name, read]).toEqual([name, rest]);
    else expect([name, read]).toMatchObject([name, { type: 'rejected', code: refusalOf(kind), field: name }]);
  }
});

test.each(CASES)('towards %s, %s: fields of other messages are left out', (_, __, row, parse) => {
  const every = Object.assign({}, ...CASES.map(([, , { example }]) => example), { until: 7 }) as object;
  expect(parse(JSON.stringify({ ...every, ...row.example }))).toEqual(row.example);
});

test.each(DIRECTIONS)('towards $towards, a message of the other direction is of an unknown type', (direction) => {
  const own = new Set(direction.rows.map(({ type }) => type));
  const foreign = direction.others.filter(({ type }) => !own.has(type));
  expect(foreign.length).toBeGreaterThanOrEqual(10);
  for (const { example } of foreign) {
    const read = direction.parse(JSON.stringify(example));
    expect([example.type, read]).toEqual([example.type, { type: 'rejected', code: 'unknown-type', field: 'type' }]);
  }
});

test('a member cannot tell the relay its number, nor the relay leave it out', () => {
  expect(parseToRelay('{"type":"hello","name":"a","member":7}')).toEqual({ type: 'hello', name: 'a' });
  expect(parseToMember('{"type":"hello","name":"a"}')).toEqual({
    type: 'rejected',
    code: 'bad-field',
    field: 'member',
  });
});

test.each(DIRECTIONS)('towards $towards, text that is too long is refused before it is read', ({ parse }) => {
  const longest = '{"type":"ping","id":1}'.padEnd(SIGNAL_MAX_BYTES);
  expect(parse(longest)).toEqual({ type: 'ping', id: 1 });
  expect(parse(longest + ' ')).toEqual({ type: 'rejected', code: 'too-long' });
  expect(parse('['.repeat(SIGNAL_MAX_BYTES))).toMatchObject({ code: 'not-json' });
  expect(parse('['.repeat(2048) + ']'.repeat(2048))).toMatchObject({ code: 'not-an-object' });
});

test('writes short JSON in raw UTF-8: a device would destroy \\u escapes', () => {
  expect(writeSignal({ type: 'hello', name: 'Кухня "1" \\ 👋' })).toBe(
    '{"type":"hello","name":"Кухня \\"1\\" \\\\ 👋"}',
  );
  expect(writeSignal({ type: 'speaking', members: [] })).toBe('{"type":"speaking","members":[]}');
  expect(writeSignal({ type: 'join', room: 'a', payloadTypes: [6, 0] })).toBe(
    '{"type":"join","room":"a","payloadTypes":[6,0]}',
  );
});

test('writes no field that is undefined, and control characters as JSON has them', () => {
  expect(writeSignal({ type: 'hello', name: 'a', resume: undefined } as unknown as SignalMessage)).toBe(
    '{"type":"hello","name":"a"}',
  );
  const controls = String.fromCharCode(...Array(0x20).keys()) + '\u007f';
  expect(JSON.parse(writeSignal({ type: 'hello', name: controls }))).toEqual({ type: 'hello', name: controls });
});

const BOTH = [
  { towards: 'a member', parse: parseToMember, any: anyToMember as fc.Arbitrary<SignalMessage> },
  { towards: 'the relay', parse: parseToRelay, any: anyToRelay as fc.Arbitrary<SignalMessage> },
] as const;

test.each(BOTH)('towards $towards, what was written is read as the same, and fits in bytes', ({ parse, any }) => {
  fc.assert(
    fc.property(any, (message) => {
      const text = writeSignal(message);
      expect(parse(text)).toEqual(message);
      expect(JSON.parse(text)).toEqual(message);
      expect(Buffer.byteLength(text)).toBeLessThanOrEqual(SIGNAL_MAX_BYTES);
    }),
    { numRuns: 500 },
  );
});

test.each(BOTH)('towards $towards, a device with its bytes for characters is understood', ({ parse, any }) => {
  fc.assert(
    fc.property(any, (message) => {
      const asBytes = Buffer.from(writeSignal(message)).toString('latin1');
      const read = parse(asBytes);
      if (message.type === 'hello' && Buffer.byteLength(message.name) > 64) {
        expect(read).toMatchObject({ code: 'bad-name' });
      } else {
        if (read.type === 'rejected') throw new Error(`refused: ${read.code}`);
        expect(writeSignal(read)).toBe(asBytes);
      }
    }),
  );
});

test.each(BOTH)('towards $towards, no text makes the parser throw', ({ parse, any }) => {
  const damaged = fc.tuple(any, fc.nat(200), fc.string({ maxLength: 3 })).map(([message, at, piece]) => {
    const text = writeSignal(message);
    return text.slice(0, at) + piece + text.slice(at + 1);
  });
  const anyObject = fc.object({ key: fc.constantFrom('type', 'name', 'room', 'id', 'x'), maxDepth: 2 });
  const fieldNames = [...new Set(CASES.flatMap(([, , { fields }]) => fields.map(({ name }) => name)))];
  const typed = fc
    .tuple(any, fc.constantFrom(...fieldNames), fc.jsonValue())
    .map(([message, field, value]) => JSON.stringify({ ...message, [field]: value }));
  const text = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.json(),
    anyObject.map((o) => JSON.stringify(o)),
    damaged,
    typed,
  );
  fc.assert(
    fc.property(text, (noise) => {
      const read = parse(noise);
      if (read.type === 'rejected') expect(ERROR_CODES).toContain(read.code);
      else expect(parse(writeSignal(read))).toEqual(JSON.parse(JSON.stringify(read)));
    }),
    { numRuns: 1000 },
  );
});

test('every truncation of a message is refused', () => {
  const text = writeSignal(JOINED);
  for (let length = 0; length < text.length; length++) {
    expect(parseToMember(text.slice(0, length))).toEqual({ type: 'rejected', code: 'not-json' });
  }
});

test.each([
  ['lounge', true],
  ['a', true],
  ['7', true],
  ['a-b--c', true],
  ['a'.repeat(40), true],
  ['a'.repeat(41), false],
  ['', false],
  ['-a', false],
  ['a-', false],
  ['-', false],
  ['Lounge', false],
  ['a b', false],
  ['a/b', false],
  ['räume', false],
  [['lounge'], false],
  [undefined, false],
])('%j as a room id: %s', (text, isOne) => {
  expect(isRoomId(text)).toBe(isOne);
});

test('any name of any script is a name, and any control character spoils it', () => {
  fc.assert(
    fc.property(anyName, fc.oneof(fc.nat(0x1f), fc.constant(0x7f)), (name, control) => {
      expect(isName(name)).toBe(true);
      expect(isName(name.slice(0, 60) + String.fromCharCode(control))).toBe(false);
    }),
  );
  fc.assert(fc.property(anyRoomId, (room) => expect(isRoomId(room)).toBe(true)));
});
