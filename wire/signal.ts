import { NAME_MAX, ROOM_ID_MAX, SIGNAL_MAX_BYTES } from './limits';
import { isToken } from './claim';

/** Where a member sits. */
export type Role = 'stage' | 'audience';

/** Why a member is out of its room. */
export type LeftReason = 'asked' | 'moved' | 'silent' | 'closing';

/** Every reason for which a message is refused. Stable: devices and tools act on them. */
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
  | 'too-fast';

/** A signalling message. README.md draws each one with its limits and example. */
export type SignalMessage =
  | { readonly type: 'hello'; readonly name: string; readonly member?: number }
  | {
      readonly type: 'join';
      readonly room: string;
      readonly payloadTypes: readonly number[];
      readonly packetMs?: number;
    }
  | {
      readonly type: 'joined';
      readonly room: string;
      readonly role: Role;
      readonly ssrc: number;
      readonly token: string;
      readonly mediaPort: number;
      readonly payloadType: number;
      readonly packetMs: number;
    }
  | { readonly type: 'leave' }
  | { readonly type: 'left'; readonly room: string; readonly reason: LeftReason }
  | { readonly type: 'mute'; readonly muted: boolean }
  | { readonly type: 'speaking'; readonly members: readonly number[] }
  | { readonly type: 'error'; readonly code: SignalErrorCode }
  | { readonly type: 'ping'; readonly id: number }
  | { readonly type: 'pong'; readonly id: number };

/** What comes of bad text: a stable code, and the field it is about. */
export type SignalRejection = { readonly type: 'rejected'; readonly code: SignalErrorCode; readonly field?: string };

const ERROR_CODES =
  ' too-long not-json not-an-object unknown-type bad-name bad-room bad-field not-hello not-joined no-common-codec room-full not-allowed too-fast ';
const LEFT_REASONS = ' asked moved silent closing ';

function isOneOf(words: string, value: unknown): boolean {
  return typeof value === 'string' && value.indexOf(' ') < 0 && words.indexOf(` ${value} `) >= 0;
}

function isWhole(value: unknown, most: number): boolean {
  return typeof value === 'number' && value >= 0 && value <= most && Math.floor(value) === value;
}

/** A list of at most `most` whole numbers up to `highest`. */
function isNumbers(value: unknown, most: number, highest: number): boolean {
  return Array.isArray(value) && value.length <= most && value.every((item) => isWhole(item, highest));
}

/** Whether the text can be the name of a device: 1–64 units (bytes on a device, characters elsewhere), none of them a control character. */
export function isName(value: unknown): value is string {
  if (typeof value !== 'string' || value.length === 0 || value.length > NAME_MAX) return false;
  for (let i = 0; i < value.length; i++) if (value.charCodeAt(i) < 0x20 || value.charCodeAt(i) === 0x7f) return false;
  return true;
}

/** Whether the text can be a room id: 1–40 small letters, digits and hyphens, with no hyphen at either end. */
export function isRoomId(value: unknown): value is string {
  if (typeof value !== 'string' || value.length === 0 || value.length > ROOM_ID_MAX) return false;
  for (let i = 0; i < value.length; i++) {
    if ('abcdefghijklmnopqrstuvwxyz0123456789-'.indexOf(value.charAt(i)) < 0) return false;
  }
  return value.charAt(0) !== '-' && value.charAt(value.length - 1) !== '-';
}

function rejected(code: SignalErrorCode, field?: string): SignalRejection {
  return field === undefined ? { type: 'rejected', code: code } : { type: 'rejected', code: code, field: field };
}

type Fields = { readonly [name: string]: unknown };

/** The first field of a `joined` message that is not what it must be, or ''. */
function badFieldOfJoined(o: Fields): string {
  if (!isRoomId(o.room)) return 'room';
  if (o.role !== 'stage' && o.role !== 'audience') return 'role';
  if (!isWhole(o.ssrc, 0xffffffff)) return 'ssrc';
  if (!isToken(o.token)) return 'token';
  if (!isWhole(o.mediaPort, 65535) || o.mediaPort === 0) return 'mediaPort';
  if (!isWhole(o.payloadType, 127)) return 'payloadType';
  return o.packetMs === 20 || o.packetMs === 40 ? '' : 'packetMs';
}

