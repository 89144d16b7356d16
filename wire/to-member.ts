import type { SignalRejection } from './fields';
import { parseWith, type ToMember } from './signal';

/** The fields of each message towards a member. */
function fieldsOf(type: unknown): string | undefined {
  switch (type) {
    case 'ping':
    case 'pong':
      return 'id:u32';
    case 'speaking':
      return 'members:members';
    case 'room':
      return 'speakers:u32 listeners:u32 hands:u32';
    case 'queue':
      return 'place:u32';
    case 'offer':
      return 'withinMs:u32';
    case 'seat':
      return 'role:role packetMs:packetMs';
    case 'rank':
      return 'rank:rank';
    case 'mute':
      return 'muted:flag';
    case 'hello':
      return 'name:name member:u32 resume:token?';
    case 'joined':
      return 'room:room role:role rank:rank? ssrc:u32 token:token mediaPort:port payloadType:type packetMs:packetMs';
    case 'left':
      return 'room:room reason:reason';
    case 'invitation':
      return 'id:id state:sign room:room';
    case 'reminder':
      return 'room:room state:when';
    case 'challenge':
      return 'nonce:token proof:proof';
    case 'error':
      return 'code:code';
    default:
      return undefined;
  }
}

/** Reads a message of the relay. Total: any text gives a message or a reason; unknown fields are ignored. */
export function parseToMember(text: string): ToMember | SignalRejection {
  return parseWith(text, fieldsOf) as ToMember | SignalRejection;
}
