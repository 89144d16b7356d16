import { rejected, type SignalRejection } from './fields';
import type { ShortMessage } from './short-form';

/**
 * Reads a message in its short form. Total: any text gives a message or a rejection. It checks only what a speaker acts on,
 * because the interpreter takes longer for a check than for the rest. What comes often has a function of its own, because the
 * interpreter reads over all of a function's text at each call. @often
 */
export function parseShort(text: string): ShortMessage | SignalRejection {
  const words = text.split(' ');
  const type = words[0];
  if (type === 'others') return { type: type, speak: words[1] === '1' };
  const id = words[2];
  if (type === 'queue') return { type: type, place: parseInt(words[1]!) || 0, id: id && +id } as ShortMessage;
  return parseSeldom(words);
}

/** What a relay may send again and again, though mostly nothing follows from it. @often */
function parseSeldom(words: readonly string[]): ShortMessage | SignalRejection {
  const type = words[0]!;
  const first = words[1]!;
  const second = words[2];
  if (type === 'mute') return { type: type, muted: first === '1' };
  if (type === 'offer' && parseFloat(first) >= 0) return { type: type, withinMs: +first };
  if (type === 'error' && first) return { type: type, code: first, id: second && +second } as ShortMessage;
  if (type === 'seat' && (first === 'stage' || first === 'audience') && (second === '20' || second === '40'))
    return { type: type, role: first, packetMs: +second };
  return parseRare(words);
}

function parseRare(words: readonly string[]): ShortMessage | SignalRejection {
  const type = words[0]!;
  const first = words[1]!;
  const number = parseFloat(first);
  const second = words[2]!;
  let message: unknown;
  switch (type) {
    case 'reclaim':
      if (number >= 0) message = { type: type, ssrc: number };
      break;
    case 'left':
      if (second) message = { type: type, room: first, reason: second, id: words[3] && +words[3] };
      break;
    case 'invitation':
      if (words[3] && ['ringing', 'consulting', 'accepted', 'over'].indexOf(second) >= 0)
        message = { type: type, id: first, state: second, room: words[3] };
      break;
    case 'reply':
      if (words[3]) message = { type: type, invitation: first, room: second, news: words[3] };
      break;
    case 'reminder':
      if (second) message = { type: type, room: first, state: second };
      break;
    case 'joined':
      if (
        (second === 'stage' || second === 'audience') &&
        (words[4] || '').length === 32 &&
        +words[5]! > 0 &&
        +words[7]! > 0
      )
        message = {
          type: type,
          room: first,
          role: second,
          ssrc: +words[3]!,
          token: words[4],
          mediaPort: +words[5]!,
          payloadType: +words[6]!,
          packetMs: +words[7]!,
          id: words[8] && +words[8],
        };
      break;
    default:
      break;
  }
  return (message as ShortMessage | undefined) || rejected('bad-field');
}
