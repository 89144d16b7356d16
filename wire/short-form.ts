import type { ToMember } from './to-member';

// The short form of what a relay sends to a device: words with a space between them, the type first and then the values of
// the fields. README.md has the table. To read the JSON of the same message takes stock Espruino four to eight times as long
// (measured with `npm run bench:device`), because every field is looked up by its name and its kind.

/** Whether anybody but the receiver speaks. It takes the place of `speaking`. */
export type Others = { readonly type: 'others'; readonly speak: boolean };

/** What has a short form. `hello`, `challenge` and `ping` are JSON in any case. */
export type ShortMessage =
  Exclude<ToMember, { readonly type: 'hello' | 'challenge' | 'ping' | 'pong' | 'speaking' | 'room' | 'rank' }> | Others;

/** The short form of a message; undefined where there is none: that a device ignores, or that is JSON in any case. */
export function writeShort(message: Others): string;
export function writeShort(message: ToMember): string | undefined;
export function writeShort(message: ToMember | Others): string | undefined {
  const words: readonly (string | number)[] | undefined = valuesOf(message);
  return words && [message.type, ...words].join(' ');
}

/** An optional field at the end of a message. */
const last = (value: number | undefined): readonly number[] => (value === undefined ? [] : [value]);

function valuesOf(message: ToMember | Others): readonly (string | number)[] | undefined {
  switch (message.type) {
    case 'others':
      return [message.speak ? 1 : 0];
    case 'queue':
      return [message.place, ...last(message.id)];
    case 'mute':
      return [message.muted ? 1 : 0];
    case 'pong':
      return [];
    case 'reclaim':
      return [message.ssrc];
    case 'seat':
      return [message.role, message.packetMs];
    case 'offer':
      return [message.withinMs];
    case 'joined': {
      const { room, role, ssrc, token, mediaPort, payloadType, packetMs, id } = message;
      return [room, role, ssrc, token, mediaPort, payloadType, packetMs, ...last(id)];
    }
    case 'left':
      return [message.room, message.reason, ...last(message.id)];
    case 'invitation':
      return [message.id, message.state, message.room];
    case 'reply':
      return [message.invitation, message.room, message.news];
    case 'reminder':
      return [message.room, message.state];
    case 'error':
      return [message.code, ...last(message.id)];
    default:
      return undefined;
  }
}
