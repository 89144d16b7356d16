import { isToken } from './claim';
import { NAME_MAX, ROOM_ID_MAX } from './limits';

// What the fields of signalling messages may hold. A message is described by a text, such as 'room:room packetMs:packetMs?':
// its fields with the kind of each, a question mark where it may be missing. As texts these descriptions take no memory on
// a device until they are used.

/** Where a member sits. */
export type Role = 'stage' | 'audience';
/** What a member may do to others. */
export type Rank = 'host' | 'moderator' | 'none';
/** Why a member is out of its room. */
export type LeftReason = 'asked' | 'moved' | 'silent' | 'closing' | 'removed' | 'banned' | 'ended';
/** What a guest says to an invitation or an offer; `consult` keeps it open: let me check first. */
export type Answer = 'accept' | 'decline' | 'consult';
/** What a speaker has to know of an invitation to its owner. */
export type InvitationSign = 'ringing' | 'consulting' | 'accepted' | 'over';
/** What a moderator does: to a member, or with `end` to the room. */
export type Moderation = 'offer' | 'mute' | 'demote' | 'remove' | 'ban' | 'appoint' | 'dismiss' | 'end';

/** Every reason for which a message is refused. Stable: devices and tools act on them. README.md says what each means. */
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

/** What comes of bad text: a stable code, and the field it is about. */
export type SignalRejection = { readonly type: 'rejected'; readonly code: SignalErrorCode; readonly field?: string };

export type Fields = { readonly [name: string]: unknown };

/** The values of a kind of field that has few. */
function wordsOf(kind: string): string {
  switch (kind) {
    case 'role':
      return ' stage audience ';
    case 'rank':
      return ' host moderator none ';
    case 'reason':
      return ' asked moved silent closing removed banned ended ';
    case 'sign':
      return ' ringing consulting accepted over ';
    case 'when':
      return ' soon over ';
    case 'answer':
      return ' accept decline consult ';
    case 'action':
      return ' offer mute demote remove ban appoint dismiss end ';
    case 'code':
      return (
        ' too-long not-json not-an-object unknown-type bad-name bad-room bad-field not-hello not-joined no-common-codec' +
        ' room-full not-allowed too-fast sign-in-refused sign-in-needed expired revoked banned closed-room stage-full' +
        ' not-moderator no-such-member not-on-stage not-offered no-such-invitation answered not-stored '
      );
    default:
      return '';
  }
}

function isOneOf(words: string, value: unknown): boolean {
  return typeof value === 'string' && value.indexOf(' ') < 0 && words.indexOf(' ' + value + ' ') >= 0;
}

function isWhole(value: unknown, most: number): boolean {
  return typeof value === 'number' && value >= 0 && value <= most && Math.floor(value) === value;
}

/** A list of at most `most` whole numbers up to `highest`. */
function isNumbers(value: unknown, most: number, highest: number): boolean {
  return Array.isArray(value) && value.length <= most && value.every((item) => isWhole(item, highest));
}

/** Whether `value` is a text of 1 to `most` of these characters. */
function isMadeOf(characters: string, most: number, value: unknown): value is string {
  if (typeof value !== 'string' || value.length === 0 || value.length > most) return false;
  for (let i = 0; i < value.length; i++) if (characters.indexOf(value.charAt(i)) < 0) return false;
  return true;
}

/** Whether the text can be the name of a device: 1–64 units (bytes on a device, characters elsewhere), none of them a control character. */
export function isName(value: unknown): value is string {
  if (typeof value !== 'string' || value.length === 0 || value.length > NAME_MAX) return false;
  for (let i = 0; i < value.length; i++) if (value.charCodeAt(i) < 0x20 || value.charCodeAt(i) === 0x7f) return false;
  return true;
}

const HEX = '0123456789abcdef';
const SMALL = 'ghijklmnopqrstuvwxyz-';

/** Whether the text can be a room id: 1–40 small letters, digits and hyphens, with no hyphen at either end. */
export function isRoomId(value: unknown): value is string {
  if (!isMadeOf(HEX + SMALL, ROOM_ID_MAX, value)) return false;
  return value.charAt(0) !== '-' && value.charAt(value.length - 1) !== '-';
}

/** Whether the text is 32 bytes, a key or a proof: 64 small hex digits. */
export function isKeyHex(value: unknown): value is string {
  return isMadeOf(HEX, 64, value) && value.length === 64;
}

/** Whether a field of this kind may hold the value. */
function isOfKind(kind: string, value: unknown): boolean {
  switch (kind) {
    case 'u32':
      return isWhole(value, 0xffffffff);
    case 'name':
      return isName(value);
    case 'room':
    case 'id':
      return isRoomId(value);
    case 'flag':
      return typeof value === 'boolean';
    case 'token':
      return isToken(value);
    case 'proof':
      return isKeyHex(value);
    case 'members':
      return isNumbers(value, 64, 0xffffffff);
    case 'types':
      return isNumbers(value, 16, 127);
    case 'type':
      return isWhole(value, 127);
    case 'port':
      return isWhole(value, 65535) && value !== 0;
    case 'packetMs':
      return value === 20 || value === 40;
    case 'link':
      return isMadeOf(HEX + SMALL + 'ABCDEFGHIJKLMNOPQRSTUVWXYZ_.', 1024, value);
    default:
      return isOneOf(wordsOf(kind), value);
  }
}

/** A refusal by its code, and the field it is about. */
export function rejected(code: SignalErrorCode, field?: string): SignalRejection {
  return field === undefined ? { type: 'rejected', code: code } : { type: 'rejected', code: code, field: field };
}

/** The described fields of an object, checked, and its type; what else it has is left out. */
export function readFields(o: Fields, description: string): Fields | SignalRejection {
  const message: { [name: string]: unknown } = { type: o.type };
  if (description === '') return message;
  const fields = description.split(' ');
  for (let i = 0; i < fields.length; i++) {
    const parts = fields[i].split(':');
    const name = parts[0];
    const kind = parts[1].split('?')[0];
    const value = o[name];
    if (value === undefined && kind !== parts[1]) continue;
    if (!isOfKind(kind, value)) {
      return rejected(kind === 'name' ? 'bad-name' : kind === 'room' ? 'bad-room' : 'bad-field', name);
    }
    message[name] = value;
  }
  return message;
}
