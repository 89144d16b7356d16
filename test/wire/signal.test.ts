import fc from 'fast-check';
import { SIGNAL_MAX_BYTES } from '../../wire/limits';
import { isName, isRoomId, parseSignal, writeSignal, type SignalMessage } from '../../wire/signal';
import { ERROR_CODES, LEFT_REASONS, anyMessage, anyName, anyRoomId } from './any-signal';

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

test('reads each message', () => {
  expect(parseSignal('{"type":"hello","name":"kitchen"}')).toEqual({ type: 'hello', name: 'kitchen' });
  expect(parseSignal('{"type":"hello","name":"Кухня","member":7}')).toEqual({
    type: 'hello',
    name: 'Кухня',
    member: 7,
  });
  expect(parseSignal('{"type":"join","room":"a","payloadTypes":[6,0]}')).toEqual({
    type: 'join',
    room: 'a',
    payloadTypes: [6, 0],
  });
  expect(parseSignal(JSON.stringify(JOINED))).toEqual(JOINED);
  expect(parseSignal('{"type":"leave"}')).toEqual({ type: 'leave' });
  expect(parseSignal('{"type":"mute","muted":true}')).toEqual({ type: 'mute', muted: true });
  expect(parseSignal(' {"id":4294967295,\n"type":"ping"} ')).toEqual({ type: 'ping', id: 4294967295 });
});

test('unknown fields are ignored, at any place', () => {
  const text = '{"since":[{"deep":1}],"type":"mute","muted":false,"__proto__":{"muted":true},"constructor":null}';
  expect(parseSignal(text)).toEqual({ type: 'mute', muted: false });
  expect(parseSignal('{"type":"leave","muted":1}')).toEqual({ type: 'leave' });
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
  ['unknown-type', '{"__proto__":{"type":"leave"}}'],
])('refuses as %s: %s', (code, text) => {
  expect(parseSignal(text)).toMatchObject({ type: 'rejected', code });
});

type Damage = readonly [code: string, field: string, change: { readonly [name: string]: unknown }];
const DAMAGES: { readonly [type: string]: readonly [SignalMessage, ...Damage[]] } = {
  hello: [
    { type: 'hello', name: 'kitchen', member: 7 },
    ['bad-name', 'name', { name: undefined }],
    ['bad-name', 'name', { name: '' }],
    ['bad-name', 'name', { name: 'a\nb' }],
    ['bad-name', 'name', { name: 'x'.repeat(65) }],
    ['bad-name', 'name', { name: ['kitchen'] }],
    ['bad-field', 'member', { member: -1 }],
    ['bad-field', 'member', { member: 4294967296 }],
    ['bad-field', 'member', { member: null }],
  ],
  join: [
    { type: 'join', room: 'lounge', payloadTypes: [0], packetMs: 20 },
    ['bad-room', 'room', { room: 'Lounge' }],
    ['bad-room', 'room', { room: '../x' }],
    ['bad-field', 'payloadTypes', { payloadTypes: undefined }],
    ['bad-field', 'payloadTypes', { payloadTypes: 0 }],
    ['bad-field', 'payloadTypes', { payloadTypes: { length: 1, 0: 0 } }],
    ['bad-field', 'payloadTypes', { payloadTypes: [128] }],
    ['bad-field', 'payloadTypes', { payloadTypes: [0.5] }],
    ['bad-field', 'payloadTypes', { payloadTypes: ['0'] }],
    ['bad-field', 'payloadTypes', { payloadTypes: new Array(17).fill(0) }],
    ['bad-field', 'packetMs', { packetMs: 30 }],
    ['bad-field', 'packetMs', { packetMs: '20' }],
    ['bad-field', 'packetMs', { packetMs: null }],
  ],
  joined: [
    JOINED,
    ['bad-field', 'room', { room: '-' }],
    ['bad-field', 'role', { role: 'host' }],
    ['bad-field', 'ssrc', { ssrc: 1.5 }],
    ['bad-field', 'token', { token: '00' }],
    ['bad-field', 'mediaPort', { mediaPort: 0 }],
    ['bad-field', 'mediaPort', { mediaPort: 65536 }],
    ['bad-field', 'payloadType', { payloadType: 128 }],
    ['bad-field', 'packetMs', { packetMs: undefined }],
  ],
  left: [
    { type: 'left', room: 'lounge', reason: 'asked' },
    ['bad-room', 'room', { room: '' }],
    ['bad-field', 'reason', { reason: 'asked moved' }],
    ['bad-field', 'reason', { reason: '' }],
    ['bad-field', 'reason', { reason: 'ask' }],
  ],
  mute: [
    { type: 'mute', muted: true },
    ['bad-field', 'muted', { muted: 1 }],
    ['bad-field', 'muted', { muted: undefined }],
  ],
  speaking: [
    { type: 'speaking', members: [1, 2] },
    ['bad-field', 'members', { members: '1' }],
    ['bad-field', 'members', { members: [-1] }],
    ['bad-field', 'members', { members: [[1]] }],
    ['bad-field', 'members', { members: new Array(65).fill(1) }],
  ],
  error: [
    { type: 'error', code: 'room-full' },
    ['bad-field', 'code', { code: 'room' }],
    ['bad-field', 'code', { code: 'too-long not-json' }],
    ['bad-field', 'code', { code: 7 }],
  ],
  ping: [
    { type: 'ping', id: 7 },
    ['bad-field', 'id', { id: -1 }],
    ['bad-field', 'id', { id: '7' }],
    ['bad-field', 'id', { id: undefined }],
  ],
};

