import { isNumbers, isOfKind, isText, type MessagesIn, type SignalRejection } from './fields';
import { readMessage } from './message-reader';

// A message without fields has a space after its type, like the others.
const DESCRIPTIONS = `
ping id:u32
pong id:u32
mute muted:flag
hand raised:flag id:u32?
leave id:u32?
step-down\x20
answer answer:accept|decline|consult invitation:id?
noted invitation:id news:delivered|seen|consulting|accepted|declined|lapsed|withdrawn|absent|note|statement?
moderate action:offer|mute|demote|remove|ban|appoint|dismiss|end member:u32?
hello name:name resume:token? form:full|short?
join room:room payloadTypes:types packetMs:span? id:u32?
sign-in device:id nonce:token
proof proof:proof
link token:link
`;

/** What a member sends to the relay. README.md draws each message with its limits and an example. */
export type ToRelay = MessagesIn<typeof DESCRIPTIONS>;

/** Whether a field of this kind may hold the value. Only the relay reads the kinds `types` and `link`. */
function isRight(kind: string, value: unknown): boolean {
  if (kind === 'types') return isNumbers(value, 16, 127);
  if (kind === 'link') return isText(value, 1024, /^[0-9a-zA-Z_.-]+$/);
  return isOfKind(kind, value);
}

/** Reads a message of a member. Total: any text gives a message or a rejection. Unknown fields are ignored. */
export function parseToRelay(text: string): ToRelay | SignalRejection {
  return readMessage(text, DESCRIPTIONS, isRight);
}
