import { isOfKind, type SignalRejection } from './fields';
import { parseWith, type ToMember } from './signal';

/** Reads a message of the relay. Total: any text gives a message or a reason; unknown fields are ignored. */
export function parseToMember(text: string): ToMember | SignalRejection {
  // A code only looks like one here: whoever reads it has words for those that are known.
  const descriptions =
    '\nping id:u32\npong id:u32\nspeaking members:members\nroom speakers:u32 listeners:u32 hands:u32\nqueue place:u32\n' +
    'offer withinMs:u32\nseat role:stage|audience packetMs:packetMs\nrank rank:host|moderator|none\nmute muted:flag\n' +
    'hello name:name member:u32 resume:token?\njoined room:room role:stage|audience rank:host|moderator|none? ssrc:u32 ' +
    'token:token mediaPort:port payloadType:type packetMs:packetMs\n' +
    'left room:room reason:asked|moved|silent|closing|removed|banned|ended\n' +
    'invitation id:id state:ringing|consulting|accepted|over room:room\nreminder room:room state:soon|over\n' +
    'challenge nonce:token proof:proof\nerror code:id\n';
  return parseWith(text, descriptions, isOfKind) as ToMember | SignalRejection;
}
