import type { Session, SessionEvent } from '../../../firmware/app/session';
import { act, after, joined, named, session } from './session-steps';

const onStage = (changes: Partial<Session> = {}): Session => session({ kind: 'inRoom', role: 'stage', ...changes });
const listening = (changes: Partial<Session> = {}): Session => session({ kind: 'inRoom', ...changes });
const idle = (changes: Partial<Session> = {}): Session => session({ kind: 'idle', ...changes });
const call = (id: string, isConsulting = false): Session['calls'][number] => ({ id, isConsulting });
const ringing = { calls: [call('talk')] };
const offered = { calls: [call('')] };
const LEAVING = ['close', 'stopMedia', 'LEAVE', { type: 'leave' }];

type Told = readonly [what: string, from: Session, event: SessionEvent, changes: Partial<Session>, effects: unknown[]];

const BY_THE_RELAY: readonly Told[] = [
  [
    'a seat on the stage',
    session({ kind: 'joining' }),
    joined('stage'),
    { kind: 'inRoom', role: 'stage' },
    ['startMedia', 'JOIN'],
  ],
  [
    'a seat in the audience',
    session({ kind: 'joining' }),
    joined('audience'),
    { kind: 'inRoom' },
    ['startMedia', 'JOIN'],
  ],
  ['a seat that nobody waits for', idle(), joined('stage'), {}, [{ type: 'leave' }]],
  [
    'a seat in the room that was to begin',
    session({ kind: 'joining', room: 'palace', reminder: 'palace' }),
    joined('stage', 'palace'),
    { kind: 'inRoom', role: 'stage', reminder: '' },
    ['startMedia', 'JOIN'],
  ],
  [
    'up to the stage',
    listening({ hand: 1, ...offered }),
    { type: 'seat', role: 'stage', packetMs: 20 },
    { role: 'stage', calls: [] },
    ['close', 'JOIN'],
  ],
  [
    'down from the stage while talking',
    onStage({ talk: 'held', aim: 'stage' }),
    { type: 'seat', role: 'audience', packetMs: 40 },
    { role: 'audience', talk: '', aim: '' },
    ['close', 'MICROPHONE_CLOSED', 'LEAVE'],
  ],
  [
    'the same seat once more closes the microphone too',
    onStage({ talk: 'clicked' }),
    { type: 'seat', role: 'stage', packetMs: 40 },
    { talk: '' },
    ['close', 'MICROPHONE_CLOSED'],
  ],
  ['a seat outside of rooms', idle(), { type: 'seat', role: 'stage', packetMs: 20 }, {}, []],
  [
    'a moderator closes the microphone',
    onStage({ talk: 'clicked', aim: 'stage' }),
    { type: 'mute', muted: true },
    { talk: '', aim: '' },
    ['close', 'MICROPHONE_CLOSED'],
  ],
  ['nobody opens it', onStage(), { type: 'mute', muted: false }, {}, []],
  ['the hand is up', listening(), { type: 'queue', place: 7 }, { hand: 7 }, ['HAND_UP']],
  ['the hand comes nearer', listening({ hand: 7 }), { type: 'queue', place: 6 }, { hand: 6 }, []],
  ['the hand is down', listening({ hand: 1 }), { type: 'queue', place: 0 }, { hand: 0 }, ['HAND_DOWN']],
  ['a place in the queue of no room', idle(), { type: 'queue', place: 7 }, {}, []],
  ['an offer', listening(), { type: 'offer', withinMs: 30000 }, { calls: [call('')] }, ['OFFERED']],
  ['more time for it', listening({ calls: [call('', true)] }), { type: 'offer', withinMs: 60000 }, {}, []],
  ['an offer that lapsed', listening(offered), { type: 'offer', withinMs: 0 }, { calls: [] }, ['DECLINED']],
  ['an offer that lapsed long ago', listening(), { type: 'offer', withinMs: 0 }, {}, []],
  ['an offer to who is on the stage', onStage(), { type: 'offer', withinMs: 30000 }, {}, []],
  ['an offer outside of rooms', idle(), { type: 'offer', withinMs: 30000 }, {}, []],
  [
    'an invitation',
    idle(),
    { type: 'invitation', id: 'talk', state: 'ringing', room: 'palace' },
    ringing,
    [{ type: 'noted', invitation: 'talk' }, 'ring'],
  ],
  ['the same invitation', idle(ringing), { type: 'invitation', id: 'talk', state: 'ringing', room: 'palace' }, {}, []],
  [
    'one that is thought over',
    idle(),
    { type: 'invitation', id: 'talk', state: 'consulting', room: 'palace' },
    { calls: [call('talk', true)] },
    [],
  ],
  [
    'the delegate asks for time',
    idle(ringing),
    { type: 'invitation', id: 'talk', state: 'consulting', room: 'palace' },
    { calls: [call('talk', true)] },
    [],
  ],
  [
    'it rings again',
    idle({ calls: [call('talk', true)] }),
    { type: 'invitation', id: 'talk', state: 'ringing', room: 'palace' },
    ringing,
    [{ type: 'noted', invitation: 'talk' }, 'ring'],
  ],
  [
    'the delegate accepts',
    idle({ calls: [call('talk', true)] }),
    { type: 'invitation', id: 'talk', state: 'accepted', room: 'palace' },
    { calls: [] },
    ['ACCEPTED'],
  ],
  [
    'the host withdraws',
    idle(ringing),
    { type: 'invitation', id: 'talk', state: 'over', room: 'palace' },
    { calls: [] },
    ['DECLINED'],
  ],
  [
    'what the owner accepted is accepted',
    idle(),
    { type: 'invitation', id: 'talk', state: 'accepted', room: 'palace' },
    {},
    [],
  ],
  ['what is over is over', idle(), { type: 'invitation', id: 'talk', state: 'over', room: 'palace' }, {}, []],
  [
    'a room begins soon',
    idle(),
    { type: 'reminder', room: 'palace', state: 'soon' },
    { reminder: 'palace' },
    ['REMINDER'],
  ],
  ['it still does', idle({ reminder: 'palace' }), { type: 'reminder', room: 'palace', state: 'soon' }, {}, []],
  [
    'it has begun',
    idle({ reminder: 'palace' }),
    { type: 'reminder', room: 'palace', state: 'over' },
    { reminder: '' },
    [],
  ],
  ['another one has begun', idle({ reminder: 'palace' }), { type: 'reminder', room: 'attic', state: 'over' }, {}, []],
  [
    'a refusal',
    session({ kind: 'joining', room: 'palace' }),
    { type: 'error', code: 'room-full' },
    { kind: 'idle', room: '' },
    ['ERROR', 'stopMedia'],
  ],
  ['a refusal of something else', listening(), { type: 'error', code: 'stage-full' }, {}, ['ERROR']],
  [
    'removed',
    onStage({ talk: 'clicked', hand: 2 }),
    { type: 'left', room: 'lounge', reason: 'removed' },
    { kind: 'idle', talk: '', hand: 0 },
    ['close', 'stopMedia', 'LEAVE'],
  ],
  [
    'the room has ended, its offer with it',
    listening({ calls: [call('talk'), call('')] }),
    { type: 'left', room: 'lounge', reason: 'ended' },
    { kind: 'idle', ...ringing },
    ['close', 'stopMedia', 'LEAVE'],
  ],
  ['a connection that is about to end', onStage(), { type: 'left', room: 'lounge', reason: 'closing' }, {}, []],
  ['out of no room', session({ kind: 'joining' }), { type: 'left', room: 'lounge', reason: 'asked' }, {}, []],
];

