import type { ToMember } from '../../../wire';
import { changesNothing, isOnlyHeard } from '../../../firmware/app/idle-messages';
import { ERROR } from '../../../firmware/audio/earcons';
import { nextSession } from '../../../firmware/app/next-session';
import { ASKED_DOWN, ASKED_UP, STAGE, type Session } from '../../../firmware/app/session';
import { invited, kindsOf, received, session } from './session-steps';

// The short way and the long way come to the same, for every session that a message may find.

const KINDS = ['offline', 'connecting', 'idle', 'joining', 'inRoom', 'reconnecting'] as const;
const SESSIONS: readonly Session[] = KINDS.flatMap((kind) =>
  (['stage', 'audience'] as const).flatMap((role) =>
    (['', 'clicked', 'held'] as const).flatMap((talk) =>
      [[], [invited(STAGE)], [invited('talk')], [invited('talk'), invited(STAGE, true)]].map((invitations) =>
        session({ kind, role, talk, invitations }),
      ),
    ),
  ),
);
const MESSAGES: readonly ToMember[] = [
  { type: 'mute', muted: true },
  { type: 'mute', muted: false },
  { type: 'seat', role: 'stage', packetMs: 20 },
  { type: 'seat', role: 'audience', packetMs: 40 },
  { type: 'offer', withinMs: 0 },
  { type: 'offer', withinMs: 30_000 },
  { type: 'error', code: 'room-full', id: 3 },
  { type: 'queue', place: 0 },
  { type: 'reminder', room: 'lounge', state: 'soon' },
];
/** The microphone is open when the owner talks. */
const isOpen = ({ talk }: Session): boolean => talk !== '';

test('what is said to change nothing changes nothing: a closed microphone may be closed again', () => {
  let count = 0;
  for (const message of MESSAGES)
    for (const before of SESSIONS) {
      if (!changesNothing(before, message, !isOpen(before))) continue;
      count++;
      const { session: after, effects } = nextSession(before, received(message));
      expect(after).toEqual(before);
      expect(kindsOf(effects).filter((kind) => isOpen(before) || kind !== 'closeMicrophone')).toEqual([]);
    }
  expect(count).toBeGreaterThan(300);
});

test('mutes, seats and offers that change nothing are known as such', () => {
  for (const message of MESSAGES.slice(0, 6))
    for (const before of SESSIONS) {
      const { session: after, effects } = nextSession(before, received(message));
      const isIdle = effects.length === 0 && after === before;
      // An offer to somebody on the stage who has one takes the long way, for it cannot be.
      const isImpossible = message.type === 'offer' && before.invitations.some(({ id }) => id === STAGE);
      if (isIdle && !isImpossible)
        expect([message, changesNothing(before, message, !isOpen(before))]).toEqual([message, true]);
    }
});

test('a microphone that records, or is open, takes the long way to a seat', () => {
  const seat = { type: 'seat', role: 'stage', packetMs: 40 } as const;
  expect(changesNothing(session({ kind: 'inRoom', role: 'stage' }), seat, true)).toBe(true);
  expect(changesNothing(session({ kind: 'inRoom', role: 'stage' }), seat, false)).toBe(false);
  expect(changesNothing(session({ kind: 'inRoom', role: 'stage', talk: 'held' }), seat, true)).toBe(false);
});

test('a refusal that is only heard changes nothing; one that may be about a hand or a join takes the long way', () => {
  for (const before of SESSIONS)
    for (const hand of [ASKED_DOWN, ASKED_UP, 0, 2])
      for (const id of [undefined, before.request]) {
        const message = { type: 'error', code: 'too-fast', ...(id === undefined ? {} : { id }) } as const;
        const asked = { ...before, hand };
        const { session: after, effects } = nextSession(asked, received(message));
        const isAsked = id !== undefined || hand < 0;
        expect(isOnlyHeard(asked, message)).toBe(!isAsked);
        if (isAsked) continue;
        expect(after).toEqual(asked);
        expect(effects).toEqual([{ kind: 'play', notes: ERROR }]);
      }
});
