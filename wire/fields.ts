import { NAME_MAX, ROOM_ID_MAX, TOKEN_BYTES } from './limits';

// What the fields of signalling messages may hold. A line of text describes each message, such as
// 'join room:room packetMs:span?': its type, then each field with its kind, and a question mark if the field may be
// missing. A kind is a name, or all values that the field may hold: 'role:stage|audience'. A text needs no memory on a
// device until it is used; a table of objects would. The types of the messages follow from the same lines.

/** Every reason for which a message is refused. The codes are stable: devices and tools act on them. README.md explains them. */
export type SignalErrorCode =
  | 'too-long'
  | 'not-json'
  | 'not-an-object'
  | 'unknown-type'
  | 'bad-name'
  | 'bad-room'
  | 'bad-field'
  | 'not-hello'
  | 'not-joined'
  | 'no-common-codec'
  | 'room-full'
  | 'not-allowed'
  | 'too-fast'
  | 'sign-in-refused'
  | 'sign-in-needed'
  | 'expired'
  | 'revoked'
  | 'banned'
  | 'closed-room'
  | 'stage-full'
  | 'not-moderator'
  | 'no-such-member'
  | 'not-on-stage'
  | 'not-offered'
  | 'no-such-invitation'
  | 'answered'
  | 'not-stored';

/** Why a text is not a message: a stable code, and the field that it is about. */
export type SignalRejection = {
  readonly type: 'rejected';
  readonly code: SignalErrorCode;
  readonly field?: string | undefined;
  /** The id of a join, leave or hand, if it has one: the refusal carries it back. */
  readonly id?: number | undefined;
};

/** The kinds that have a name, and the type of their values. `isOfKind` checks the values. */
type NamedKinds = {
  u32: number;
  /** At most 64 of them. */
  u32s: readonly number[];
  name: string;
  room: string;
  id: string;
  /** A newer sender may send codes that are not listed here. */
  code: SignalErrorCode;
  flag: boolean;
  token: string;
  proof: string;
  /** The token of a link. */
  link: string;
  /** An RTP payload type. */
  type: number;
  types: readonly number[];
  port: number;
  /** Length of a packet in ms: 20 or 40. */
  span: number;
};

/** The parts of a text between separators, as a union. */
type Parts<Text extends string, Separator extends string> = Text extends `${infer Part}${Separator}${infer Rest}`
  ? Part | Parts<Rest, Separator>
  : Text;

/** The type of a field's value. A single word that is not the name of a kind is a mistake: no value fits it. */
type ValueOf<Kind extends string> = Kind extends keyof NamedKinds
  ? NamedKinds[Kind]
  : Kind extends `${string}|${string}`
    ? Parts<Kind, '|'>
    : never;

type FieldsIn<Field extends string> = {
  readonly [
    F in Field as F extends `${string}?` ? never : F extends `${infer Name}:${string}` ? Name : never
  ]: F extends `${string}:${infer Kind}` ? ValueOf<Kind> : never;
} & {
  readonly [F in Field as F extends `${infer Name}:${string}?` ? Name : never]?: F extends `${string}:${infer Kind}?`
    ? ValueOf<Kind>
    : never;
};

type MessageIn<Line extends string> = Line extends `${infer Type} ${infer Fields}`
  ? { readonly type: Type } & FieldsIn<Parts<Fields, ' '>> extends infer Message
    ? { readonly [Name in keyof Message]: Message[Name] }
    : never
  : never;

/** The messages that a text describes, as a tagged union. The text begins and ends with a line break. */
export type MessagesIn<Descriptions extends string> = MessageIn<Parts<Descriptions, '\n'>>;

export type Fields = { readonly [name: string]: unknown };

function isWhole(value: unknown, most: number): boolean {
  return typeof value === 'number' && value >= 0 && value <= most && Math.floor(value) === value;
}

/** Whether the value is a list of at most `most` whole numbers up to `highest`. */
export function isNumbers(value: unknown, most: number, highest: number): boolean {
  return Array.isArray(value) && value.length <= most && value.every((item) => isWhole(item, highest));
}

/** Whether the value is a text of at most `most` characters that matches `pattern`. */
export function isText(value: unknown, most: number, pattern: RegExp): value is string {
  return typeof value === 'string' && value.length <= most && pattern.test(value);
}

/** Whether the value can be a name: 1–64 units (bytes on a device, UTF-16 units elsewhere), none of them a control character. */
export function isName(value: unknown): value is string {
  return isText(value, NAME_MAX, /^[^\x00-\x1f\x7f]+$/);
}

/** Whether the value can be a room id: 1–40 lower-case letters, digits and hyphens, without a hyphen at either end. */
export function isRoomId(value: unknown): value is string {
  return (
    isText(value, ROOM_ID_MAX, /^[0-9a-z-]+$/) && value.charAt(0) !== '-' && value.charAt(value.length - 1) !== '-'
  );
}

/** Whether the value is this many bytes in lower-case hex digits. */
function isHex(value: unknown, bytes: number): value is string {
  return isText(value, 2 * bytes, /^[0-9a-f]+$/) && value.length === 2 * bytes;
}

/** Whether the value is a key or a proof: 32 bytes as 64 lower-case hex digits. */
export function isKeyHex(value: unknown): value is string {
  return isHex(value, 32);
}

/** Whether the value is a token: 16 bytes as 32 lower-case hex digits. */
export function isToken(value: unknown): value is string {
  return isHex(value, TOKEN_BYTES);
}

/** Whether a field of this kind may hold the value. */
export function isOfKind(kind: string, value: unknown): boolean {
  switch (kind) {
    case 'u32':
      return isWhole(value, 0xffffffff);
    case 'name':
      return isName(value);
    case 'room':
    case 'id':
    case 'code':
      return isRoomId(value);
    case 'flag':
      return typeof value === 'boolean';
    case 'token':
      return isToken(value);
    case 'proof':
      return isKeyHex(value);
    case 'u32s':
      return isNumbers(value, 64, 0xffffffff);
    case 'type':
      return isWhole(value, 127);
    case 'port':
      return isWhole(value, 65535) && value !== 0;
    case 'span':
      return value === 20 || value === 40;
    default:
      return kind.split('|').indexOf(value as string) >= 0;
  }
}

/** Makes a rejection. */
export function rejected(code: SignalErrorCode, field?: string, id?: number): SignalRejection {
  return { type: 'rejected', code: code, field: field, id: id };
}

/** Reads the fields that a line describes from an object, checked by `isRight`. Other fields are left out. */
export function readFields(o: Fields, description: string, isRight: typeof isOfKind): Fields | SignalRejection {
  const message: { [name: string]: unknown } = { type: o.type };
  const fields = description.split(' ');
  // The first word is the type.
  for (let i = 1; fields[i]; i++) {
    const parts = fields[i]!.split(':');
    const name = parts[0]!;
    const kind = parts[1]!.split('?')[0]!;
    const value = o[name];
    if (value === undefined && kind !== parts[1]) continue;
    if (!isRight(kind, value)) {
      const isAnswered = description.indexOf(' id:u32?') > 0 && isWhole(o.id, 0xffffffff);
      const code = kind === 'name' ? 'bad-name' : kind === 'room' ? 'bad-room' : 'bad-field';
      return rejected(code, name, isAnswered ? (o.id as number) : undefined);
    }
    message[name] = value;
  }
  return message;
}
