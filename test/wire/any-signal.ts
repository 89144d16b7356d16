import fc from 'fast-check';
import type { LeftReason, SignalErrorCode, SignalMessage } from '../../wire/signal';

// Arbitrary valid messages, and the lists of codes once more: a list that grows must grow here and in the README too.

/** Every code with which a message can be refused. */
export const ERROR_CODES = [
  'too-long',
  'not-json',
  'not-an-object',
  'unknown-type',
  'bad-name',
  'bad-room',
  'bad-field',
  'not-hello',
  'not-joined',
  'no-common-codec',
  'room-full',
  'not-allowed',
  'too-fast',
] as const satisfies readonly SignalErrorCode[];

/** Every reason for which a member is out of its room. */
export const LEFT_REASONS = ['asked', 'moved', 'silent', 'closing'] as const satisfies readonly LeftReason[];

/** Every type of message. */
export const MESSAGE_TYPES = [
  'hello',
  'join',
  'joined',
  'leave',
  'left',
  'mute',
  'speaking',
  'error',
  'ping',
  'pong',
] as const satisfies readonly SignalMessage['type'][];

// Each fails to compile when its list misses a member of the union.
type Missing<Union, List extends readonly unknown[]> = Exclude<Union, List[number]>;
export type NothingMissing = [
  Missing<SignalErrorCode, typeof ERROR_CODES>,
  Missing<LeftReason, typeof LEFT_REASONS>,
  Missing<SignalMessage['type'], typeof MESSAGE_TYPES>,
];
export const nothingMissing: NothingMissing extends [never, never, never] ? true : never = true;

const uint32 = fc.nat(0xffffffff);
const packetMs = fc.constantFrom(20, 40);
const payloadType = fc.nat(127);

/** Names as people give them: any script, emoji, quotes and backslashes, but no control characters. */
export const anyName: fc.Arbitrary<string> = fc
  .oneof(
    fc.string({ unit: 'binary', minLength: 1, maxLength: 64 }),
    fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 }),
    fc.constantFrom('Анна', 'مريم', '👩‍👩‍👧', '"\\', '\\u0041', ' ', '  ', '</script>'),
  )
  .map((text) => text.replace(/[\x00-\x1f\x7f]/g, '').slice(0, 64))
  .filter((text) => text !== '');

const LETTERS = [...'abcdefghijklmnopqrstuvwxyz0123456789'];
export const anyRoomId: fc.Arbitrary<string> = fc
  .tuple(
    fc.constantFrom(...LETTERS),
    fc.string({ unit: fc.constantFrom(...LETTERS, '-'), maxLength: 38 }),
    fc.constantFrom(...LETTERS),
  )
  .map((parts) => parts.join(''));

const token = fc.string({ unit: fc.constantFrom(...'0123456789abcdef'), minLength: 32, maxLength: 32 });

/** Any valid message, of every type alike. */
export const anyMessage: fc.Arbitrary<SignalMessage> = fc.oneof(
  fc.record({ type: fc.constant('hello' as const), name: anyName, member: uint32 }, { requiredKeys: ['type', 'name'] }),
  fc.record(
    {
      type: fc.constant('join' as const),
      room: anyRoomId,
      payloadTypes: fc.array(payloadType, { maxLength: 16 }),
      packetMs,
    },
    { requiredKeys: ['type', 'room', 'payloadTypes'] },
  ),
  fc.record({
    type: fc.constant('joined' as const),
    room: anyRoomId,
    role: fc.constantFrom('stage' as const, 'audience' as const),
    ssrc: uint32,
    token,
    mediaPort: fc.integer({ min: 1, max: 65535 }),
    payloadType,
    packetMs,
  }),
  fc.constant({ type: 'leave' as const }),
  fc.record({ type: fc.constant('left' as const), room: anyRoomId, reason: fc.constantFrom(...LEFT_REASONS) }),
  fc.record({ type: fc.constant('mute' as const), muted: fc.boolean() }),
  fc.record({ type: fc.constant('speaking' as const), members: fc.array(uint32, { maxLength: 64 }) }),
  fc.record({ type: fc.constant('error' as const), code: fc.constantFrom(...ERROR_CODES) }),
  fc.record({ type: fc.constantFrom('ping' as const, 'pong' as const), id: uint32 }),
);