const BY_THE_WORLD: readonly Told[] = [
  ['Wi-Fi comes', session(), { type: 'wifiUp' }, { kind: 'connecting' }, ['startLink']],
  [
    'Wi-Fi comes, the room is wanted',
    session({ wantsRoom: true }),
    { type: 'wifiUp' },
    { kind: 'connecting' },
    ['startLink'],
  ],
  ['Wi-Fi is back', session({ kind: 'reconnecting' }), { type: 'wifiUp' }, {}, ['startLink']],
  ['the relay says hello', session({ kind: 'connecting' }), { type: 'linkUp' }, { kind: 'idle' }, []],
  [
    'it says hello, the room is wanted',
    session({ kind: 'connecting', wantsRoom: true }),
    { type: 'linkUp' },
    { kind: 'joining', wantsRoom: false },
    ['join'],
  ],
  [
    'the relay is back, and the room is the same',
    session({ kind: 'reconnecting', room: 'palace' }),
    { type: 'linkUp' },
    { kind: 'joining' },
    ['join'],
  ],
  [
    'the link is lost while joining',
    session({ kind: 'joining', room: 'palace' }),
    { type: 'linkDown' },
    { kind: 'connecting', wantsRoom: true },
    ['stopMedia'],
  ],
  [
    'the link is lost while idle',
    idle({ ...ringing, reminder: 'palace' }),
    { type: 'linkDown' },
    { kind: 'connecting', calls: [], reminder: '' },
    [],
  ],
  [
    'the link is lost while talking',
    onStage({ talk: 'held', room: 'palace', calls: [call('')], hand: 1 }),
    { type: 'linkDown' },
    { kind: 'reconnecting', talk: '', calls: [], hand: 0 },
    ['close', 'MICROPHONE_CLOSED', 'stopMedia'],
  ],
  [
    'Wi-Fi is lost while joining',
    session({ kind: 'joining' }),
    { type: 'wifiDown' },
    { kind: 'offline', wantsRoom: true },
    ['stopMedia', 'stopLink'],
  ],
  ['Wi-Fi is lost while idle', idle(ringing), { type: 'wifiDown' }, { kind: 'offline', calls: [] }, ['stopLink']],
  [
    'Wi-Fi is lost in the room',
    listening(),
    { type: 'wifiDown' },
    { kind: 'reconnecting' },
    ['close', 'stopMedia', 'stopLink'],
  ],
  ['Wi-Fi is lost once more', session({ kind: 'reconnecting' }), { type: 'wifiDown' }, {}, ['stopLink']],
  ['nobody answers', session({ kind: 'joining' }), { type: 'refused' }, { kind: 'idle' }, ['ERROR', 'stopMedia']],
  [
    'the sound hardware is gone',
    onStage({ talk: 'clicked' }),
    { type: 'shutDown' },
    { kind: 'idle', talk: '' },
    LEAVING,
  ],
  [
    'the switch while talking',
    onStage({ talk: 'clicked', aim: 'stage' }),
    { type: 'muteSwitch', isMuted: true },
    { talk: '', aim: '', isMuted: true },
    ['close', 'MICROPHONE_CLOSED'],
  ],
  [
    'the switch back',
    onStage({ isMuted: true }),
    { type: 'muteSwitch', isMuted: false },
    { isMuted: false },
    ['close'],
  ],
  ['set-up has lasted long enough', idle({ isSetUp: true }), { type: 'setUpOver' }, { isSetUp: false }, []],
];

