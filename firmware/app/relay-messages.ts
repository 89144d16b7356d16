import type { SignalErrorCode, ToMember } from '../../wire/signal';

/** Whether the relay orders the microphone closed. There is no order to open it: such a message is ignored. */
export function isMuteOrder(message: ToMember): boolean {
  return message.type === 'mute' && message.muted;
}

/** The close code of a sign-in that failed. The codes are in wire/README.md. */
export const REFUSED = 4003;
/** That of a connection in whose place another one has come. */
export const TAKEN_OVER = 4002;

/**
 * A message for the owner, if the relay has ended the connection because of who this speaker is; '' if not. `why`: what
 * is known besides the code.
 */
export function closingRefusal(closeCode: number, why: string): string {
  switch (closeCode) {
    case TAKEN_OVER:
      return 'another speaker uses the same key';
    case REFUSED:
      return why;
    case 4005:
      return refusalMessage('revoked');
    default:
      return '';
  }
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
    case 'sign-in-needed':
      return 'the relay wants a key: configure({ device: "...", key: "..." })';
    case 'sign-in-refused':
    case 'revoked':
      return 'the relay no longer knows this speaker: set it up again';
    default:
      return `the relay refused a message (${code})`;
  }
}
