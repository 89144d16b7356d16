import type { ToRelay } from '../../wire/signal';
import * as earcons from '../audio/earcons';
import type { DoubleClick, Gesture } from './gesture';
import { answerable, answerInvitation } from './invitations';
import { ASKED_DOWN, ASKED_UP, outside, stay, to } from './session';
import type { Session, SessionEffect, SessionStep } from './session';

// What the owner's gestures mean. A gesture is known some time after its press, and it means what the press was aimed
// at. If an invitation or another seat comes in between, the owner did not mean that, and the gesture does nothing to
// it. While the microphone is open, the light is red and the button closes the microphone. Otherwise the button answers
// an invitation, if there is one. Otherwise its meaning depends on where the owner is.

/** The aim of a press that answers an invitation begins with this and ends with the invitation's id. */
const INVITATION = '+';

/** Where a gesture finds the owner if there is no invitation. */
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
      return 'also';
    default:
      return session.talk ? 'also' : 'instead';
  }
}

function press(session: Session): SessionStep {
  const invitation = session.talk ? undefined : answerable(session);
  const aim = invitation ? INVITATION + invitation.id : placeOf(session);
  const mayTalk = aim === 'stage' && !session.talk && !session.isMuted;
  return to(session, { aim: aim }, mayTalk ? [{ kind: 'armMicrophone' }] : []);
}

/** The owner closes the microphone, if it is open. */
function close(session: Session): SessionStep {
  const effects: readonly SessionEffect[] = [
    { kind: 'closeMicrophone' },
    { kind: 'play', notes: earcons.MICROPHONE_CLOSED },
  ];
  return to(session, { talk: '', countdown: '' }, session.talk ? effects : []);
}

/** On the way into a room; '' is the home room. */
export function join(session: Session, room: string): SessionStep {
  return to(session, { kind: 'joining', wantsRoom: false, room: room, request: session.request + 1 }, [
    { kind: 'joinRoom' },
  ]);
}

/** These effects, and the relay is asked for something. What answers it carries the id back. */
export function ask(
  session: Session,
  message: ToRelay & { readonly type: 'leave' | 'hand' },
  effects: readonly SessionEffect[],
): SessionStep {
  const id = session.request + 1;
  return to(session, { request: id }, effects.concat([{ kind: 'send', message: Object.assign({ id: id }, message) }]));
}

/** Out of the room, or no longer on the way to it. */
export function leave(session: Session): SessionStep {
  const leaving: readonly SessionEffect[] = [
    { kind: 'closeMicrophone' },
    { kind: 'stopMedia' },
    { kind: 'play', notes: earcons.LEAVE },
  ];
  switch (session.kind) {
    case 'inRoom':
    case 'joining':
      return ask(outside(session, 'idle', []).session, { type: 'leave' }, leaving);
    case 'reconnecting':
      return outside(session, 'connecting', leaving);
    default:
      return to(session, { wantsRoom: false });
  }
}

function setUp(session: Session): SessionStep {
  const left = leave(session);
  return to(
    left.session,
    { countdown: 'reset', isSetUp: true, aim: '' },
    left.effects.concat([{ kind: 'startSetUp' }, { kind: 'play', notes: earcons.SET_UP }]),
  );
}

/** A hold that lasts. One that talks does not count down, nor one that talked until the microphone was closed. */
function onLongHold(session: Session, gesture: Gesture): SessionStep {
  if (gesture === 'countdown') {
    if (session.talk || session.aim === '') return stay(session);
    return to(session, { countdown: 'setUp' }, [{ kind: 'play', notes: earcons.COUNTDOWN }]);
  }
  if (session.countdown !== gesture) return stay(session);
  return gesture === 'setUp' ? setUp(session) : stay(session, [{ kind: 'factoryReset' }]);
}

/**
 * A click joins the room that begins soon, or the home room. Before that is possible, it is remembered, and a second
 * click takes it back.
 */
function onIdle(session: Session): SessionStep {
  if (session.kind !== 'idle') return to(session, { wantsRoom: !session.wantsRoom, room: '' });
  return join(session, session.reminder);
}

function onStage(session: Session, gesture: Gesture): SessionStep {
  if (gesture === 'double') {
    // The way back to the audience is open whatever the relay answers.
    return to(session, { role: 'audience', talk: '' }, [
      { kind: 'closeMicrophone' },
      { kind: 'send', message: { type: 'step-down' } },
      { kind: 'play', notes: earcons.LEAVE },
    ]);
  }
  const isClick = gesture === 'click';
  if (session.talk) return isClick ? close(session) : stay(session);
  if (session.isMuted) return stay(session, [{ kind: 'play', notes: earcons.ERROR }]);
  return to(session, { talk: isClick ? 'clicked' : 'held' }, [
    { kind: 'openMicrophone', withPreRoll: !isClick },
    { kind: 'play', notes: earcons.MICROPHONE_OPEN },
  ]);
}

/** In the audience. The hand is up once the relay has said so, but a click before that takes back what was asked. */
function onAudience(session: Session, gesture: Gesture): SessionStep {
  if (gesture === 'double') return leave(session);
  const isUp = session.hand > 0 || session.hand === ASKED_UP;
  const asked = to(session, { hand: isUp ? ASKED_DOWN : ASKED_UP }).session;
  return ask(asked, { type: 'hand', raised: !isUp }, []);
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
    default:
      // What the others do depends on where the press began.
      break;
  }
  if (aim.charAt(0) === INVITATION) return answerInvitation(session, aim.substr(1), gesture);
  if (aim === 'joining') return gesture === 'double' ? leave(session) : stay(session);
  if (aim !== placeOf(session)) return stay(session);
  if (aim === 'stage') return onStage(session, gesture);
  if (gesture === 'holdStart') return stay(session);
  if (aim === 'setUp') return to(session, { isSetUp: false });
  return aim === 'idle' ? onIdle(session) : onAudience(session, gesture);
}
