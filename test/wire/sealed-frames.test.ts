import fc from 'fast-check';
import { nodePrimitives } from '../../relay/node/node-primitives';
import { fromBase64, fromHex, toHex, wordBytes } from '../../wire/byte-string';
import { SIGNAL_MAX_BYTES } from '../../wire/limits';
import { SEALED_MESSAGE_MAX_BYTES, TO_MEMBER, TO_RELAY, createOpener, createSealer } from '../../wire/sealed-frames';
import { open, sealKey } from '../../wire/seal';
import { anyBytes, ofHex, toDigits } from '../support/byte-strings';

const KEYS = { toRelay: 'r'.repeat(32), toMember: 'm'.repeat(32) };
const IV = 'i'.repeat(16);

type End = { readonly seal: ReturnType<typeof createSealer>; readonly open: ReturnType<typeof createOpener> };

const ends = (primitives = nodePrimitives): { member: End; relay: End } => ({
  member: {
    seal: createSealer(primitives, KEYS.toRelay, TO_RELAY),
    open: createOpener(primitives, KEYS.toMember, TO_MEMBER),
  },
  relay: {
    seal: createSealer(primitives, KEYS.toMember, TO_MEMBER),
    open: createOpener(primitives, KEYS.toRelay, TO_RELAY),
  },
});

test('messages of both directions go through, in any order between them', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.boolean(), anyBytes(0, 80), anyBytes(16, 16)), { maxLength: 20 }), (messages) => {
      const { member, relay } = ends();
      for (const [isToRelay, plain, iv] of messages) {
        const [from, to] = isToRelay ? [member, relay] : [relay, member];
        expect(to.open(from.seal(plain, iv))).toEqual({ plain });
      }
    }),
  );
});

test('a frame is base 64 of what the seal of its direction and number is', () => {
  const { member, relay } = ends();
  const numbers = (from: End, key: string, direction: string): void => {
    for (let number = 0; number < 300; number++) {
      const sealed = Buffer.from(from.seal('x', IV), 'base64').toString('latin1');
      const along = ofHex(direction + number.toString(16).padStart(16, '0'));
      expect(open(nodePrimitives, sealKey(nodePrimitives, key), along, sealed)).toEqual({ plain: 'x' });
    }
  };
  numbers(member, KEYS.toRelay, '00');
  numbers(relay, KEYS.toMember, '01');
});

test('equal messages under an equal initialization vector differ: the counter is in the tag', () => {
  const { member } = ends();
  expect(member.seal('ping', IV)).not.toBe(member.seal('ping', IV));
});

test.each<[string, (frames: string[], ends: { member: End; relay: End }) => string]>([
  ['repeated', (frames, { relay }) => (relay.open(frames[0]!), frames[0]!)],
  ['left out', (frames) => frames[1]!],
  ['moved', (frames, { relay }) => (relay.open(frames[0]!), relay.open(frames[1]!), frames[3]!)],
  ['sent back', (_, { relay }) => relay.seal('to the member', IV)],
])('a frame that is %s ends everything, also what would be right', (_, frameFor) => {
  const both = ends();
  const frames = Array.from({ length: 4 }, (_, i) => both.member.seal(`message ${i}`, IV));
  const opened = both.relay.open(frameFor(frames, both));
  expect(opened).toBe('forged');
  for (const frame of frames) expect(both.relay.open(frame)).toBe('forged');
});

test('after a frame that does not open, the one whose turn it would be does not open either', () => {
  for (const wrong of ['', 'AAAA', 'x'.repeat(SIGNAL_MAX_BYTES + 4)]) {
    const { member, relay } = ends();
    const frames = ['lost', 'next'].map((message) => member.seal(message, IV));
    expect(relay.open(wrong)).toBe('malformed');
    expect(relay.open(frames[1]!)).toBe('malformed');
  }
});

test('the longest message makes a frame of at most 4 KB, and one byte more does not open', () => {
  const { member, relay } = ends();
  const longest = 'x'.repeat(SEALED_MESSAGE_MAX_BYTES);
  const frame = member.seal(longest, IV);
  expect(frame.length).toBe(SIGNAL_MAX_BYTES);
  expect(relay.open(frame)).toEqual({ plain: longest });
  expect(relay.open(member.seal(longest + 'x', IV))).toBe('malformed');
});

test('a frame over 4 KB is refused before anything is done with it', () => {
  const { hashOf } = nodePrimitives;
  let calls = 0;
  const { relay } = ends({ ...nodePrimitives, hashOf: (bytes) => (calls++, hashOf(bytes)) });
  calls = 0;
  expect(relay.open('A'.repeat(SIGNAL_MAX_BYTES + 4))).toBe('malformed');
  expect(calls).toBe(0);
});

test.each([
  '',
  '{"type":"leave"}',
  'AAA',
  'AAAA=',
  'A===',
  '====',
  'AA==AAAA',
  ' AAAA',
  'AAAA\n',
  'AB==',
  'Кухня',
  'A-_A',
])('text that is no base 64 as an encoder writes it is refused: %j', (text) => {
  expect(ends().relay.open(text)).toBe('malformed');
});

test('any text gives a reason', () => {
  const text = fc.oneof(fc.string(), fc.string({ unit: 'binary' }), fc.base64String());
  fc.assert(fc.property(text, (frame) => typeof ends().relay.open(frame) === 'string'));
});

test('every changed character of a frame ends the connection', () => {
  // The last character of 64 bytes in base 64 holds four bits that no byte needs.
  const frame = ends().member.seal('x'.repeat(20), IV);
  expect(frame.endsWith('==')).toBe(true);
  const alphabet = 'ABYZabyz01289+/= -_\n';
  for (let at = 0; at < frame.length; at++) {
    for (const char of alphabet) {
      if (char === frame.charAt(at)) continue;
      expect(typeof ends().relay.open(frame.slice(0, at) + char + frame.slice(at + 1))).toBe('string');
    }
  }
});

test('hex and base 64 are those of Node', () => {
  fc.assert(
    fc.property(anyBytes(0, 50), anyBytes(32, 32), (bytes, key) => {
      expect(toHex(bytes)).toBe(toDigits(bytes));
      expect(fromHex(toDigits(key))).toBe(key);
      expect(fromBase64(Buffer.from(bytes, 'latin1').toString('base64'))).toBe(bytes);
    }),
  );
  expect(fromHex('00000000ffffffff80000001')).toBe(ofHex('00000000ffffffff80000001'));
  expect(wordBytes(2 ** 40 + 0x01020304)).toBe(ofHex('01020304'));
});
