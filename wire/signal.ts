import { isText, readFields, rejected, type Answer, type Fields, type InvitationSign, type LeftReason } from './fields';
import type { isOfKind, Moderation, Rank, Role, SignalErrorCode, SignalRejection } from './fields';
import { SIGNAL_MAX_BYTES } from './limits';

export { isKeyHex, isName, isRoomId } from './fields';
export type * from './fields';

type Ping = { readonly type: 'ping'; readonly id: number };
type Pong = { readonly type: 'pong'; readonly id: number };
type Mute = { readonly type: 'mute'; readonly muted: boolean };

/** What the relay says. README.md draws each message with its limits and example. */
export type ToMember =
  | { readonly type: 'challenge'; readonly nonce: string; readonly proof: string }
  | { readonly type: 'hello'; readonly name: string; readonly member: number; readonly resume?: string }
  | {
      readonly type: 'joined';
      readonly room: string;
      readonly role: Role;
      readonly rank?: Rank;
      readonly ssrc: number;
      readonly token: string;
      readonly mediaPort: number;
      readonly payloadType: number;
      readonly packetMs: number;
    }
  | { readonly type: 'seat'; readonly role: Role; readonly packetMs: number }
  | { readonly type: 'rank'; readonly rank: Rank }
  | { readonly type: 'left'; readonly room: string; readonly reason: LeftReason }
  | { readonly type: 'speaking'; readonly members: readonly number[] }
  | { readonly type: 'room'; readonly speakers: number; readonly listeners: number; readonly hands: number }
  | { readonly type: 'queue'; readonly place: number }
  | { readonly type: 'offer'; readonly withinMs: number }
  | { readonly type: 'invitation'; readonly id: string; readonly state: InvitationSign; readonly room: string }
  | { readonly type: 'reminder'; readonly room: string; readonly state: 'soon' | 'over' }
  | { readonly type: 'error'; readonly code: SignalErrorCode }
  | Mute
  | Ping
  | Pong;

/** What a member says. */
export type ToRelay =
  | { readonly type: 'sign-in'; readonly device: string; readonly nonce: string }
  | { readonly type: 'proof'; readonly proof: string }
  | { readonly type: 'link'; readonly token: string }
  | { readonly type: 'hello'; readonly name: string; readonly resume?: string }
  | {
      readonly type: 'join';
      readonly room: string;
      readonly payloadTypes: readonly number[];
      readonly packetMs?: number;
    }
  | { readonly type: 'leave' }
  | { readonly type: 'hand'; readonly raised: boolean }
  | { readonly type: 'answer'; readonly answer: Answer; readonly invitation?: string }
  | { readonly type: 'noted'; readonly invitation: string }
  | { readonly type: 'step-down' }
  | { readonly type: 'moderate'; readonly action: Moderation; readonly member?: number }
  | Mute
  | Ping
  | Pong;

/** A signalling message, of either direction. */
export type SignalMessage = ToMember | ToRelay;

/**
 * Reads one message of those that `descriptions` tell. Each has a line there, between two line ends: its type, a space and its
 * fields, of kinds that `isRight` knows. Total.
 */
export function parseWith(
  text: string,
  descriptions: string,
  isRight: typeof isOfKind,
): SignalMessage | SignalRejection {
  if (text.length > SIGNAL_MAX_BYTES) return rejected('too-long');
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (e) {
    return rejected('not-json');
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return rejected('not-an-object');
  const o = value as Fields;
  const at = isText(o.type, 16, /^[a-z-]+$/) ? descriptions.indexOf('\n' + o.type + ' ') : -1;
  if (at < 0) return rejected('unknown-type', 'type');
  const description = descriptions.substring(at + 1, descriptions.indexOf('\n', at + 1));
  return readFields(o, description, isRight) as SignalMessage | SignalRejection;
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
