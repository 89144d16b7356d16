import * as sound from '../audio/earcons';
import { beginCall, endCall, findCall, onInvitation } from './invitations';
import { isMuteOrder } from './relay-messages';
import { outside, stay, to, withClosedMicrophone, withoutCall } from './session';
import type { Session, SessionEffect, SessionEvent, SessionStep } from './session';
import { leave, onGesture } from './session-gestures';

// What follows on what. A message that is unknown, late or not for where the owner is changes nothing.
//
// Nothing but the owner's own press opens the microphone: 'open' stands only behind gestures (session-gestures.ts), every way
// into a room or to another seat begins with it closed, and whatever else closes it takes a press under way its aim.

/** A seat that nobody waits for is given back. */
function onJoined(session: Session, event: SessionEvent & { type: 'joined' }): SessionStep {
  if (session.kind !== 'joining') return stay(session, [{ type: 'leave' }]);
  const reminder = event.room === session.reminder ? '' : session.reminder;
  return to(session, { kind: 'inRoom', role: event.role, reminder: reminder }, ['startMedia', sound.JOIN]);
}

function onSeat(session: Session, role: Session['role']): SessionStep {
  if (session.kind !== 'inRoom') return stay(session);
  const calls = role === 'stage' ? withoutCall(session, '') : session.calls;
  const earcon = role === session.role ? [] : [role === 'stage' ? sound.JOIN : sound.LEAVE];
  return withClosedMicrophone(session, { role: role, calls: calls }, earcon);
}

/** For other reasons the connection ends next, and then we return by ourselves. */
function onLeft(session: Session, reason: string): SessionStep {
  if (session.kind !== 'inRoom' || reason === 'silent' || reason === 'closing') return stay(session);
  return outside(session, 'idle', ['close', 'stopMedia', sound.LEAVE]);
}

function onQueue(session: Session, place: number): SessionStep {
  if (session.kind !== 'inRoom' || place === session.hand) return stay(session);
  const earcon = place === 0 ? [sound.HAND_DOWN] : session.hand === 0 ? [sound.HAND_UP] : [];
  return to(session, { hand: place }, earcon);
}

/** More time for an offer that is known is no news. */
function onOffer(session: Session, withinMs: number): SessionStep {
  if (withinMs === 0) return endCall(session, '', [sound.DECLINED]);
  if (session.kind !== 'inRoom' || session.role === 'stage' || findCall(session, '')) return stay(session);
  return beginCall(session, '', false, [sound.OFFERED]);
}

function onReminder(session: Session, room: string, isSoon: boolean): SessionStep {
  if ((room === session.reminder) === isSoon) return stay(session);
  return to(session, { reminder: isSoon ? room : '' }, isSoon ? [sound.REMINDER] : []);
}

function onRefused(session: Session): SessionStep {
  const effects: readonly SessionEffect[] = [sound.ERROR];
  return session.kind === 'joining' ? outside(session, 'idle', effects.concat(['stopMedia'])) : stay(session, effects);
}

/** Whoever was in a room asks for it anew, and from then on waits for the answer like anybody else. */
function onLinkUp(session: Session): SessionStep {
  const kind = session.kind;
  if (kind === 'reconnecting' || (kind === 'connecting' && session.wantsRoom)) {
    return to(session, { kind: 'joining', wantsRoom: false }, ['join']);
  }
  return kind === 'connecting' ? to(session, { kind: 'idle' }) : stay(session);
}

/** The link is gone. Whoever was in the room comes back to it by itself, with the microphone closed. The relay tells everything anew then. */
function onLinkDown(before: Session): SessionStep {
  const session = to(before, { calls: [], reminder: '', hand: 0 }).session;
  switch (session.kind) {
    case 'inRoom':
      return withClosedMicrophone(session, { kind: 'reconnecting' }, ['stopMedia']);
    case 'joining':
      return to(session, { kind: 'connecting', wantsRoom: true }, ['stopMedia']);
    case 'idle':
      return to(session, { kind: 'connecting' });
    default:
      return stay(session);
  }
}

function onWifiDown(session: Session): SessionStep {
  const down = onLinkDown(session);
  const kind = down.session.kind;
  return to(down.session, { kind: kind === 'connecting' ? 'offline' : kind }, down.effects.concat(['stopLink']));
}

/** The device's next state and what is to be done. Pure and total. */
export function nextSession(session: Session, event: SessionEvent): SessionStep {
  switch (event.type) {
    case 'gesture':
      return onGesture(session, event.gesture);
    case 'joined':
      return onJoined(session, event);
    case 'seat':
      return onSeat(session, event.role);
    case 'left':
      return onLeft(session, event.reason);
    case 'queue':
      return onQueue(session, event.place);
    case 'offer':
      return onOffer(session, event.withinMs);
    case 'invitation':
      return onInvitation(session, event);
    case 'reminder':
      return onReminder(session, event.room, event.state === 'soon');
    case 'error':
    case 'refused':
      return onRefused(session);
    case 'mute':
      return session.talk && isMuteOrder(event) ? withClosedMicrophone(session, {}, []) : stay(session);
    case 'muteSwitch':
      return withClosedMicrophone(session, { isMuted: event.isMuted }, []);
    case 'wifiUp':
      return to(session, { kind: session.kind === 'offline' ? 'connecting' : session.kind }, ['startLink']);
    case 'wifiDown':
      return onWifiDown(session);
    case 'linkUp':
      return onLinkUp(session);
    case 'linkDown':
      return onLinkDown(session);
    case 'shutDown':
      return leave(session);
    case 'setUpOver':
      return to(session, { isSetUp: false });
    default:
      return stay(session);
  }
}
