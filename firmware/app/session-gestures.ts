import * as sound from '../audio/earcons';
import { answerable, answerCall } from './invitations';
import type { DoubleClick, Gesture } from './gesture';
import { outside, stay, to, type Session, type SessionEffect, type SessionStep } from './session';

// What the owner's gestures mean, where the owner was at the press. A gesture is told after its press; what comes in between, a
// call or another seat, is not what the owner meant, and is left alone. With the microphone open the light is red, and the
// button is the microphone's; else it answers who rings or the offer of the stage; else it means the place.

/** The aim of a press that answers a call begins so, and ends with the call's id. */
const CALL = '+';

/** Where a gesture finds the owner, if nobody calls. */
function placeOf(session: Session): string {
  if (session.isSetUp) return 'setUp';
  switch (session.kind) {
    case 'inRoom':
      return session.role;
    case 'joining':
    case 'reconnecting':
      return 'joining';
    default:
      return 'idle';
  }
}

/** What a double click means for the press under way; see gesture.ts. */
export function doubleClickIn(session: Session): DoubleClick {
  switch (session.aim) {
    case '':
    case 'idle':
    case 'setUp':
      return 'ignored';
    case 'joining':
      return 'as well';
    default:
      return session.talk ? 'as well' : 'instead';
  }
}

function press(session: Session): SessionStep {
  const call = session.talk ? undefined : answerable(session);
  const aim = call ? CALL + call.id : placeOf(session);
  return to(session, { aim: aim }, aim !== 'stage' || session.talk || session.isMuted ? [] : ['arm']);
}

/** The owner closes the microphone, if it is open. */
function close(session: Session): SessionStep {
  const isOpen = session.talk !== '';
  return to(session, { talk: '', countdown: '' }, isOpen ? ['close', sound.MICROPHONE_CLOSED] : []);
}

/** Out of the room or on the way to it, for good. */
export function leave(session: Session): SessionStep {
  const away: readonly SessionEffect[] = ['close', 'stopMedia', sound.LEAVE];
  switch (session.kind) {
    case 'inRoom':
    case 'joining':
      return outside(session, 'idle', away.concat([{ type: 'leave' }]));
    case 'reconnecting':
      return outside(session, 'connecting', away);
    default:
      return to(session, { wantsRoom: false });
  }
}

function setUp(session: Session): SessionStep {
  const left = leave(session);
  return to(left.session, { countdown: 'reset', isSetUp: true, aim: '' }, left.effects.concat(['setUp', sound.SET_UP]));
}

/** A hold that goes on. One that talks, or talked until somebody closed the microphone, does not count down. */
function onLongHold(session: Session, gesture: Gesture): SessionStep {
  if (gesture === 'countdown') {
    if (session.talk || session.aim === '') return stay(session);
    return to(session, { countdown: 'setUp' }, [sound.COUNTDOWN]);
  }
  if (session.countdown !== gesture) return stay(session);
  return gesture === 'setUp' ? setUp(session) : stay(session, ['reset']);
}

/** A click joins what begins soon, or the home room; and before that is possible, it is kept in mind or taken back. */
function onIdle(session: Session): SessionStep {
  if (session.kind === 'idle') return to(session, { kind: 'joining', room: session.reminder }, ['join']);
  return to(session, { wantsRoom: !session.wantsRoom, room: '' });
}

function onStage(session: Session, gesture: Gesture): SessionStep {
  if (gesture === 'double') {
    // The step out is never refused, whatever the relay says to it.
    return to(session, { role: 'audience', talk: '' }, ['close', { type: 'step-down' }, sound.LEAVE]);
  }
  if (session.talk) return gesture === 'click' ? close(session) : stay(session);
  if (session.isMuted) return stay(session, [sound.ERROR]);
  return gesture === 'click'
    ? to(session, { talk: 'clicked' }, ['open', sound.MICROPHONE_OPEN])
    : to(session, { talk: 'held' }, ['openWithPreRoll', sound.MICROPHONE_OPEN]);
}

/** What the gesture does. Pure. */
export function onGesture(session: Session, gesture: Gesture): SessionStep {
  const aim = session.aim;
  switch (gesture) {
    case 'press':
      return press(session);
    case 'holdEnd':
      return session.talk === 'clicked' ? stay(session) : close(session);
    case 'countdown':
    case 'setUp':
    case 'reset':
      return onLongHold(session, gesture);
  }
  if (aim.charAt(0) === CALL) return answerCall(session, aim.substr(1), gesture);
  if (aim === 'joining') return gesture === 'double' ? leave(session) : stay(session);
  if (aim !== placeOf(session)) return stay(session);
  if (aim === 'stage') return onStage(session, gesture);
  if (gesture === 'holdStart') return stay(session);
  if (aim === 'setUp') return to(session, { isSetUp: false });
  if (aim === 'idle') return onIdle(session);
  // In the audience. The hand is up once the relay has said so.
  return gesture === 'double' ? leave(session) : stay(session, [{ type: 'hand', raised: session.hand === 0 }]);
}
