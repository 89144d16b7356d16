import { answerable, ringing } from './invitations';
import type { Session } from './session';

// What the light shows: one ordered list over the whole state; the first match wins. The open microphone stands first.
// It comes from the capture path itself, not from the session.

export type LightName =
  | 'microphone open'
  | 'reset'
  | 'countdown'
  | 'fault'
  | 'ringing'
  | 'offered'
  | 'consulting'
  | 'refused'
  | 'reconnecting'
  | 'hand'
  | 'stage'
  | 'audience'
  | 'reminder'
  | 'joining'
  | 'set-up'
  | 'offline'
  | 'idle';

/** The light that the state shows; docs/owner.md has the list. `hasFault`: something keeps the speaker from working. */
export function lightFor(session: Session, isMicrophoneOpen: boolean, hasFault: boolean): LightName {
  const kind = session.kind;
  if (isMicrophoneOpen) return 'microphone open';
  if (session.countdown === 'reset') return 'reset';
  if (session.countdown) return 'countdown';
  if (hasFault) return 'fault';
  if (ringing(session)) return 'ringing';
  const offer = answerable(session);
  if (offer && !offer.isConsulting) return 'offered';
  if (session.invitations.length > 0) return 'consulting';
  if (session.isRefused) return 'refused';
  if (kind === 'reconnecting') return 'reconnecting';
  if (kind === 'inRoom') return session.role === 'stage' ? 'stage' : session.hand > 0 ? 'hand' : 'audience';
  // Unless the owner is on the way there.
  if (session.reminder !== '' && session.reminder !== session.room) return 'reminder';
  if (session.isSetUp) return 'set-up';
  if (kind === 'joining' || (kind === 'connecting' && session.wantsRoom)) return 'joining';
  return kind === 'idle' ? 'idle' : 'offline';
}
