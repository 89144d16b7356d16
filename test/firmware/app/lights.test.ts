import fc from 'fast-check';
import { lightFor, type LightName } from '../../../firmware/app/lights';
import { nextSession } from '../../../firmware/app/next-session';
import { newSession, type Session } from '../../../firmware/app/session';
import { session } from './session-steps';

type LightInput = { readonly isMicrophoneOpen: boolean; readonly hasFault: boolean };

const light = (of: Session, { isMicrophoneOpen = false, hasFault = false }: Partial<LightInput> = {}): LightName =>
  lightFor(of, isMicrophoneOpen, hasFault);

const ringing = { id: 'talk', isConsulting: false };
const offered = { id: '', isConsulting: false };
const consulting = { id: 'walk', isConsulting: true };

/** The list of lights in docs/owner.md, and a state for each. */
const LIST: readonly [LightName, Partial<LightInput>, Partial<Session>][] = [
  ['microphone open', { isMicrophoneOpen: true }, {}],
  ['reset', {}, { countdown: 'reset' }],
  ['countdown', {}, { countdown: 'setUp' }],
  ['fault', { hasFault: true }, {}],
  ['ringing', {}, { invitations: [ringing] }],
  ['offered', {}, { invitations: [offered] }],
  ['consulting', {}, { invitations: [consulting] }],
  ['reconnecting', {}, { kind: 'reconnecting' }],
  ['hand', {}, { kind: 'inRoom', hand: 3 }],
  ['stage', {}, { kind: 'inRoom', role: 'stage' }],
  ['audience', {}, { kind: 'inRoom' }],
  ['reminder', {}, { reminder: 'palace' }],
  ['joining', {}, { kind: 'joining' }],
  ['offline', {}, { kind: 'offline' }],
  ['set-up', {}, { isSetUp: true }],
  ['idle', {}, {}],
];

test.each(LIST)('%s shows', (name, input, changes) => {
  expect(light(session({ kind: 'idle', ...changes }), input)).toBe(name);
});

/** The light of both states at once; undefined if they exclude each other. */
function both(first: (typeof LIST)[number], second: (typeof LIST)[number]): LightName | undefined {
  const [, input, changes] = first;
  const [, otherInput, otherChanges] = second;
  const clash = Object.keys(changes).filter((key) => key in otherChanges && key !== 'invitations');
  if (clash.length > 0) return undefined;
  const invitations = [...(otherChanges.invitations ?? []), ...(changes.invitations ?? [])];
  return light(session({ kind: 'idle', ...otherChanges, ...changes, invitations }), { ...otherInput, ...input });
}

test('of two states at once the one that stands first in the list shows', () => {
  let pairs = 0;
  LIST.forEach((first, at) => {
    for (const second of LIST.slice(at + 1)) {
      // On the way to the room of the reminder the light shows joining; and in set-up nobody needs to know that there
      // is no Wi-Fi.
      if (second[0] === 'set-up' && (first[0] === 'offline' || first[0] === 'joining')) continue;
      const shown = both(first, second);
      if (shown === undefined) continue;
      pairs++;
      expect([first[0], second[0], shown]).toEqual([first[0], second[0], first[0]]);
    }
  });
  expect(pairs).toBeGreaterThan(80);
});

test.each<[Partial<Session>, LightName]>([
  [{ kind: 'connecting', wantsRoom: true }, 'joining'],
  [{ kind: 'connecting' }, 'offline'],
  [{ kind: 'offline', wantsRoom: true }, 'offline'],
  [{ kind: 'offline', isSetUp: true }, 'set-up'],
  [{ kind: 'joining', room: 'palace', reminder: 'palace' }, 'joining'],
  [{ kind: 'joining', reminder: 'palace' }, 'reminder'],
  [{ kind: 'inRoom', role: 'stage', hand: 2 }, 'stage'],
  [{ kind: 'inRoom', invitations: [{ id: '', isConsulting: true }] }, 'consulting'],
])('%j shows as %s', (changes, name) => {
  expect(light(session(changes))).toBe(name);
});

test('the open microphone shows always and only when it is open, by the capture path and not by what is believed', () => {
  const anySession = fc
    .tuple(fc.subarray([...LIST]), fc.constantFrom('', 'clicked', 'held'))
    .map(([states, talk]) => session({ ...Object.assign({}, ...states.map(([, , changes]) => changes)), talk }));
  fc.assert(
    fc.property(anySession, fc.boolean(), fc.boolean(), (of, isMicrophoneOpen, hasFault) => {
      expect(lightFor(of, isMicrophoneOpen, hasFault) === 'microphone open').toBe(isMicrophoneOpen);
    }),
  );
});

test('a relay that does not let the speaker in is not shown as no Wi-Fi', () => {
  const connecting = nextSession(newSession(), { kind: 'wifiUp' }).session;
  const refused = nextSession(connecting, { kind: 'linkRefused' }).session;
  expect(light(connecting)).toBe('offline');
  expect(light(refused)).toBe('refused');
  expect(light(nextSession(refused, { kind: 'linkDown' }).session)).toBe('offline');
  expect(light(nextSession(refused, { kind: 'wifiDown' }).session)).toBe('offline');
  expect(light(nextSession(refused, { kind: 'linkUp' }).session)).toBe('idle');
});
