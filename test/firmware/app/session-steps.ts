import type { Gesture } from '../../../firmware/app/gesture';
import { nextSession } from '../../../firmware/app/next-session';
import { STAGE, newSession } from '../../../firmware/app/session';
import type { Invitation, Session, SessionEffect, SessionEvent } from '../../../firmware/app/session';
import { doubleClickIn } from '../../../firmware/app/session-gestures';
import * as earcons from '../../../firmware/audio/earcons';
import type { ToMember } from '../../../wire';

// Short names for sessions, events and effects, and the owner's actions as a whole: a press and its meaning.

export type Action = 'click' | 'double' | 'hold';

export const session = (changes: Partial<Session> = {}): Session => ({ ...newSession(), ...changes });

export const onStage = (changes: Partial<Session> = {}): Session =>
  session({ kind: 'inRoom', role: 'stage', ...changes });
export const listening = (changes: Partial<Session> = {}): Session => session({ kind: 'inRoom', ...changes });
export const idle = (changes: Partial<Session> = {}): Session => session({ kind: 'idle', ...changes });

export const invited = (id: string, isConsulting = false): Invitation => ({ id, isConsulting });
export const RINGING = { invitations: [invited('talk')] };
export const OFFERED = { invitations: [invited(STAGE)] };

/** The names of the effects of leaving a room. */
export const LEAVING = ['closeMicrophone', 'stopMedia', 'LEAVE', { type: 'leave', id: 1 }];

export const gesture = (name: Gesture): SessionEvent => ({ kind: 'gestureMade', gesture: name });

/** The relay has sent this message. */
export const received = (message: ToMember): SessionEvent => ({ kind: 'messageReceived', message });

/** Session and all effects after these events, one by one. */
export function after(
  from: Session,
  ...events: readonly SessionEvent[]
): { session: Session; effects: SessionEffect[] } {
  const effects: SessionEffect[] = [];
  let now = from;
  for (const event of events) {
    const step = nextSession(now, event);
    now = step.session;
    effects.push(...step.effects);
  }
  return { session: now, effects };
}

/** The gestures that the button recognizes for an action, in this state. A hold does not end. */
export function gesturesOf(from: Session, action: Action): SessionEvent[] {
  if (action === 'hold') return [gesture('press'), gesture('holdStart')];
  if (action === 'click') return [gesture('press'), gesture('click')];
  switch (doubleClickIn(after(from, gesture('press')).session)) {
    case 'ignored':
      return [gesture('press'), gesture('click'), gesture('press'), gesture('click')];
    case 'instead':
      return [gesture('press'), gesture('double')];
    case 'also':
      return [gesture('press'), gesture('click'), gesture('double')];
  }
}

/** Session and effects after the owner's action. */
export const act = (from: Session, action: Action): { session: Session; effects: SessionEffect[] } =>
  after(from, ...gesturesOf(from, action));

/** The names of the earcons, so that failures can be read. */
const NAMES = new Map<number, string>(Object.entries(earcons).map(([name, notes]) => [notes, name]));

/**
 * An effect as the tables write it: an earcon by its name, a message as it is, and anything else without data by its
 * kind.
 */
function named(effect: SessionEffect): unknown {
  if (effect.kind === 'play') return NAMES.get(effect.notes);
  if (effect.kind === 'send') return effect.message;
  return Object.keys(effect).length === 1 ? effect.kind : effect;
}

/** Effects as the tables write them. */
export const namesOf = (effects: readonly SessionEffect[]): unknown[] => effects.map(named);

/** How many joins, leaves and hands are among effects that a table writes. */
export const requestsIn = (effects: readonly unknown[]): number =>
  effects.filter((effect) => effect === 'joinRoom' || ['leave', 'hand'].includes((effect as { type?: string }).type!))
    .length;

/** The kinds of effects. */
export const kindsOf = (effects: readonly SessionEffect[]): string[] => effects.map(({ kind }) => kind);

export const joined = (role: 'stage' | 'audience', room = 'lounge', id?: number): ToMember => ({
  ...(id === undefined ? {} : { id }),
  type: 'joined',
  room,
  role,
  ssrc: 1,
  token: '000102030405060708090a0b0c0d0e0f',
  mediaPort: 7720,
  payloadType: 6,
  packetMs: 20,
});