test.each(Object.entries(DAMAGES))('refuses a %s message by the field that is wrong', (_, [sound, ...damages]) => {
  expect(parseSignal(JSON.stringify(sound))).toEqual(sound);
  for (const [code, field, change] of damages) {
    expect([change, parseSignal(JSON.stringify({ ...sound, ...change }))]).toEqual([
      change,
      { type: 'rejected', code, field },
    ]);
  }
});

test('text that is too long is refused before it is read', () => {
  const longest = '{"type":"leave"}'.padEnd(SIGNAL_MAX_BYTES);
  expect(parseSignal(longest)).toEqual({ type: 'leave' });
  expect(parseSignal(longest + ' ')).toEqual({ type: 'rejected', code: 'too-long' });
  expect(parseSignal('['.repeat(SIGNAL_MAX_BYTES))).toMatchObject({ code: 'not-json' });
  expect(parseSignal('['.repeat(2048) + ']'.repeat(2048))).toMatchObject({ code: 'not-an-object' });
});

test('every code and every reason passes in both directions', () => {
  for (const code of ERROR_CODES)
    expect(parseSignal(writeSignal({ type: 'error', code }))).toEqual({ type: 'error', code });
  for (const reason of LEFT_REASONS) {
    const left = { type: 'left', room: 'a', reason } as const;
    expect(parseSignal(writeSignal(left))).toEqual(left);
  }
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

test('reading what was written gives the same message, which fits the limit in bytes', () => {
  fc.assert(
    fc.property(anyMessage, (message) => {
      const text = writeSignal(message);
      expect(parseSignal(text)).toEqual(message);
      expect(JSON.parse(text)).toEqual(message);
      expect(Buffer.byteLength(text)).toBeLessThanOrEqual(SIGNAL_MAX_BYTES);
    }),
    { numRuns: 500 },
  );
});

test('a device, whose characters are the bytes of UTF-8, reads and writes the same messages', () => {
  fc.assert(
    fc.property(anyMessage, (message) => {
      const asBytes = Buffer.from(writeSignal(message)).toString('latin1');
      const read = parseSignal(asBytes);
      if (message.type === 'hello' && Buffer.byteLength(message.name) > 64) {
        expect(read).toMatchObject({ code: 'bad-name' });
      } else {
        if (read.type === 'rejected') throw new Error(`refused: ${read.code}`);
        expect(writeSignal(read)).toBe(asBytes);
      }
    }),
  );
});

test('no text makes the parser throw', () => {
  const damaged = fc.tuple(anyMessage, fc.nat(200), fc.string({ maxLength: 3 })).map(([message, at, piece]) => {
    const text = writeSignal(message);
    return text.slice(0, at) + piece + text.slice(at + 1);
  });
  const anyObject = fc.object({ key: fc.constantFrom('type', 'name', 'room', 'id', 'x'), maxDepth: 2 });
  const typed = fc
    .tuple(anyMessage, fc.constantFrom('name', 'room', 'id', 'members', 'payloadTypes', 'code', 'ssrc'), fc.jsonValue())
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
      const read = parseSignal(noise);
      if (read.type === 'rejected') expect(ERROR_CODES).toContain(read.code);
      else expect(parseSignal(writeSignal(read))).toEqual(JSON.parse(JSON.stringify(read)));
    }),
    { numRuns: 1000 },
  );
});

test('every truncation of a message is refused', () => {
  const text = writeSignal(JOINED);
  for (let length = 0; length < text.length; length++) {
    expect(parseSignal(text.slice(0, length))).toEqual({ type: 'rejected', code: 'not-json' });
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
