import type { Role } from '../../wire/signal';
import type { DoubleClick, Gesture } from './gesture';

//                       Wi-Fi            hello             click            joined
//            offline ──────────▶ connecting ─────▶ idle ──────────▶ joining ─────────▶ in the room
//               ▲                    ▲               ▲                │ refused            │ link lost
//               │ Wi-Fi lost         │ link lost     └────────────────┤ double click,      ▼
//               └────────────────────┴────────────────────────────────┘ left          reconnecting ──▶ joining
//                                                                                                hello
//
// Nothing but the owner's own press opens the microphone: 'openMicrophone' stands only behind gestures, and every way
// into a room begins with it closed.

/** Whether and why the microphone is open: by click until the next one, or while the button is held. */
export type MicrophoneWish = 'closed' | 'clicked' | 'held';

/** The device's life. `wantsRoom`: the owner has clicked already, and joins as soon as that is possible. */
export type Session =
  | { readonly kind: 'offline'; readonly wantsRoom: boolean }
  | { readonly kind: 'connecting'; readonly wantsRoom: boolean }
  | { readonly kind: 'idle' }
  | { readonly kind: 'joining' }
  | { readonly kind: 'inRoom'; readonly role: Role; readonly microphone: MicrophoneWish }
  | { readonly kind: 'reconnecting' };

export type SessionEvent =
  | { readonly type: 'gesture'; readonly gesture: Gesture }
  | { readonly type: 'joined'; readonly role: Role }
  | { readonly type: 'wifiUp' | 'wifiDown' | 'linkUp' | 'linkDown' | 'refused' | 'left' | 'closeMicrophone' };

export type SessionEffect =
  | 'startLink'
  | 'stopLink'
  | 'join'
  | 'leave'
  | 'startMedia'
  | 'stopMedia'
  | 'armMicrophone'
  | 'openMicrophone'
  | 'openMicrophoneWithPreRoll'
  | 'closeMicrophone';

export type SessionStep = { readonly session: Session; readonly effects: readonly SessionEffect[] };

function to(session: Session, effects: readonly SessionEffect[]): SessionStep {
  return { session: session, effects: effects };
}

/** What a double click means in this state; see gesture.ts. */
export function doubleClickIn(session: Session): DoubleClick {
  if (session.kind === 'inRoom') return session.microphone === 'closed' ? 'instead' : 'as well';
  return session.kind === 'joining' || session.kind === 'reconnecting' ? 'as well' : 'ignored';
}

function gestureInRoom(session: Session & { kind: 'inRoom' }, gesture: Gesture): SessionStep {
  const role = session.role;
  const mayTalk = role === 'stage';
  const isClosed = session.microphone === 'closed';
  switch (gesture) {
    case 'press':
      return to(session, mayTalk && isClosed ? ['armMicrophone'] : []);
    case 'holdStart':
      if (!mayTalk || !isClosed) return to(session, []);
      return to({ kind: 'inRoom', role: role, microphone: 'held' }, ['openMicrophoneWithPreRoll']);
    case 'click':
      if (!mayTalk) return to(session, []);
      if (isClosed) return to({ kind: 'inRoom', role: role, microphone: 'clicked' }, ['openMicrophone']);
      return to({ kind: 'inRoom', role: role, microphone: 'closed' }, ['closeMicrophone']);
    case 'holdEnd':
      if (session.microphone !== 'held') return to(session, []);
      return to({ kind: 'inRoom', role: role, microphone: 'closed' }, ['closeMicrophone']);
    case 'double':
      return to({ kind: 'idle' }, ['closeMicrophone', 'leave', 'stopMedia']);
  }
}

function onGesture(session: Session, gesture: Gesture): SessionStep {
  switch (session.kind) {
    case 'inRoom':
      return gestureInRoom(session, gesture);
    case 'idle':
      return gesture === 'click' ? to({ kind: 'joining' }, ['join']) : to(session, []);
    case 'joining':
      return gesture === 'double' ? to({ kind: 'idle' }, ['leave', 'stopMedia']) : to(session, []);
    case 'reconnecting':
      return gesture === 'double' ? to({ kind: 'connecting', wantsRoom: false }, ['stopMedia']) : to(session, []);
    default:
      // Offline or connecting: a click asks for the room, another one takes it back.
      return gesture === 'click' ? to({ kind: session.kind, wantsRoom: !session.wantsRoom }, []) : to(session, []);
  }
}

/** Whoever was in a room asks for it anew, and from then on waits for the answer like anybody else. */
function onLinkUp(session: Session): SessionStep {
  if (session.kind === 'reconnecting') return to({ kind: 'joining' }, ['join']);
  if (session.kind !== 'connecting') return to(session, []);
  return session.wantsRoom ? to({ kind: 'joining' }, ['join']) : to({ kind: 'idle' }, []);
}

/** The link is gone. Whoever was in the room comes back to it by itself, with the microphone closed. */
function onLinkDown(session: Session): SessionStep {
  switch (session.kind) {
    case 'inRoom':
      return to({ kind: 'reconnecting' }, ['closeMicrophone', 'stopMedia']);
    case 'joining':
      return to({ kind: 'connecting', wantsRoom: true }, ['stopMedia']);
    case 'idle':
      return to({ kind: 'connecting', wantsRoom: false }, []);
    default:
      return to(session, []);
  }
}

function onWifiDown(session: Session): SessionStep {
  const wantsRoom =
    session.kind === 'offline' || session.kind === 'connecting' ? session.wantsRoom : session.kind === 'joining';
  if (session.kind === 'inRoom') return to({ kind: 'reconnecting' }, ['closeMicrophone', 'stopMedia', 'stopLink']);
  if (session.kind === 'reconnecting') return to(session, ['stopLink']);
  return to({ kind: 'offline', wantsRoom: wantsRoom }, ['stopMedia', 'stopLink']);
}

/** The device's next state and what is to be done. Pure. */
export function nextSession(session: Session, event: SessionEvent): SessionStep {
  switch (event.type) {
    case 'gesture':
      return onGesture(session, event.gesture);
    case 'joined':
      if (session.kind !== 'joining') return to(session, ['leave']);
      return to({ kind: 'inRoom', role: event.role, microphone: 'closed' }, ['startMedia']);
    case 'wifiUp':
      if (session.kind === 'offline') return to({ kind: 'connecting', wantsRoom: session.wantsRoom }, ['startLink']);
      return to(session, ['startLink']);
    case 'wifiDown':
      return onWifiDown(session);
    case 'linkUp':
      return onLinkUp(session);
    case 'linkDown':
      return onLinkDown(session);
    case 'refused':
      return session.kind === 'joining' ? to({ kind: 'idle' }, ['stopMedia']) : to(session, []);
    case 'left':
      if (session.kind !== 'inRoom') return to(session, []);
      return to({ kind: 'idle' }, ['closeMicrophone', 'stopMedia']);
    case 'closeMicrophone':
      if (session.kind !== 'inRoom' || session.microphone === 'closed') return to(session, []);
      return to({ kind: 'inRoom', role: session.role, microphone: 'closed' }, ['closeMicrophone']);
  }
}
