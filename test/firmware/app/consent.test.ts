import fc from 'fast-check';
import { lightFor } from '../../../firmware/app/lights';
import { nextSession } from '../../../firmware/app/next-session';
import { newSession, type Session, type SessionEffect, type SessionEvent } from '../../../firmware/app/session';
import type { ToMember } from '../../../wire';
import { anyToMember } from '../../wire/any-signal';
import { act, gesture, joined, kindsOf, received } from './session-steps';

// Consent is physical: only the owner's own press opens the microphone, whatever a relay says, and whatever becomes of
// Wi-Fi, link and seat. Tested with random histories, and with the microphone as the capture path has it.

const oneOf = <T extends string>(...values: readonly T[]): fc.Arbitrary<T> => fc.constantFrom(...values);
const role = oneOf('stage', 'audience');
const id = oneOf('talk', 'walk', 'idle', 'stage');
const room = oneOf('lounge', 'palace');

/** Often a message that concerns the session, and sometimes any other one. */
const anyRelayMessage: fc.Arbitrary<ToMember> = fc.oneof(
  { weight: 3, arbitrary: role.map((where) => joined(where)) },
  { weight: 3, arbitrary: role.map((where): ToMember => ({ type: 'seat', role: where, packetMs: 20 })) },
  { weight: 2, arbitrary: fc.boolean().map((muted): ToMember => ({ type: 'mute', muted })) },
  { weight: 2, arbitrary: fc.nat(3).map((place): ToMember => ({ type: 'queue', place })) },
  { weight: 2, arbitrary: fc.constantFrom(0, 30000).map((withinMs): ToMember => ({ type: 'offer', withinMs })) },
  {
    weight: 3,
    arbitrary: fc.record({
      type: fc.constant('invitation' as const),
      id,
      state: oneOf('ringing', 'consulting', 'accepted', 'over'),
      room,
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      type: fc.constant('reply' as const),
      invitation: fc.constant('talk'),
      room,
      news: oneOf('delivered', 'consulting', 'accepted', 'declined', 'note'),
    }),
  },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('reminder' as const), room, state: oneOf('soon', 'over') }) },
  {
    weight: 1,
    arbitrary: fc.record({ type: fc.constant('left' as const), room, reason: oneOf('asked', 'removed', 'closing') }),
  },
  { weight: 2, arbitrary: anyToMember },
);

const anyGesture = oneOf('press', 'click', 'double', 'holdStart', 'countdown', 'setUp', 'reset', 'holdEnd').map(
  gesture,
);
/** A press and its meaning, with or without a message in between. */
const anyEvents: fc.Arbitrary<readonly SessionEvent[]> = fc.oneof(
  { weight: 4, arbitrary: anyRelayMessage.map((message) => [received(message)]) },
  { weight: 2, arbitrary: anyGesture.map((one) => [one]) },
  {
    weight: 5,
    arbitrary: fc
      .tuple(oneOf('click', 'double', 'holdStart'), fc.option(anyRelayMessage, { freq: 3 }))
      .map(([what, between]) => [gesture('press'), ...(between ? [received(between)] : []), gesture(what)]),
  },
  {
    weight: 2,
    arbitrary: oneOf('wifiUp', 'linkUp', 'linkUp', 'wifiDown', 'linkDown', 'joinUnanswered', 'setUpEnded').map(
      (kind) => [{ kind }],
    ),
  },
  { weight: 1, arbitrary: fc.boolean().map((isMuted): SessionEvent[] => [{ kind: 'muteSwitchMoved', isMuted }]) },
);
const STARTS: readonly SessionEvent[] = [{ kind: 'wifiUp' }, { kind: 'linkUp' }, gesture('press'), gesture('click')];
const anyHistory = fc
  .array(anyEvents, { maxLength: 60 })
  .map((all): readonly SessionEvent[] => [...STARTS, received(joined('stage')), ...all.flat()]);

type Capture = 'closed' | 'armed' | 'open';

/** The microphone after an effect; see audio/sound.ts. */
function captureAfter(capture: Capture, effect: SessionEffect): Capture {
  if (effect.kind === 'closeMicrophone') return 'closed';
  if (effect.kind === 'openMicrophone') return 'open';
  return effect.kind === 'armMicrophone' && capture === 'closed' ? 'armed' : capture;
}

/** Whether the event closes the microphone in a room, whatever its state. */
function closes(event: SessionEvent, before: Session): boolean {
  if (event.kind === 'muteSwitchMoved') return event.isMuted;
  if (before.kind !== 'inRoom') return false;
  if (event.kind !== 'messageReceived') return ['linkDown', 'wifiDown', 'soundLost'].includes(event.kind);
  const { message } = event;
  if (message.type === 'mute') return message.muted && before.talk !== '';
  if (message.type === 'left') {
    const isOld = message.id !== undefined && message.id !== before.request;
    return !isOld && message.reason !== 'silent' && message.reason !== 'closing';
  }
  return message.type === 'seat';
}

