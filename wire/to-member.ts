import { isOfKind, type MessagesIn, type SignalRejection } from './fields';
import { readMessage } from './message-reader';

// The build moves this text into the only function that uses it. So it stays in the flash of a device, not in its memory.
const DESCRIPTIONS = `
ping id:u32
pong id:u32
speaking members:u32s
room speakers:u32 listeners:u32 hands:u32
queue place:u32 id:u32?
offer withinMs:u32
seat role:stage|audience packetMs:span
rank rank:host|moderator|none
mute muted:flag
reclaim ssrc:u32
hello name:name member:u32 resume:token? form:full|short?
joined room:room role:stage|audience rank:host|moderator|none? ssrc:u32 token:token mediaPort:port payloadType:type packetMs:span id:u32?
left room:room reason:asked|moved|silent|closing|removed|banned|ended id:u32?
invitation id:id state:ringing|consulting|accepted|over room:room
reply invitation:id room:room news:delivered|seen|consulting|accepted|declined|lapsed|withdrawn|absent|note|statement
reminder room:room state:soon|over
challenge nonce:token proof:proof
error code:code id:u32?
`;

/** What the relay sends to a member. README.md draws each message with its limits and an example. */
export type ToMember = MessagesIn<typeof DESCRIPTIONS>;

/** Reads a message of the relay. Total: any text gives a message or a rejection. Unknown fields are ignored. */
export function parseToMember(text: string): ToMember | SignalRejection {
  return readMessage(text, DESCRIPTIONS, isOfKind);
}