function readFields(o: Fields): SignalMessage | SignalRejection {
  switch (o.type) {
    case 'ping':
    case 'pong':
      return isWhole(o.id, 0xffffffff) ? { type: o.type, id: o.id as number } : rejected('bad-field', 'id');
    case 'speaking':
      if (!isNumbers(o.members, 64, 0xffffffff)) return rejected('bad-field', 'members');
      return { type: 'speaking', members: o.members as number[] };
    case 'mute':
      if (typeof o.muted !== 'boolean') return rejected('bad-field', 'muted');
      return { type: 'mute', muted: o.muted };
    case 'hello':
      if (!isName(o.name)) return rejected('bad-name', 'name');
      if (o.member === undefined) return { type: 'hello', name: o.name };
      if (!isWhole(o.member, 0xffffffff)) return rejected('bad-field', 'member');
      return { type: 'hello', name: o.name, member: o.member as number };
    case 'join':
      if (!isRoomId(o.room)) return rejected('bad-room', 'room');
      if (!isNumbers(o.payloadTypes, 16, 127)) return rejected('bad-field', 'payloadTypes');
      if (o.packetMs === undefined) {
        return { type: 'join', room: o.room, payloadTypes: o.payloadTypes as number[] };
      }
      if (o.packetMs !== 20 && o.packetMs !== 40) return rejected('bad-field', 'packetMs');
      return { type: 'join', room: o.room, payloadTypes: o.payloadTypes as number[], packetMs: o.packetMs };
    case 'joined': {
      const field = badFieldOfJoined(o);
      if (field) return rejected('bad-field', field);
      return {
        type: 'joined',
        room: o.room as string,
        role: o.role as Role,
        ssrc: o.ssrc as number,
        token: o.token as string,
        mediaPort: o.mediaPort as number,
        payloadType: o.payloadType as number,
        packetMs: o.packetMs as number,
      };
    }
    case 'leave':
      return { type: 'leave' };
    case 'left':
      if (!isRoomId(o.room)) return rejected('bad-room', 'room');
      if (!isOneOf(LEFT_REASONS, o.reason)) return rejected('bad-field', 'reason');
      return { type: 'left', room: o.room, reason: o.reason as LeftReason };
    case 'error':
      if (!isOneOf(ERROR_CODES, o.code)) return rejected('bad-field', 'code');
      return { type: 'error', code: o.code as SignalErrorCode };
    default:
      return rejected('unknown-type', 'type');
  }
}

/** Reads one signalling message. Total: any text gives a message or a reason; unknown fields are ignored. */
export function parseSignal(text: string): SignalMessage | SignalRejection {
  if (text.length > SIGNAL_MAX_BYTES) return rejected('too-long');
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (e) {
    return rejected('not-json');
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return rejected('not-an-object');
  return readFields(value as Fields);
}

/** A JSON string that escapes only what it must: a device would destroy every other `\u` escape. */
function quote(text: string): string {
  let out = '"';
  for (let i = 0; i < text.length; i++) {
    const char = text.charAt(i);
    const code = text.charCodeAt(i);
    if (char === '"' || char === '\\') out += '\\' + char;
    else if (code < 0x20) out += '\\u00' + (code < 16 ? '0' : '') + code.toString(16);
    else out += char;
  }
  return out + '"';
}

/** Writes one signalling message as JSON text, in raw UTF-8 and without spaces. */
export function writeSignal(message: SignalMessage): string {
  const fields = message as unknown as Fields;
  const members: string[] = [];
  Object.keys(fields).forEach((name) => {
    const value = fields[name];
    if (value === undefined) return;
    const text = typeof value === 'string' ? quote(value) : Array.isArray(value) ? '[' + value.join(',') + ']' : value;
    members.push('"' + name + '":' + text);
  });
  return '{' + members.join(',') + '}';
}
