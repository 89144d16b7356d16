import type { Answer, ToMember } from '../../wire/signal';
import * as sound from '../audio/earcons';
import type { Gesture } from './gesture';
import { stay, to, withoutCall, type Call, type Session, type SessionEffect, type SessionStep } from './session';

// Invitations and the offer of the stage. Only a press answers.

/** Calls that are kept at once; whoever else invites is told anew when the link comes back. */
const CALLS_MAX = 8;

export function findCall(session: Session, id: string): Call | undefined {
  return session.calls.filter((call) => call.id === id)[0];
}

/** An invitation that waits for an answer. */
export function ringing(session: Session): Call | undefined {
  return session.calls.filter((call) => call.id !== '' && !call.isConsulting)[0];
}

/** What the button answers now. An offer can be answered also while it is thought over; it does not last. */
export function answerable(session: Session): Call | undefined {
  return ringing(session) || findCall(session, '');
}

/** The call is over. A late word about one that is not here changes nothing. */
export function endCall(session: Session, id: string, effects: readonly SessionEffect[]): SessionStep {
  return findCall(session, id) ? to(session, { calls: withoutCall(session, id) }, effects) : stay(session);
}

/** The call is new, or from now on thought over or not. */
export function beginCall(
  session: Session,
  id: string,
  isConsulting: boolean,
  effects: readonly SessionEffect[],
): SessionStep {
  const known = findCall(session, id);
  if (known ? known.isConsulting === isConsulting : session.calls.length >= CALLS_MAX) return stay(session);
  return to(session, { calls: withoutCall(session, id).concat([{ id: id, isConsulting: isConsulting }]) }, effects);
}

/** The relay tells how an invitation stands. */
export function onInvitation(session: Session, message: ToMember & { type: 'invitation' }): SessionStep {
  const id = message.id;
  switch (message.state) {
    case 'ringing':
      return beginCall(session, id, false, [{ type: 'noted', invitation: id }, 'ring']);
    case 'consulting':
      return beginCall(session, id, true, []);
    case 'accepted':
      return endCall(session, id, [sound.ACCEPTED]);
    case 'over':
      return endCall(session, id, [sound.DECLINED]);
  }
}

/** The owner answers the call, if it is still there: click accepts, double click declines, hold asks for time. */
export function answerCall(session: Session, id: string, gesture: Gesture): SessionStep {
  function say(answer: Answer, earcon: number): readonly SessionEffect[] {
    if (id === '') return [{ type: 'answer', answer: answer }, earcon];
    return [{ type: 'answer', answer: answer, invitation: id }, earcon];
  }

  if (gesture === 'click') return endCall(session, id, say('accept', sound.ACCEPTED));
  if (gesture === 'double') return endCall(session, id, say('decline', sound.DECLINED));
  return findCall(session, id) ? beginCall(session, id, true, say('consult', sound.CONSULTING)) : stay(session);
}
