import type { Role, ToMember, ToRelay } from '../../wire/signal';
import { MICROPHONE_CLOSED } from '../audio/earcons';
import type { Gesture } from './gesture';

// Where the device is in its life; next-session.ts says what follows on what.
//
//                       Wi-Fi            hello             click            joined
//            offline ──────────▶ connecting ─────▶ idle ──────────▶ joining ─────────▶ in the room
//               ▲                    ▲               ▲                │ refused            │ link lost
//               │ Wi-Fi lost         │ link lost     └────────────────┤ double click,      ▼
//               └────────────────────┴────────────────────────────────┘ left          reconnecting ──▶ joining
//                                                                                                hello
//
// Nothing but the owner's own press opens the microphone: 'openMicrophone' stands only behind gestures (session-gestures.ts),
// every way into a room or to another seat begins with it closed, and whatever else closes it takes a press under way its aim.

/** Why the microphone is open, by click until the next one or while the button is held; or '': it is closed. */
export type Talk = '' | 'clicked' | 'held';

/** What asks for an answer: an invitation, or the offer of the stage. */
export type Call = {
  /** The invitation's id; '' for the offer of the stage. */
  readonly id: string;
  /** The owner has said: let me check first. */
  readonly isConsulting: boolean;
};

/** The device's life. */
export type Session = {
  readonly kind: 'offline' | 'connecting' | 'idle' | 'joining' | 'inRoom' | 'reconnecting';
  /** Offline or connecting: the owner has clicked already, and joins as soon as that is possible. */
  readonly wantsRoom: boolean;
  /** The room that is joined or wanted; '' for the home room. */
  readonly room: string;
  readonly role: Role;
  readonly talk: Talk;
  /** The place in the queue of raised hands, 1 is next; 0 while the own hand is down. */
  readonly hand: number;
  readonly calls: readonly Call[];
  /** A room to which the owner said to come and that begins soon, or ''. */
  readonly reminder: string;
  /** What the latest press was meant for; see session-gestures.ts. */
  readonly aim: string;
  /** What a hold under way leads to, once it has lasted. */
  readonly countdown: '' | 'setUp' | 'reset';
  readonly isSetUp: boolean;
  /** By the switch. */
  readonly isMuted: boolean;
};

export type SessionEvent =
  | ToMember
  | { readonly type: 'gesture'; readonly gesture: Gesture }
  | { readonly type: 'muteSwitch'; readonly isMuted: boolean }
  | { readonly type: 'wifiUp' | 'wifiDown' | 'linkUp' | 'linkDown' | 'refused' | 'shutDown' | 'setUpOver' };

/** Something to be done, an earcon to be played (a number), or a message to the relay. */
export type SessionEffect =
  | 'startLink'
  | 'stopLink'
  | 'join'
  | 'startMedia'
  | 'stopMedia'
  // The microphone.
  | 'arm'
  | 'open'
  | 'openWithPreRoll'
  | 'close'
  // Others.
  | 'ring'
  | 'setUp'
  | 'reset'
  | number
  | ToRelay;

export type SessionStep = { readonly session: Session; readonly effects: readonly SessionEffect[] };

export function newSession(): Session {
  return {
    kind: 'offline',
    wantsRoom: false,
    room: '',
    role: 'audience',
    talk: '',
    hand: 0,
    calls: [],
    reminder: '',
    aim: '',
    countdown: '',
    isSetUp: false,
    isMuted: false,
  };
}

/** The same session. */
export function stay(session: Session, effects?: readonly SessionEffect[]): SessionStep {
  return { session: session, effects: effects || [] };
}

/** The session with these changes. */
export function to(session: Session, changes: Partial<Session>, effects?: readonly SessionEffect[]): SessionStep {
  return stay(Object.assign({}, session, changes), effects);
}

export function withoutCall(session: Session, id: string): readonly Call[] {
  return session.calls.filter((call) => call.id !== id);
}

/** The microphone is closed by something else than the owner's press: one that is under way has lost its aim. */
export function withClosedMicrophone(
  session: Session,
  changes: Partial<Session>,
  effects: readonly SessionEffect[],
): SessionStep {
  const before: SessionEffect[] = session.talk ? ['close', MICROPHONE_CLOSED] : ['close'];
  return to(session, Object.assign({ talk: '', aim: '' }, changes), before.concat(effects));
}

/** Out of the room: what was the room's is gone. */
export function outside(session: Session, kind: Session['kind'], effects: readonly SessionEffect[]): SessionStep {
  return to(
    session,
    { kind: kind, wantsRoom: false, room: '', talk: '', hand: 0, calls: withoutCall(session, ''), aim: '' },
    effects,
  );
}
