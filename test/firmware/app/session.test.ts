import type { Session, SessionEvent } from '../../../firmware/app/session';
import {
  LEAVING,
  RINGING,
  act,
  after,
  idle,
  invited,
  listening,
  namesOf,
  requestsIn,
  onStage,
  received,
  session,
} from './session-steps';

type Row = readonly [what: string, from: Session, event: SessionEvent, changes: Partial<Session>, effects: unknown[]];

const BY_THE_WORLD: readonly Row[] = [
  ['Wi-Fi comes', session(), { kind: 'wifiUp' }, { kind: 'connecting' }, ['startLink']],
  [
    'Wi-Fi comes, the room is wanted',
    session({ wantsRoom: true }),
    { kind: 'wifiUp' },
    { kind: 'connecting' },
    ['startLink'],
  ],
  ['Wi-Fi is back', session({ kind: 'reconnecting' }), { kind: 'wifiUp' }, {}, ['startLink']],
  ['the relay says hello', session({ kind: 'connecting' }), { kind: 'linkUp' }, { kind: 'idle' }, []],
  [
    'it says hello, the room is wanted',
    session({ kind: 'connecting', wantsRoom: true }),
    { kind: 'linkUp' },
    { kind: 'joining', wantsRoom: false },
    ['joinRoom'],
  ],
  [
    'the relay is back, and the room is the same',
    session({ kind: 'reconnecting', room: 'palace' }),
    { kind: 'linkUp' },
    { kind: 'joining' },
    ['joinRoom'],
  ],
  [
    'the link is lost while joining',
    session({ kind: 'joining', room: 'palace' }),
    { kind: 'linkDown' },
    { kind: 'connecting', wantsRoom: true },
    ['stopMedia'],
  ],
  [
    'the link is lost while idle',
    idle({ ...RINGING, reminder: 'palace' }),
    { kind: 'linkDown' },
    { kind: 'connecting', invitations: [], reminder: '' },
    [],
  ],
  [
    'the link is lost while talking',
    onStage({ talk: 'held', room: 'palace', invitations: [invited('')], hand: 1 }),
    { kind: 'linkDown' },
    { kind: 'reconnecting', talk: '', invitations: [], hand: 0 },
    ['closeMicrophone', 'MICROPHONE_CLOSED', 'stopMedia'],
  ],
  [
    'Wi-Fi is lost while joining',
    session({ kind: 'joining' }),
    { kind: 'wifiDown' },
    { kind: 'offline', wantsRoom: true },
    ['stopMedia', 'stopLink'],
  ],
  ['Wi-Fi is lost while idle', idle(RINGING), { kind: 'wifiDown' }, { kind: 'offline', invitations: [] }, ['stopLink']],
  [
    'Wi-Fi is lost in the room',
    listening(),
    { kind: 'wifiDown' },
    { kind: 'reconnecting' },
    ['closeMicrophone', 'stopMedia', 'stopLink'],
  ],
  ['Wi-Fi is lost once more', session({ kind: 'reconnecting' }), { kind: 'wifiDown' }, {}, ['stopLink']],
  [
    'nobody answers',
    session({ kind: 'joining' }),
    { kind: 'joinUnanswered' },
    { kind: 'idle' },
    ['ERROR', 'stopMedia'],
  ],
  [
    'the sound hardware is gone',
    onStage({ talk: 'clicked' }),
    { kind: 'soundLost' },
    { kind: 'idle', talk: '' },
    LEAVING,
  ],
  [
    'the switch while talking',
    onStage({ talk: 'clicked', aim: 'stage' }),
    { kind: 'muteSwitchMoved', isMuted: true },
    { talk: '', aim: '', isMuted: true },
    ['closeMicrophone', 'MICROPHONE_CLOSED'],
  ],
  [
    'the switch back',
    onStage({ isMuted: true }),
    { kind: 'muteSwitchMoved', isMuted: false },
    { isMuted: false },
    ['closeMicrophone'],
  ],
  ['set-up has lasted long enough', idle({ isSetUp: true }), { kind: 'setUpEnded' }, { isSetUp: false }, []],
];

test.each(BY_THE_WORLD)('%s', (_, from, event, changes, effects) => {
  const result = after(from, event);
  expect(result.session).toEqual({ ...from, ...changes, request: from.request + requestsIn(effects) });
  expect(namesOf(result.effects)).toEqual(effects);
});

test('what the owner accepts leads up to the stage, with the microphone closed until another press', () => {
  const asked = act(listening(), 'click');
  const up = after(
    asked.session,
    received({ type: 'queue', place: 1 }),
    received({ type: 'queue', place: 0 }),
    received({ type: 'offer', withinMs: 30000 }),
  );
  const accepted = act(up.session, 'click');
  const seated = after(accepted.session, received({ type: 'seat', role: 'stage', packetMs: 20 }));
  expect(seated.session).toMatchObject({ role: 'stage', talk: '' });
  expect(act(seated.session, 'click').session).toMatchObject({ talk: 'clicked' });
});
