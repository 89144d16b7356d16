import fc from 'fast-check';
import { lightFor, lightRules, type LightInput, type LightName } from '../../../firmware/app/lights';
import type { Session } from '../../../firmware/app/session';

const rules = lightRules();
const light = (session: Session, more: Partial<LightInput> = {}): LightName =>
  lightFor(rules, { isMicrophoneOpen: false, fault: 0, session, othersSpeak: false, ...more });

const SESSIONS: readonly [Session, LightName][] = [
  [{ kind: 'reconnecting' }, 'reconnecting'],
  [{ kind: 'inRoom', role: 'stage', microphone: 'closed' }, 'stage'],
  [{ kind: 'inRoom', role: 'audience', microphone: 'closed' }, 'audience'],
  [{ kind: 'joining' }, 'joining'],
  [{ kind: 'connecting', wantsRoom: true }, 'joining'],
  [{ kind: 'offline', wantsRoom: true }, 'offline'],
  [{ kind: 'offline', wantsRoom: false }, 'offline'],
  [{ kind: 'connecting', wantsRoom: false }, 'connecting'],
  [{ kind: 'idle' }, 'idle'],
];

test.each(SESSIONS)('%j shows as %s', (session, name) => {
  expect(light(session)).toBe(name);
  expect(light(session, { othersSpeak: true })).toBe(name);
});

test('a fault shows whatever the session does', () => {
  for (const [session] of SESSIONS) expect(light(session, { fault: 3 })).toBe('fault');
});

const anyInput: fc.Arbitrary<LightInput> = fc.record({
  isMicrophoneOpen: fc.boolean(),
  fault: fc.nat(5),
  session: fc.constantFrom(...SESSIONS.map(([session]) => session)),
  othersSpeak: fc.boolean(),
});

test('the open microphone shows always and only when it is open', () => {
  fc.assert(
    fc.property(anyInput, (input) => {
      expect(lightFor(rules, input) === 'microphone open').toBe(input.isMicrophoneOpen);
    }),
  );
});

test('that the session wants the microphone open is not what shows: the capture path tells', () => {
  expect(light({ kind: 'inRoom', role: 'stage', microphone: 'held' })).toBe('stage');
  expect(light({ kind: 'inRoom', role: 'stage', microphone: 'closed' }, { isMicrophoneOpen: true })).toBe(
    'microphone open',
  );
});

test('each rule has its place in the list of the product', () => {
  expect(rules.map(({ name }) => name)).toEqual([
    'microphone open',
    'fault',
    'reconnecting',
    'stage',
    'audience',
    'joining',
    'offline',
    'connecting',
    'idle',
  ]);
});
