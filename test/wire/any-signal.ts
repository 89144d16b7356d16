import fc from 'fast-check';
import type { SignalMessage, ToMember, ToRelay } from '../../wire/signal';
import { KINDS, type Kind } from './field-kinds';

type KindName = keyof typeof KINDS;
type Of<Message, Type> = Extract<Message, { type: Type }>;
/** The kind of each field of each message, with a question mark where it may be missing. */
type Table<Message extends SignalMessage> = {
  readonly [T in Message['type']]: {
    readonly [F in Exclude<keyof Of<Message, T>, 'type'>]-?: undefined extends Of<Message, T>[F]
      ? `${KindName}?`
      : KindName;
  };
};

/** The messages of the relay. */
export const TO_MEMBER = {
  reclaim: { ssrc: 'u32' },
  challenge: { nonce: 'token', proof: 'proof' },
  hello: { name: 'name', member: 'u32', resume: 'token?', form: 'form?' },
  joined: {
    room: 'room',
    role: 'role',
    rank: 'rank?',
    ssrc: 'u32',
    token: 'token',
    mediaPort: 'port',
    payloadType: 'payloadType',
    packetMs: 'packetMs',
    id: 'u32?',
  },
  seat: { role: 'role', packetMs: 'packetMs' },
  rank: { rank: 'rank' },
  left: { room: 'room', reason: 'reason', id: 'u32?' },
  mute: { muted: 'flag' },
  speaking: { members: 'members' },
  room: { speakers: 'u32', listeners: 'u32', hands: 'u32' },
  queue: { place: 'u32', id: 'u32?' },
  offer: { withinMs: 'u32' },
  invitation: { id: 'id', state: 'sign', room: 'room' },
  reply: { invitation: 'id', room: 'room', news: 'news' },
  reminder: { room: 'room', state: 'reminder' },
  error: { code: 'code', id: 'u32?' },
  ping: { id: 'u32' },
  pong: { id: 'u32' },
} as const satisfies Table<ToMember>;

/** The messages of a member. */
export const TO_RELAY = {
  'sign-in': { device: 'id', nonce: 'token' },
  proof: { proof: 'proof' },
  link: { token: 'link' },
  hello: { name: 'name', resume: 'token?', form: 'form?' },
  join: { room: 'room', payloadTypes: 'payloadTypes', packetMs: 'packetMs?', id: 'u32?' },
  leave: { id: 'u32?' },
  mute: { muted: 'flag' },
  hand: { raised: 'flag', id: 'u32?' },
  answer: { answer: 'answer', invitation: 'id?' },
  noted: { invitation: 'id', news: 'news?' },
  'step-down': {},
  moderate: { action: 'moderation', member: 'u32?' },
  ping: { id: 'u32' },
  pong: { id: 'u32' },
} as const satisfies Table<ToRelay>;

/** Every type of message, of either direction. */
export const MESSAGE_TYPES: readonly SignalMessage['type'][] = [
  ...new Set([...Object.keys(TO_MEMBER), ...Object.keys(TO_RELAY)] as SignalMessage['type'][]),
];

type Field = { readonly name: string; readonly kind: KindName; readonly isOptional: boolean };
/** A message: its fields, and an example with all of them. */
export type Row = {
  readonly type: string;
  readonly fields: readonly Field[];
  readonly example: { readonly type: string; readonly [field: string]: unknown };
};

function rowsOf(table: { readonly [type: string]: { readonly [field: string]: string } }): readonly Row[] {
  return Object.entries(table).map(([type, described]) => {
    const fields = Object.entries(described).map(([name, text]) => ({
      name,
      kind: text.replace('?', '') as KindName,
      isOptional: text.endsWith('?'),
    }));
    const values = fields.map(({ name, kind }) => [name, KINDS[kind].good[0]]);
    return { type, fields, example: { type, ...Object.fromEntries(values) } };
  });
}

export const TO_MEMBER_ROWS = rowsOf(TO_MEMBER);
export const TO_RELAY_ROWS = rowsOf(TO_RELAY);

function anyOf({ type, fields }: Row): fc.Arbitrary<unknown> {
  const arbitraries: { [name: string]: fc.Arbitrary<unknown> } = { type: fc.constant(type) };
  for (const { name, kind } of fields) arbitraries[name] = (KINDS[kind] satisfies Kind).any;
  const requiredKeys = ['type', ...fields.filter(({ isOptional }) => !isOptional).map(({ name }) => name)];
  return fc.record(arbitraries, { requiredKeys });
}

/** Any valid message of the relay. All types are equally frequent. */
export const anyToMember = fc.oneof(...TO_MEMBER_ROWS.map(anyOf)) as fc.Arbitrary<ToMember>;
/** Any valid message of a member. All types are equally frequent. */
export const anyToRelay = fc.oneof(...TO_RELAY_ROWS.map(anyOf)) as fc.Arbitrary<ToRelay>;
