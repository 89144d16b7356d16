import type { ToMember } from '../../wire/signal';
import * as earcons from '../audio/earcons';
import { beginInvitation, endInvitation, findInvitation, onInvitation, onReply } from './invitations';
import { isMuteOrder } from './relay-messages';
import { ASKED_DOWN, ASKED_UP, STAGE, outside, stay, to, withClosedMicrophone, withoutInvitation } from './session';
import type { Session, SessionEffect, SessionEvent, SessionStep } from './session';
import { ask, join, leave, onGesture } from './session-gestures';

// Which state follows which; session.ts draws it. A message that is unknown, late or not for the present state changes
// nothing.

/** A seat that the owner no longer waits for is given back. */
function onJoined(session: Session, message: ToMember & { type: 'joined' }): SessionStep {
  if (session.kind !== 'joining') return ask(session, { type: 'leave' }, []);
  const reminder = message.room === session.reminder ? '' : session.reminder;
  return to(session, { kind: 'inRoom', role: message.role, reminder: reminder }, [
    { kind: 'startMedia' },
    { kind: 'play', notes: earcons.JOIN },
  ]);
}

function onSeat(session: Session, role: Session['role']): SessionStep {
  if (session.kind !== 'inRoom') return stay(session);
  const isStage = role === 'stage';
  const invitations = isStage ? withoutInvitation(session, STAGE) : session.invitations;
  const notes = isStage ? earcons.JOIN : earcons.LEAVE;
  return withClosedMicrophone(
    session,
    { role: role, invitations: invitations },
    role === session.role ? [] : [{ kind: 'play', notes: notes }],
  );
}

/**
 * When the relay closes, or heard nothing from this speaker, the connection ends next, and the speaker comes back
 * later.
 */
function onLeft(session: Session, reason: string): SessionStep {
  if (session.kind !== 'inRoom' || reason === 'silent' || reason === 'closing') return stay(session);
  return outside(session, 'idle', [
    { kind: 'closeMicrophone' },
    { kind: 'stopMedia' },
    { kind: 'play', notes: earcons.LEAVE },
  ]);
}

/** Until the relay answers what the owner asked for, news that says otherwise are older than that. */
function onQueue(session: Session, place: number, isAnswer: boolean): SessionStep {
  const hand = session.hand;
  const isOld = !isAnswer && hand === (place > 0 ? ASKED_DOWN : ASKED_UP);
  if (session.kind !== 'inRoom' || place === hand || isOld) return stay(session);
  const isNews = place === 0 ? hand !== ASKED_UP : hand <= 0;
  const notes = place === 0 ? earcons.HAND_DOWN : earcons.HAND_UP;
  return to(session, { hand: place }, isNews ? [{ kind: 'play', notes: notes }] : []);
}

/** The relay offers the stage. More time for an offer that is known changes nothing. */
function onOffer(session: Session, withinMs: number): SessionStep {
  if (withinMs === 0) return endInvitation(session, STAGE, [{ kind: 'play', notes: earcons.DECLINED }]);
  if (session.kind !== 'inRoom' || session.role === 'stage' || findInvitation(session, STAGE)) return stay(session);
  return beginInvitation(session, STAGE, false, [{ kind: 'play', notes: earcons.OFFERED }]);
}

function onReminder(session: Session, room: string, isSoon: boolean): SessionStep {
  if ((room === session.reminder) === isSoon) return stay(session);
  return to(session, { reminder: isSoon ? room : '' }, isSoon ? [{ kind: 'play', notes: earcons.REMINDER }] : []);
}

/**
 * The relay refuses a join or a raised hand if the refusal has an id, or else another message. Nobody waits for the
 * answer to a leave.
 */
function onRefused(session: Session, isAnswer: boolean): SessionStep {
  const effects: readonly SessionEffect[] = [{ kind: 'play', notes: earcons.ERROR }];
  const kind = session.kind;
  if (!isAnswer || kind === 'inRoom') return to(session, { hand: Math.max(0, session.hand) }, effects);
  if (kind !== 'joining') return stay(session);
  return outside(session, 'idle', effects.concat([{ kind: 'stopMedia' }]));
}

/** A speaker that was in a room asks for it again, and then waits for the answer as after any other click. */
function onLinkUp(before: Session): SessionStep {
  const session = to(before, { isRefused: false }).session;
  const kind = session.kind;
  if (kind === 'reconnecting' || (kind === 'connecting' && session.wantsRoom)) {
    return join(session, session.room);
  }
  return kind === 'connecting' ? to(session, { kind: 'idle' }) : stay(session);
}

/**
 * The link is lost. A speaker that was in a room comes back to it without a click, with the microphone closed.
 * Invitations, reminder and hand are forgotten: the relay sends them again.
 */
function onLinkDown(before: Session, isRefused: boolean): SessionStep {
  const session = to(before, { invitations: [], reminder: '', hand: 0, isRefused: isRefused }).session;
  switch (session.kind) {
    case 'inRoom':
      return withClosedMicrophone(session, { kind: 'reconnecting' }, [{ kind: 'stopMedia' }]);
    case 'joining':
      return to(session, { kind: 'connecting', wantsRoom: true }, [{ kind: 'stopMedia' }]);
    case 'idle':
      return to(session, { kind: 'connecting' });
    default:
      return stay(session);
  }
}

function onWifiDown(session: Session): SessionStep {
  const down = onLinkDown(session, false);
  const kind = down.session.kind;
  return to(
    down.session,
    { kind: kind === 'connecting' ? 'offline' : kind },
    down.effects.concat([{ kind: 'stopLink' }]),
  );
}

function onMessage(session: Session, message: ToMember): SessionStep {
  // Of a join, a leave and another join within a round trip, the answers to the first two say nothing about the third.
  const request = (message as { readonly id?: unknown }).id;
  const isAnswer = typeof request === 'number';
  if (isAnswer && request !== session.request) return stay(session);
  switch (message.type) {
    case 'joined':
      return onJoined(session, message);
    case 'seat':
      return onSeat(session, message.role);
    case 'left':
      return onLeft(session, message.reason);
    case 'queue':
      return onQueue(session, message.place, isAnswer);
    case 'offer':
      return onOffer(session, message.withinMs);
    case 'invitation':
      return onInvitation(session, message);
    case 'reply':
      return onReply(session, message);
    case 'reminder':
      return onReminder(session, message.room, message.state === 'soon');
    case 'error':
      return onRefused(session, isAnswer);
    case 'mute':
      return session.talk && isMuteOrder(message) ? withClosedMicrophone(session, {}, []) : stay(session);
    default:
      return stay(session);
  }
}

/** The device's next state, and what is to be done. Pure and total. */
export function nextSession(session: Session, event: SessionEvent): SessionStep {
  switch (event.kind) {
    case 'messageReceived':
      return onMessage(session, event.message);
    case 'gestureMade':
      return onGesture(session, event.gesture);
    case 'muteSwitchMoved':
      return withClosedMicrophone(session, { isMuted: event.isMuted }, []);
    case 'wifiUp':
      return to(session, { kind: session.kind === 'offline' ? 'connecting' : session.kind }, [{ kind: 'startLink' }]);
    case 'wifiDown':
      return onWifiDown(session);
    case 'linkUp':
      return onLinkUp(session);
    case 'linkDown':
      return onLinkDown(session, false);
    case 'linkRefused':
      return onLinkDown(session, true);
    case 'joinUnanswered':
      return onRefused(session, true);
    case 'soundLost':
      return leave(session);
    case 'setUpEnded':
      return to(session, { isSetUp: false });
    default:
      return stay(session);
  }
}
