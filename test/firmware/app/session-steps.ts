import type { Gesture } from '../../../firmware/app/gesture';
import { nextSession } from '../../../firmware/app/next-session';
import { newSession, type Session, type SessionEffect, type SessionEvent } from '../../../firmware/app/session';
import { doubleClickIn } from '../../../firmware/app/session-gestures';
import * as sound from '../../../firmware/audio/earcons';
import type { ToMember } from '../../../wire';

// Sessions as the tests name them, and the owner's actions as whole ones: a press, and what it turns out to be.

export type Action = 'click' | 'double' | 'hold';

export const session = (changes: Partial<Session> = {}): Session => ({ ...newSession(), ...changes });

export const gesture = (name: Gesture): SessionEvent => ({ type: 'gesture', gesture: name });

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

/** The gestures that a button tells for an action, in this state; a hold is not let go. */
export function gesturesOf(from: Session, action: Action): SessionEvent[] {
  if (action === 'hold') return [gesture('press'), gesture('holdStart')];
  if (action === 'click') return [gesture('press'), gesture('click')];
  switch (doubleClickIn(after(from, gesture('press')).session)) {
    case 'ignored':
      return [gesture('press'), gesture('click'), gesture('press'), gesture('click')];
    case 'instead':
      return [gesture('press'), gesture('double')];
    case 'as well':
      return [gesture('press'), gesture('click'), gesture('double')];
  }
}

/** What comes of the owner's action. */
export const act = (from: Session, action: Action): { session: Session; effects: SessionEffect[] } =>
  after(from, ...gesturesOf(from, action));

/** The name of an earcon, for failures that can be read. */
const NAMES = new Map<number, string>(Object.entries(sound).map(([name, notes]) => [notes, name]));

/** Effects in words: earcons by name, messages as they are. */
export const named = (effects: readonly SessionEffect[]): unknown[] =>
  effects.map((effect) => (typeof effect === 'number' ? NAMES.get(effect) : effect));

export const joined = (role: 'stage' | 'audience', room = 'lounge'): ToMember => ({
  type: 'joined',
  room,
  role,
  ssrc: 1,
  token: '000102030405060708090a0b0c0d0e0f',
  mediaPort: 7720,
  payloadType: 6,
  packetMs: 20,
});
