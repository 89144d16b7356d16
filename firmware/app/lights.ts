import { answerable, ringing } from './calls';
import type { Session } from './session';

// What the light shows: one ordered list over the whole state, first match wins. Microphone open stands first, and is
// taken from the capture path itself.

/** Everything the light depends on. */
export type LightInput = {
  readonly isMicrophoneOpen: boolean;
  /** A fault's number in the manual's table, or 0. */
  readonly fault: number;
  readonly session: Session;
};

export type LightName =
  | 'microphone open'
  | 'reset'
  | 'countdown'
  | 'fault'
  | 'ringing'
  | 'offered'
  | 'consulting'
  | 'reconnecting'
  | 'hand'
  | 'stage'
  | 'audience'
  | 'reminder'
  | 'joining'
  | 'set-up'
  | 'offline'
  | 'idle';

/** The list of design/product.md, as far as its states exist yet. */
export function lightFor(input: LightInput): LightName {
  const session = input.session;
  const kind = session.kind;
  if (input.isMicrophoneOpen) return 'microphone open';
  if (session.countdown === 'reset') return 'reset';
  if (session.countdown) return 'countdown';
  if (input.fault > 0) return 'fault';
  if (ringing(session)) return 'ringing';
  const offer = answerable(session);
  if (offer && !offer.isConsulting) return 'offered';
  if (session.calls.length > 0) return 'consulting';
  if (kind === 'reconnecting') return 'reconnecting';
  if (kind === 'inRoom') return session.role === 'stage' ? 'stage' : session.hand > 0 ? 'hand' : 'audience';
  // Until the owner is on the way there.
  if (session.reminder !== '' && session.reminder !== session.room) return 'reminder';
  if (session.isSetUp) return 'set-up';
  if (kind === 'joining' || (kind === 'connecting' && session.wantsRoom)) return 'joining';
  return kind === 'idle' ? 'idle' : 'offline';
}
