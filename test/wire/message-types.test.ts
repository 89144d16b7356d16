import type { MessagesIn } from '../../wire/fields';
import type {
  Answer,
  InvitationNews,
  InvitationSign,
  LeftReason,
  Moderation,
  Rank,
  Role,
  SignalErrorCode,
  SignalMessage,
  ToMember,
  ToRelay,
} from '../../wire/signal';
import type * as kinds from './field-kinds';

// The types of messages follow from their descriptions. The compiler checks most of this: `tsc -p .` fails if there is no error
// below `@ts-expect-error`.

type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;

type Described = MessagesIn<`
sing note:u32 loud:flag?
sit role:stage|audience
leave\x20
list members:u32s who:name
`>;

const isSame: Same<
  Described,
  | { readonly type: 'sing'; readonly note: number; readonly loud?: boolean }
  | { readonly type: 'sit'; readonly role: 'stage' | 'audience' }
  | { readonly type: 'leave' }
  | { readonly type: 'list'; readonly members: readonly number[]; readonly who: string }
> = true;

/** Fields that no value fits, because their kind is misspelt. */
type Unfit<Message> = Message extends unknown
  ? { [F in keyof Message]-?: [Exclude<Message[F], undefined>] extends [never] ? F : never }[keyof Message]
  : never;

const isKnown: Same<Unfit<SignalMessage>, never> = true;
const isCaught: Same<Unfit<MessagesIn<'\nsing note:u33 loud:flag?\nsit role:stagee?\n'>>, 'note' | 'role'> = true;

type Missing<Union, List extends readonly unknown[]> = Exclude<Union, List[number]>;

/** Words that a field can hold and that the lists of field-kinds.ts leave out. */
type MissingWords = [
  Missing<SignalErrorCode, typeof kinds.ERROR_CODES>,
  Missing<LeftReason, typeof kinds.LEFT_REASONS>,
  Missing<Moderation, typeof kinds.MODERATIONS>,
  Missing<Role, typeof kinds.ROLES>,
  Missing<Rank, typeof kinds.RANKS>,
  Missing<Answer, typeof kinds.ANSWERS>,
  Missing<InvitationSign, typeof kinds.SIGNS>,
  Missing<InvitationNews, typeof kinds.NEWS>,
][number];

const isComplete: Same<MissingWords, never> = true;

test('the tests know every word that a field can hold', () => {
  expect(isComplete).toBe(true);
});

test('a description gives the type of its messages, and a misspelt kind gives one that nothing fits', () => {
  expect([isSame, isKnown, isCaught]).toEqual([true, true, true]);
});

test('what is not described does not compile', () => {
  const messages: readonly SignalMessage[] = [
    // @ts-expect-error A field is missing.
    { type: 'hello' },
    // @ts-expect-error There is no such field.
    { type: 'mute', muted: true, softly: true },
    // @ts-expect-error This field holds a number.
    { type: 'ping', id: '7' },
    // @ts-expect-error There is no such role.
    { type: 'seat', role: 'balcony', packetMs: 20 },
    // @ts-expect-error There is no such message.
    { type: 'applaud' },
  ];
  // @ts-expect-error This message goes the other way.
  // eslint-disable-next-line @typescript-eslint/no-unnecessary-type-assertion -- the error is about the message that it names
  const towardsRelay: ToRelay = { type: 'pong', id: 7 } as ToMember & { type: 'queue' };
  // @ts-expect-error Only the relay sends the member's number.
  const member = (message: ToRelay & { type: 'hello' }): unknown => message.member;
  expect([messages.length, towardsRelay.type, member({ type: 'hello', name: 'kitchen' })]).toEqual([
    5,
    'pong',
    undefined,
  ]);
});
