import type { SignalErrorCode, ToMember } from '../../wire/signal';

/** Whether the relay orders the microphone closed. There is no order to open it: such a message is ignored. */
export function isMuteOrder(message: ToMember): boolean {
  return message.type === 'mute' && message.muted;
}

/**
 * A message for the owner about the relay's refusal, with what to do. The relay sends codes, because a device destroys
 * most text.
 */
export function refusalMessage(code: SignalErrorCode): string {
  switch (code) {
    case 'room-full':
      return 'the room is full; press again later';
    case 'bad-room':
      return 'the relay refuses this room: configure({ room: "lounge" })';
    case 'bad-name':
      return 'the relay refuses this name: configure({ name: "kitchen" })';
    case 'no-common-codec':
      return 'the relay has no codec of ours: update it or this board';
    case 'not-allowed':
      return 'the relay does not let this speaker in';
    case 'too-fast':
      return 'the relay asks to go slower; press again in a minute';
    case 'banned':
      return 'the room is closed to us by a moderator';
    case 'closed-room':
      return 'the room is open to invited speakers only';
    case 'stage-full':
      return 'the room has a full stage; raise the hand later';
    case 'sign-in-refused':
    case 'revoked':
      return 'the relay no longer knows this speaker: set it up again';
    default:
      return `the relay refused a message (${code})`;
  }
}
