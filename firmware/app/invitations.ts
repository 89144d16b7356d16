import type { Answer, ToMember } from '../../wire/signal';
import * as earcons from '../audio/earcons';
import type { Gesture } from './gesture';
import { STAGE, stay, to, withoutInvitation } from './session';
import type { Invitation, Session, SessionEffect, SessionStep } from './session';

// Invitations to rooms, and to the stage. Only a press answers them.

/** Invitations that are kept at once. The relay sends the others again when the link comes back. */
const INVITATIONS_MAX = 8;

export function findInvitation(session: Session, id: string): Invitation | undefined {
  return session.invitations.filter((invitation) => invitation.id === id)[0];
}

/** An invitation to a room that waits for an answer. */
export function ringing(session: Session): Invitation | undefined {
  return session.invitations.filter((invitation) => invitation.id !== STAGE && !invitation.isConsulting)[0];
}

/**
 * The invitation that the button answers now. The one to the stage can be answered also after the owner has asked for
 * time, because it does not last.
 */
export function answerable(session: Session): Invitation | undefined {
  return ringing(session) || findInvitation(session, STAGE);
}

/** The invitation is over. One that is not here changes nothing. */
export function endInvitation(session: Session, id: string, effects: readonly SessionEffect[]): SessionStep {
  if (!findInvitation(session, id)) return stay(session);
  return to(session, { invitations: withoutInvitation(session, id) }, effects);
}

/** The invitation is new, or from now on the owner thinks about it, or no longer does. */
export function beginInvitation(
  session: Session,
  id: string,
  isConsulting: boolean,
  effects: readonly SessionEffect[],
): SessionStep {
  const known = findInvitation(session, id);
  const isNews = known ? known.isConsulting !== isConsulting : session.invitations.length < INVITATIONS_MAX;
  if (!isNews) return stay(session);
  const invitation = { id: id, isConsulting: isConsulting };
  return to(session, { invitations: withoutInvitation(session, id).concat([invitation]) }, effects);
}

/** The relay says how an invitation stands. */
export function onInvitation(session: Session, message: ToMember & { type: 'invitation' }): SessionStep {
  const id = message.id;
  switch (message.state) {
    case 'ringing':
      return beginInvitation(session, id, false, [
        { kind: 'send', message: { type: 'noted', invitation: id } },
        { kind: 'ring' },
      ]);
    case 'consulting':
      return beginInvitation(session, id, true, []);
    case 'accepted':
      return endInvitation(session, id, [{ kind: 'play', notes: earcons.ACCEPTED }]);
    case 'over':
      return endInvitation(session, id, [{ kind: 'play', notes: earcons.DECLINED }]);
  }
}

/** The relay says how an invitation goes on that this owner sent. What the guest's side wrote is for pages. */
export function onReply(session: Session, message: ToMember & { type: 'reply' }): SessionStep {
  const effects: SessionEffect[] = [
    { kind: 'send', message: { type: 'noted', invitation: message.invitation, news: message.news } },
  ];
  switch (message.news) {
    case 'accepted':
      effects.push({ kind: 'play', notes: earcons.ACCEPTED });
      break;
    case 'consulting':
      effects.push({ kind: 'play', notes: earcons.CONSULTING });
      break;
    case 'declined':
    case 'lapsed':
    case 'withdrawn':
    case 'absent':
      effects.push({ kind: 'play', notes: earcons.DECLINED });
      break;
    default:
      break;
  }
  return stay(session, effects);
}

/**
 * The owner answers the invitation if it is still there: a click accepts, a double click declines, a hold asks for
 * time.
 */
export function answerInvitation(session: Session, id: string, gesture: Gesture): SessionStep {
  function answer(what: Answer, notes: number): readonly SessionEffect[] {
    return [
      {
        kind: 'send',
        message: id === STAGE ? { type: 'answer', answer: what } : { type: 'answer', answer: what, invitation: id },
      },
      { kind: 'play', notes: notes },
    ];
  }

  if (gesture === 'click') return endInvitation(session, id, answer('accept', earcons.ACCEPTED));
  if (gesture === 'double') return endInvitation(session, id, answer('decline', earcons.DECLINED));
  if (!findInvitation(session, id)) return stay(session);
  return beginInvitation(session, id, true, answer('consult', earcons.CONSULTING));
}
