import fc from 'fast-check';
import type {
  Answer,
  Form,
  InvitationNews,
  InvitationSign,
  LeftReason,
  Moderation,
  Rank,
  Role,
  SignalErrorCode,
} from '../../wire/signal';

// What a field of each kind may hold and what not, written a second time. wire/fields.ts and the README have to agree with it.

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
  'sign-in-refused',
  'sign-in-needed',
  'expired',
  'revoked',
  'banned',
  'closed-room',
  'stage-full',
  'not-moderator',
  'no-such-member',
  'not-on-stage',
  'not-offered',
  'no-such-invitation',
  'answered',
  'not-stored',
] as const satisfies readonly SignalErrorCode[];

/** Every reason for which a member leaves its room. */
export const LEFT_REASONS = [
  'asked',
  'moved',
  'silent',
  'closing',
  'removed',
  'banned',
  'ended',
] as const satisfies readonly LeftReason[];

/** What a moderator can do. */
export const MODERATIONS = [
  'offer',
  'mute',
  'demote',
  'remove',
  'ban',
  'appoint',
  'dismiss',
  'end',
] as const satisfies readonly Moderation[];

export const ROLES = ['stage', 'audience'] as const satisfies readonly Role[];
export const RANKS = ['host', 'moderator', 'none'] as const satisfies readonly Rank[];
export const ANSWERS = ['accept', 'decline', 'consult'] as const satisfies readonly Answer[];
export const SIGNS = ['ringing', 'consulting', 'accepted', 'over'] as const satisfies readonly InvitationSign[];
export const FORMS = ['full', 'short'] as const satisfies readonly Form[];
export const REMINDERS = ['soon', 'over'] as const;
export const NEWS = [
  ...(['delivered', 'seen', 'consulting', 'accepted', 'declined'] as const),
  ...(['lapsed', 'withdrawn', 'absent', 'note', 'statement'] as const),
] as const satisfies readonly InvitationNews[];

const LETTERS = [...'abcdefghijklmnopqrstuvwxyz0123456789'];
const HEX = [...'0123456789abcdef'];

/** Names as people choose them: any script, emoji, quotes and backslashes, but no control characters. */
export const anyName: fc.Arbitrary<string> = fc
  .oneof(
    fc.string({ unit: 'binary', minLength: 1, maxLength: 64 }),
    fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 }),
    fc.constantFrom('Анна', 'مريم', '👩‍👩‍👧', '"\\', '\\u0041', ' ', '  ', '</script>'),
  )
  .map((text) => text.replace(/[\x00-\x1f\x7f]/g, '').slice(0, 64))
  .filter((text) => text !== '');

export const anyRoomId: fc.Arbitrary<string> = fc
  .tuple(
    fc.constantFrom(...LETTERS),
    fc.string({ unit: fc.constantFrom(...LETTERS, '-'), maxLength: 38 }),
    fc.constantFrom(...LETTERS),
  )
  .map((parts) => parts.join(''));

/** Values that a field may hold, with the extremes among `good`, and similar values that are refused. */
export type Kind = {
  readonly good: readonly unknown[];
  readonly bad: readonly unknown[];
  readonly any: fc.Arbitrary<unknown>;
};

const fewWords = (words: readonly string[]): Kind => ({
  good: words,
  bad: [
    '',
    ' ',
    words.join(' '),
    ` ${words[0]} `,
    words[0]!.slice(0, -1),
    words[0]!.slice(1),
    words[1]!.toUpperCase(),
    'constructor',
    [words[0]],
    0,
    true,
    null,
    {},
  ],
  any: fc.constantFrom(...words),
});

const numbersUpTo = (highest: number, lowest = 0): Kind => ({
  good: [lowest, highest, 77],
  bad: [lowest - 1, highest + 1, 1.5, 1e300, '77', '', [77], true, null, {}],
  any: fc.integer({ min: lowest, max: highest }),
});

const hexDigits = (count: number): Kind => ({
  good: ['0123456789abcdef'.repeat(count / 16), 'f'.repeat(count)],
  bad: [
    '',
    'f'.repeat(count - 1),
    'f'.repeat(count + 1),
    'F'.repeat(count),
    'g'.repeat(count),
    ' ' + 'f'.repeat(count - 1),
    ['f'.repeat(count)],
    [...'f'.repeat(count)],
    Number('1'.repeat(count)),
    null,
  ],
  any: fc.string({ unit: fc.constantFrom(...HEX), minLength: count, maxLength: count }),
});

const lists = (most: number, highest: number): Kind => ({
  good: [[], [0], [highest, 0], Array.from({ length: most }, () => highest)],
  bad: [0, '0', { length: 1, 0: 0 }, [highest + 1], [-1], [0.5], ['0'], [[0]], [null], Array(most + 1).fill(0), null],
  any: fc.array(fc.nat(highest), { maxLength: most }),
});

const roomId: Kind = {
  good: ['lounge', 'a', '7', 'a-b--c', 'z'.repeat(40)],
  bad: ['', '-', '-a', 'a-', 'Lounge', 'a b', 'a/b', '../x', 'räume', 'a_b', 'z'.repeat(41), ['a'], 7, null],
  any: anyRoomId,
};

export const KINDS = {
  u32: numbersUpTo(0xffffffff),
  name: {
    good: ['kitchen', 'x'.repeat(64), 'Кухня "1" \\ 👋', ' '],
    bad: ['', 'x'.repeat(65), 'a\nb', '\u0000', '\u001f', 'a\u007f', ['kitchen'], 7, null, { length: 1 }],
    any: anyName,
  },
  room: roomId,
  id: roomId,
  flag: { good: [true, false], bad: [0, 1, '', 'true', null, [], {}], any: fc.boolean() },
  token: hexDigits(32),
  proof: hexDigits(64),
  members: lists(64, 0xffffffff),
  payloadTypes: lists(16, 127),
  payloadType: numbersUpTo(127),
  port: numbersUpTo(65535, 1),
  packetMs: { good: [20, 40], bad: [0, 10, 30, 60, '20', [20], true, null], any: fc.constantFrom(20, 40) },
  link: {
    good: ['a', 'AZaz09-_.', '_'.repeat(1024)],
    bad: ['', 'a b', 'a+b', 'a/b', 'a=', 'ä', 'a\n', '%2e', '_'.repeat(1025), ['a'], 7, null],
    any: fc.string({ unit: fc.constantFrom(...LETTERS, ...'ABCXYZ-_.'), minLength: 1, maxLength: 1024 }),
  },
  role: fewWords(ROLES),
  rank: fewWords(RANKS),
  reason: fewWords(LEFT_REASONS),
  sign: fewWords(SIGNS),
  news: fewWords(NEWS),
  reminder: fewWords(REMINDERS),
  form: fewWords(FORMS),
  answer: fewWords(ANSWERS),
  moderation: fewWords(MODERATIONS),
  // A member accepts every text with the form of a code, because a newer relay may have more codes.
  code: { ...roomId, good: [...ERROR_CODES, 'not-yet-known'], any: fc.constantFrom(...ERROR_CODES) },
} as const satisfies { readonly [kind: string]: Kind };

/** The code with which a field of this kind is refused. */
export function refusalOf(kind: keyof typeof KINDS): SignalErrorCode {
  return kind === 'name' ? 'bad-name' : kind === 'room' ? 'bad-room' : 'bad-field';
}
