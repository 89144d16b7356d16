import type { Role, ToMember, ToRelay } from '../../wire/signal';
import { MICROPHONE_CLOSED } from '../audio/earcons';
import type { Gesture } from './gesture';

// What the device is doing: in a room, on the way to one, or idle. next-session.ts says which state follows which.
//
//                       Wi-Fi            hello             click            joined
//            offline ──────────▶ connecting ─────▶ idle ──────────▶ joining ─────────▶ in the room
//               ▲                    ▲               ▲                │ refused            │ link lost
//               │ Wi-Fi lost         │ link lost     └────────────────┤ double click,      ▼
//               └────────────────────┴────────────────────────────────┘ left          reconnecting ──▶ joining
//                                                                                                hello
//
// Only the owner's own press opens the microphone: the effect `openMicrophone` stands only behind gestures
// (session-gestures.ts). The microphone is closed whenever the owner comes into a room or to another seat. Whatever
// else closes it also takes the aim from a press under way.

/** Why the microphone is open: until the next click, or while the button is held. '': it is closed. */
export type Talk = '' | 'clicked' | 'held';

/** The id of the invitation to the stage, which a moderator offers. All other invitations are to a room. */
export const STAGE = '';

/** The owner has raised or lowered the hand, and the relay has not answered yet. */
export const ASKED_UP = -1;
export const ASKED_DOWN = -2;

/** An invitation that the owner can answer. */
export type Invitation = {
  /** The id that the relay gave it, or STAGE. */
  readonly id: string;
  /** The owner has asked for time to think. */
  readonly isConsulting: boolean;
};

export type Session = {
  readonly kind: 'offline' | 'connecting' | 'idle' | 'joining' | 'inRoom' | 'reconnecting';
  /** While offline or connecting: the owner has clicked, and joins as soon as that is possible. */
  readonly wantsRoom: boolean;
  /** The room that is joined or wanted; '' for the home room. */
  readonly room: string;
  readonly role: Role;
  readonly talk: Talk;
  /**
   * The place in the queue of raised hands, 1 is next; 0 while the owner's hand is down. ASKED_UP or ASKED_DOWN until the
   * relay has answered.
   */
  readonly hand: number;
  readonly invitations: readonly Invitation[];
  /** A room that begins soon and to which the owner has agreed to come, or ''. */
  readonly reminder: string;
  /** What the latest press was meant for; see session-gestures.ts. */
  readonly aim: string;
  /** What a hold under way leads to if it lasts. */
  readonly countdown: '' | 'setUp' | 'reset';
  readonly isSetUp: boolean;
  /** The id of the latest join, leave or hand. The relay's answers carry it back: an answer to an older one is ignored. */
  readonly request: number;
  /** By the mute switch. */
  readonly isMuted: boolean;
  /** The relay has ended the latest connection because of who this speaker is. */
  readonly isRefused: boolean;
};

/** A fact that may change the session. */
export type SessionEvent =
  | { readonly kind: 'messageReceived'; readonly message: ToMember }
  | { readonly kind: 'gestureMade'; readonly gesture: Gesture }
  | { readonly kind: 'muteSwitchMoved'; readonly isMuted: boolean }
  /** The link is refused when the relay ends it because of who this speaker is. */
  | { readonly kind: 'wifiUp' | 'wifiDown' | 'linkUp' | 'linkDown' | 'linkRefused' }
  /** The relay did not answer a join; the sound hardware is gone; the time for set-up is over. */
  | { readonly kind: 'joinUnanswered' | 'soundLost' | 'setUpEnded' };

/** Something for the device to do. */
export type SessionEffect =
  | { readonly kind: 'startLink' | 'stopLink' | 'joinRoom' | 'startMedia' | 'stopMedia' }
  | { readonly kind: 'armMicrophone' | 'closeMicrophone' }
  /** With the sound since the press, if that was a hold. */
  | { readonly kind: 'openMicrophone'; readonly withPreRoll: boolean }
  | { readonly kind: 'send'; readonly message: ToRelay }
  /** Of audio/earcons.ts. */
  | { readonly kind: 'play'; readonly notes: number }
  | { readonly kind: 'ring' | 'startSetUp' | 'factoryReset' };

export type SessionStep = { readonly session: Session; readonly effects: readonly SessionEffect[] };

export function newSession(): Session {
  return {
    kind: 'offline',
    wantsRoom: false,
    room: '',
    role: 'audience',
    talk: '',
    hand: 0,
    invitations: [],
    reminder: '',
    aim: '',
    countdown: '',
    isSetUp: false,
    request: 0,
    isMuted: false,
    isRefused: false,
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

export function withoutInvitation(session: Session, id: string): readonly Invitation[] {
  return session.invitations.filter((invitation) => invitation.id !== id);
}

/** Something other than the owner's press closes the microphone: a press under way loses its aim. */
export function withClosedMicrophone(
  session: Session,
  changes: Partial<Session>,
  effects: readonly SessionEffect[],
): SessionStep {
  const closing: SessionEffect[] = [{ kind: 'closeMicrophone' }];
  if (session.talk) closing.push({ kind: 'play', notes: MICROPHONE_CLOSED });
  return to(session, Object.assign({ talk: '', aim: '' }, changes), closing.concat(effects));
}

/** Out of the room: everything that belongs to the room is forgotten. */
export function outside(session: Session, kind: Session['kind'], effects: readonly SessionEffect[]): SessionStep {
  return to(
    session,
    {
      kind: kind,
      wantsRoom: false,
      room: '',
      talk: '',
      hand: 0,
      invitations: withoutInvitation(session, STAGE),
      aim: '',
    },
    effects,
  );
}
