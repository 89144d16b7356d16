import fc from 'fast-check';
import { nodePrimitives } from '../../relay/node/node-primitives';
import { fromBase64, fromHex, toHex } from '../../wire/byte-string';
import { SIGNAL_MAX_BYTES } from '../../wire/limits';
import { SEALED_MESSAGE_MAX_BYTES, createSealedFrames, type SealedFrames } from '../../wire/sealed-frames';
import { open, sealKey } from '../../wire/seal';
import { anyBytes, toDigits } from '../support/byte-strings';

const KEYS = { toRelay: 'r'.repeat(32), toMember: 'm'.repeat(32) };
const IV = 'i'.repeat(16);

const ends = (): { member: SealedFrames; relay: SealedFrames } => ({
  member: createSealedFrames(nodePrimitives, KEYS, false),
  relay: createSealedFrames(nodePrimitives, KEYS, true),
});

function frameOf(from: SealedFrames, message: string, iv = IV): string {
  const sealed = from.seal(message, iv);
  if (typeof sealed === 'string') throw new Error(`refused as ${sealed}`);
  return sealed.frame;
}

test('messages of both directions go through, in any order between them', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.boolean(), anyBytes(0, 80), anyBytes(16, 16)), { maxLength: 20 }), (messages) => {
      const { member, relay } = ends();
      for (const [isToRelay, plain, iv] of messages) {
        const [from, to] = isToRelay ? [member, relay] : [relay, member];
        expect(to.open(frameOf(from, plain, iv))).toEqual({ plain });
      }
    }),
  );
});

test('a frame is base 64 of what the seal of its direction and number is', () => {
  const { member, relay } = ends();
  const numbers = (from: SealedFrames, key: string, direction: string): void => {
    for (let number = 0; number < 300; number++) {
      const sealed = Buffer.from(frameOf(from, 'x'), 'base64').toString('latin1');
      const along = Buffer.from(direction + number.toString(16).padStart(16, '0'), 'hex').toString('latin1');
      expect(open(nodePrimitives, sealKey(nodePrimitives, key), along, sealed)).toEqual({ plain: 'x' });
    }
  };
  numbers(member, KEYS.toRelay, '00');
  numbers(relay, KEYS.toMember, '01');
});

test('equal messages under an equal initialization vector differ: the counter is in the tag', () => {
  const { member } = ends();
  expect(frameOf(member, 'ping')).not.toBe(frameOf(member, 'ping'));
});

test.each<[string, (frames: string[], ends: { member: SealedFrames; relay: SealedFrames }) => string]>([
  ['repeated', (frames, { relay }) => (relay.open(frames[0]), frames[0])],
  ['left out', (frames) => frames[1]],
  ['moved', (frames, { relay }) => (relay.open(frames[0]), relay.open(frames[1]), frames[3])],
  ['sent back', (_, { relay }) => frameOf(relay, 'to the member')],
])('a frame that is %s ends everything, also what would be right', (_, frameFor) => {
  const both = ends();
  const frames = Array.from({ length: 4 }, (_, i) => frameOf(both.member, `message ${i}`));
  const opened = both.relay.open(frameFor(frames, both));
  expect(opened).toBe('forged');
  for (const frame of frames) expect(both.relay.open(frame)).toBe('forged');
  expect(both.relay.seal('x', IV)).toBe('forged');
});

test('the longest message makes a frame of at most 4 KB, and one byte more is refused before it is sealed', () => {
  const { member, relay } = ends();
  const longest = 'x'.repeat(SEALED_MESSAGE_MAX_BYTES);
  const frame = frameOf(member, longest);
  expect(frame.length).toBe(SIGNAL_MAX_BYTES);
  expect(relay.open(frame)).toEqual({ plain: longest });
  expect(member.seal(longest + 'x', IV)).toBe('too-long');
});

test('a frame over 4 KB is refused before anything is done with it', () => {
  const never = (): never => {
    throw new Error('not to be called');
  };
  const { sha256 } = nodePrimitives;
  let mayHash = true;
  const primitives = {
    sha256: (bytes: string) => (mayHash ? sha256(bytes) : never()),
    encryptCbc: never,
    decryptCbc: never,
  };
  const relay = createSealedFrames(primitives, KEYS, true);
  mayHash = false;
  expect(relay.open('A'.repeat(SIGNAL_MAX_BYTES + 4))).toBe('too-long');
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
  expect(ends().relay.open(text)).toBe(text === '' ? 'wrong-length' : 'not-base64');
});

test('any text gives a reason', () => {
  const text = fc.oneof(fc.string(), fc.string({ unit: 'binary' }), fc.base64String());
  fc.assert(fc.property(text, (frame) => typeof ends().relay.open(frame) === 'string'));
});

test('every changed character of a frame ends the connection', () => {
  const frame = frameOf(ends().member, 'hello');
  const alphabet = 'ABYZabyz01289+/= -_\n';
  for (let at = 0; at < frame.length; at++) {
    for (const char of alphabet) {
      if (char === frame.charAt(at)) continue;
      expect(typeof ends().relay.open(frame.slice(0, at) + char + frame.slice(at + 1))).toBe('string');
    }
  }
});

test('memory that does not suffice ends the connection', () => {
  const none = { ...nodePrimitives, encryptCbc: () => undefined };
  const member = createSealedFrames(none, KEYS, false);
  expect(member.seal('x', IV)).toBe('no-memory');
  expect(member.open('')).toBe('no-memory');
});

test('hex and base 64 are those of Node', () => {
  fc.assert(
    fc.property(anyBytes(0, 50), (bytes) => {
      expect(toHex(bytes)).toBe(toDigits(bytes));
      expect(fromHex(toDigits(bytes))).toBe(bytes);
      expect(fromBase64(Buffer.from(bytes, 'latin1').toString('base64'))).toBe(bytes);
    }),
  );
});
