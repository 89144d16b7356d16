import type { SignalRejection } from './fields';
import { parseWith, type ToRelay } from './signal';

/** The fields of each message towards the relay. */
function fieldsOf(type: unknown): string | undefined {
  switch (type) {
    case 'ping':
    case 'pong':
      return 'id:u32';
    case 'mute':
      return 'muted:flag';
    case 'hand':
      return 'raised:flag';
    case 'leave':
    case 'step-down':
      return '';
    case 'answer':
      return 'answer:answer invitation:id?';
    case 'noted':
      return 'invitation:id';
    case 'moderate':
      return 'action:action member:u32?';
    case 'hello':
      return 'name:name resume:token?';
    case 'join':
      return 'room:room payloadTypes:types packetMs:packetMs?';
    case 'sign-in':
      return 'device:id nonce:token';
    case 'proof':
      return 'proof:proof';
    case 'link':
      return 'token:link';
    default:
      return undefined;
  }
}

/** Reads a message of a member. Total: any text gives a message or a reason; unknown fields are ignored. */
export function parseToRelay(text: string): ToRelay | SignalRejection {
  return parseWith(text, fieldsOf) as ToRelay | SignalRejection;
}