test.each([...BY_THE_RELAY, ...BY_THE_WORLD])('%s', (_, from, event, changes, effects) => {
  const result = after(from, event);
  expect(result.session).toEqual({ ...from, ...changes });
  expect(named(result.effects)).toEqual(effects);
});

test.each(['hello', 'challenge', 'rank', 'room', 'speaking', 'ping', 'pong'])(
  'the message %s changes nothing here',
  (type) => {
    const from = onStage({ talk: 'clicked', ...ringing });
    expect(after(from, { type } as unknown as SessionEvent)).toEqual({ session: from, effects: [] });
  },
);

test('eight calls are kept, and the ninth is not taken for shown', () => {
  const invite = (id: string): SessionEvent => ({ type: 'invitation', id, state: 'ringing', room: 'palace' });
  const many = after(idle(), ...Array.from({ length: 8 }, (_, i) => invite(`talk-${i}`))).session;
  expect(many.calls).toHaveLength(8);
  expect(after(many, invite('talk-8'))).toEqual({ session: many, effects: [] });
});

test('what the owner accepts leads up to the stage, with the microphone closed until another press', () => {
  const asked = act(listening(), 'click');
  const up = after(
    asked.session,
    { type: 'queue', place: 1 },
    { type: 'queue', place: 0 },
    { type: 'offer', withinMs: 30000 },
  );
  const accepted = act(up.session, 'click');
  const seated = after(accepted.session, { type: 'seat', role: 'stage', packetMs: 20 });
  expect(seated.session).toMatchObject({ role: 'stage', talk: '' });
  expect(act(seated.session, 'click').session).toMatchObject({ talk: 'clicked' });
});