/** For so many steps `expect` would take seconds. */
function must(isTrue: boolean, what: string): void {
  if (!isTrue) throw new Error(`violated: ${what}`);
}

const RUNS = { numRuns: 5000 };

test('the microphone is open only by a press of the owner, on the stage, since it was closed last', () => {
  let opened = 0;
  fc.assert(
    fc.property(anyHistory, (history) => {
      let session = newSession();
      let capture: Capture = 'closed';
      /** The place at the latest press, if nothing has closed the microphone or moved the seat since. */
      let pressedOnStage = false;
      for (const event of history) {
        const before = session;
        const step = nextSession(session, event);
        session = step.session;
        if (event.kind === 'gestureMade' && event.gesture === 'press') {
          pressedOnStage = before.kind === 'inRoom' && before.role === 'stage' && !before.isSetUp;
        }
        const mustClose = closes(event, before);
        if (mustClose) pressedOnStage = false;
        for (const effect of step.effects) {
          if (effect.kind === 'openMicrophone') {
            opened++;
            must(event.kind === 'gestureMade' && pressedOnStage, 'it opens by a press on the stage');
            must(capture !== 'open' && !before.isMuted, 'it opens when it is closed and not switched off');
            must(before.kind === 'inRoom' && before.role === 'stage', 'it opens on the stage');
          }
          capture = captureAfter(capture, effect);
        }
        if (mustClose) must(capture === 'closed', `${event.kind} closes it`);
        // What the speaker does and what it believes are the same, and the light shows what it does.
        const isOpen = capture === 'open';
        must(isOpen === (session.talk !== ''), 'it is open if it is believed to be');
        const mayRecord = session.kind === 'inRoom' && session.role === 'stage' && !session.isMuted;
        must(capture === 'closed' || mayRecord, 'nothing is recorded off the stage');
        const light = lightFor(session, isOpen, false);
        must((light === 'microphone open') === isOpen, 'the light is red if and only if it is open');
      }
    }),
    RUNS,
  );
  // Otherwise the property would say nothing.
  expect(opened).toBeGreaterThan(RUNS.numRuns / 4);
});

test('from wherever a history has led, double clicks lead out', () => {
  fc.assert(
    fc.property(anyHistory, (history) => {
      let session = history.reduce((now, event) => nextSession(now, event).session, newSession());
      session = nextSession(session, gesture('holdEnd')).session;
      // One for each invitation, one off the stage, one out of the room; the first one may only close the microphone.
      const most = session.invitations.length + 4;
      for (let i = 0; i < most; i++) {
        if (['idle', 'connecting', 'offline'].includes(session.kind)) break;
        session = act(session, 'double').session;
      }
      expect(['idle', 'connecting', 'offline']).toContain(session.kind);
    }),
    RUNS,
  );
});

test('the board forgets its settings only after a hold that has announced it', () => {
  fc.assert(
    fc.property(anyHistory, (history) => {
      let session = newSession();
      let announced = 0;
      for (const event of history) {
        const step = nextSession(session, event);
        session = step.session;
        if (kindsOf(step.effects).includes('factoryReset')) expect(announced).toBe(2);
        if (event.kind !== 'gestureMade') continue;
        if (event.gesture === 'holdEnd') announced = 0;
        if (event.gesture === 'countdown' && step.effects.length > 0) announced = 1;
        if (event.gesture === 'setUp' && step.effects.length > 0) announced = 2;
      }
    }),
    RUNS,
  );
});

const anyUnknownMessage = fc.record({ type: fc.string() }).map((message) => received(message as unknown as ToMember));

test('whatever comes, a step gives a session and effects, and what changes nothing gives the same session', () => {
  fc.assert(
    fc.property(
      anyHistory,
      fc.oneof(anyRelayMessage.map(received), anyUnknownMessage, fc.record({ kind: fc.string() })),
      (history, last) => {
        const before = history.reduce((now, event) => nextSession(now, event).session, newSession());
        const { session, effects } = nextSession(before, last as SessionEvent);
        expect(Object.keys(session)).toEqual(Object.keys(newSession()));
        expect(session.invitations.length).toBeLessThanOrEqual(8);
        if (JSON.stringify(session) === JSON.stringify(before) && effects.length === 0) expect(session).toBe(before);
      },
    ),
    { numRuns: 2000 },
  );
});
