import type { Fields } from './fields';
import type { ToMember } from './to-member';
import type { ToRelay } from './to-relay';

export { isKeyHex, isName, isRoomId } from './fields';
export type { SignalErrorCode, SignalRejection } from './fields';
export type { ToMember } from './to-member';
export type { ToRelay } from './to-relay';

/** A signalling message, of either direction. */
export type SignalMessage = ToMember | ToRelay;

type Of<Message extends SignalMessage, Type> = Extract<Message, { readonly type: Type }>;

/** How the relay writes to a member: `short` leaves out what a device ignores; see short-form.ts. */
export type Form = Exclude<Of<ToRelay, 'hello'>['form'], undefined>;
/** Where a member sits. */
export type Role = Of<ToMember, 'seat'>['role'];
/** What a member may do to others. */
export type Rank = Of<ToMember, 'rank'>['rank'];
/** Why a member left its room. */
export type LeftReason = Of<ToMember, 'left'>['reason'];
/** What a speaker shows of an invitation to its owner. */
export type InvitationSign = Of<ToMember, 'invitation'>['state'];
/** What the host of an invitation learns of the guest's side. */
export type InvitationNews = Of<ToMember, 'reply'>['news'];
/** The answer to an invitation or an offer. `consult` means "let me check first", and keeps it open. */
export type Answer = Of<ToRelay, 'answer'>['answer'];
/** What a moderator does to a member. `end` is for the room. */
export type Moderation = Of<ToRelay, 'moderate'>['action'];

/** A JSON string with no more escapes than necessary: a device keeps only the low byte of a `\u` escape. */
function quote(text: string): string {
  if (!/["\\\x00-\x1f]/.test(text)) return '"' + text + '"';
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

/**
 * Writes one signalling message as JSON text, in raw UTF-8 and without spaces. A device takes sixty times as long for one
 * character after the other as for a whole message.
 */
export function writeSignal(message: SignalMessage): string {
  const plain = JSON.stringify(message);
  return plain.indexOf('\\') < 0 ? plain : writeEscaped(message);
}

function writeEscaped(message: SignalMessage): string {
  const fields = message as unknown as Fields;
  const members: string[] = [];
  Object.keys(fields).forEach((name) => {
    const value = fields[name];
    if (value === undefined) return;
    const text =
      typeof value === 'string'
        ? quote(value)
        : Array.isArray(value)
          ? '[' + value.join(',') + ']'
          : (value as number | boolean);
    members.push('"' + name + '":' + text);
  });
  return '{' + members.join(',') + '}';
}
