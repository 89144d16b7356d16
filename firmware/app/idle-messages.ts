import type { ToMember } from '../../wire/signal';
import { findInvitation } from './invitations';
import { STAGE, type Session } from './session';

/**
 * Whether nothing follows from a refusal but its sound: next-session.ts would come to the same after four times as long. One
 * with an id answers a join or a hand, and one without an id may be about a hand that was not answered yet.
 */
export function isOnlyHeard(session: Session, message: ToMember & { type: 'error' }): boolean {
  return message.id === undefined && session.hand >= 0;
}

/**
 * Whether nothing follows from a message of the relay but what it says of packets: next-session.ts would come to the same
 * after six times as long. `isClosed`: the microphone does not even record. @often
 */
export function changesNothing(session: Session, message: ToMember, isClosed: boolean): boolean {
  const type = message.type;
  if (type === 'mute') return !session.talk || !message.muted;
  if (type !== 'seat' && type !== 'offer') return false;
  const isInRoom = session.kind === 'inRoom';
  const hasOffer = findInvitation(session, STAGE) !== undefined;
  if (type === 'offer') return hasOffer === (message.withinMs > 0 && isInRoom && session.role !== 'stage');
  return !isInRoom || (isClosed && message.role === session.role && !session.talk && !hasOffer);
}
