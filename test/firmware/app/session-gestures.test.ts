import type { Gesture } from '../../../firmware/app/gesture';
import type { Session, SessionEvent } from '../../../firmware/app/session';
import { doubleClickIn } from '../../../firmware/app/session-gestures';
import { act, after, gesture, named, session, type Action } from './session-steps';

const onStage = (changes: Partial<Session> = {}): Session => session({ kind: 'inRoom', role: 'stage', ...changes });
const listening = (changes: Partial<Session> = {}): Session => session({ kind: 'inRoom', ...changes });
const idle = (changes: Partial<Session> = {}): Session => session({ kind: 'idle', ...changes });
const call = (id: string, isConsulting = false): Session['calls'][number] => ({ id, isConsulting });
const ringing = { calls: [call('talk')] };
const offered = { calls: [call('')] };
const answer = (what: 'accept' | 'decline' | 'consult', invitation?: string): object =>
  invitation === undefined ? { type: 'answer', answer: what } : { type: 'answer', answer: what, invitation };
const LEAVING = ['close', 'stopMedia', 'LEAVE', { type: 'leave' }];

type Row = readonly [where: string, from: Session, action: Action, changes: Partial<Session>, effects: unknown[]];

/** The table of gestures in docs/owner.md, row by row, and column by column: click, double click, hold. */
const ONE_BUTTON: readonly Row[] = [
  ['idle', idle(), 'click', { kind: 'joining' }, ['join']],
  ['idle', idle(), 'hold', {}, []],

  ['ringing', idle(ringing), 'click', { calls: [] }, [answer('accept', 'talk'), 'ACCEPTED']],
  ['ringing', idle(ringing), 'double', { calls: [] }, [answer('decline', 'talk'), 'DECLINED']],
  ['ringing', idle(ringing), 'hold', { calls: [call('talk', true)] }, [answer('consult', 'talk'), 'CONSULTING']],
  ['ringing in the audience', listening(ringing), 'click', { calls: [] }, [answer('accept', 'talk'), 'ACCEPTED']],
  ['ringing on the stage', onStage(ringing), 'double', { calls: [] }, [answer('decline', 'talk'), 'DECLINED']],
  [
    'ringing in set-up',
    session({ ...ringing, kind: 'idle', isSetUp: true }),
    'click',
    { calls: [] },
    [answer('accept', 'talk'), 'ACCEPTED'],
  ],

  ['audience', listening(), 'click', {}, [{ type: 'hand', raised: true }]],
  ['audience, hand up', listening({ hand: 3 }), 'click', {}, [{ type: 'hand', raised: false }]],
  ['audience', listening({ hand: 3 }), 'double', { kind: 'idle', hand: 0 }, LEAVING],
  ['audience', listening(), 'hold', {}, []],

  ['offered the stage', listening(offered), 'click', { calls: [] }, [answer('accept'), 'ACCEPTED']],
  ['offered the stage', listening(offered), 'double', { calls: [] }, [answer('decline'), 'DECLINED']],
  ['offered the stage', listening(offered), 'hold', { calls: [call('', true)] }, [answer('consult'), 'CONSULTING']],
  [
    'thinking over the offer',
    listening({ calls: [call('', true)] }),
    'click',
    { calls: [] },
    [answer('accept'), 'ACCEPTED'],
  ],
  ['thinking over the offer', listening({ calls: [call('', true)] }), 'hold', {}, []],

  ['stage, closed', onStage(), 'click', { talk: 'clicked' }, ['arm', 'open', 'MICROPHONE_OPEN']],
  ['stage, closed', onStage(), 'double', { role: 'audience' }, ['arm', 'close', { type: 'step-down' }, 'LEAVE']],
  ['stage, closed', onStage(), 'hold', { talk: 'held' }, ['arm', 'openWithPreRoll', 'MICROPHONE_OPEN']],

  ['stage, open', onStage({ talk: 'clicked' }), 'click', { talk: '' }, ['close', 'MICROPHONE_CLOSED']],
  [
    'stage, open',
    onStage({ talk: 'clicked' }),
    'double',
    { talk: '', role: 'audience' },
    ['close', 'MICROPHONE_CLOSED', 'close', { type: 'step-down' }, 'LEAVE'],
  ],
  ['stage, open', onStage({ talk: 'clicked' }), 'hold', {}, []],
];

/** Where docs/owner.md is silent. */
const ON_THE_WAY: readonly Row[] = [
  ['a room that begins soon', idle({ reminder: 'palace' }), 'click', { kind: 'joining', room: 'palace' }, ['join']],
  ['thinking over an invitation', idle({ calls: [call('talk', true)] }), 'click', { kind: 'joining' }, ['join']],
  ['connecting', session({ kind: 'connecting' }), 'click', { wantsRoom: true }, []],
  ['connecting', session({ kind: 'connecting', wantsRoom: true }), 'click', { wantsRoom: false }, []],
  ['offline', session(), 'click', { wantsRoom: true }, []],
  ['joining', session({ kind: 'joining', room: 'palace' }), 'click', {}, []],
  ['joining', session({ kind: 'joining', room: 'palace' }), 'double', { kind: 'idle', room: '' }, LEAVING],
  ['joining', session({ kind: 'joining' }), 'hold', {}, []],
  [
    'reconnecting',
    session({ kind: 'reconnecting' }),
    'double',
    { kind: 'connecting' },
    ['close', 'stopMedia', 'LEAVE'],
  ],
  ['reconnecting', session({ kind: 'reconnecting' }), 'click', {}, []],
  ['set-up', idle({ isSetUp: true }), 'click', { isSetUp: false }, []],
  [
    'stage, open, while it rings',
    onStage({ ...ringing, talk: 'clicked' }),
    'click',
    { talk: '' },
    ['close', 'MICROPHONE_CLOSED'],
  ],
  [
    'ringing before the offer',
    listening({ calls: [call(''), call('talk')] }),
    'click',
    { calls: [call('')] },
    [answer('accept', 'talk'), 'ACCEPTED'],
  ],
  [
    'the first who rings',
    idle({ calls: [call('a', true), call('b'), call('c')] }),
    'click',
    { calls: [call('a', true), call('c')] },
    [answer('accept', 'b'), 'ACCEPTED'],
  ],
  ['stage, switched off', onStage({ isMuted: true }), 'click', {}, ['ERROR']],
  ['stage, switched off', onStage({ isMuted: true }), 'hold', {}, ['ERROR']],
  [
    'stage, switched off',
    onStage({ isMuted: true }),
    'double',
    { role: 'audience' },
    ['close', { type: 'step-down' }, 'LEAVE'],
  ],
];

test.each([...ONE_BUTTON, ...ON_THE_WAY])('%s: %#', (_, from, action, changes, effects) => {
  const result = act(from, action);
  // What the press was meant for is remembered; that it is so, other tests see.
  expect({ ...result.session, aim: '' }).toEqual({ ...from, ...changes });
  expect(named(result.effects)).toEqual(effects);
});

test('a double click while idle is two clicks: nothing waits for a second one', () => {
  for (const from of [idle(), session(), session({ kind: 'connecting' }), idle({ isSetUp: true })]) {
    expect(doubleClickIn(after(from, gesture('press')).session)).toBe('ignored');
  }
});

type Hold = readonly [
  what: string,
  from: Session,
  told: readonly SessionEvent[],
  changes: Partial<Session>,
  effects: unknown[],
];

const HELD = [gesture('press'), gesture('holdStart')];
const LONG = [...HELD, gesture('countdown'), gesture('setUp')];
const MUTE: SessionEvent = { type: 'mute', muted: true };

const HOLDS: readonly Hold[] = [
  ['a hold is announced', idle(), [...HELD, gesture('countdown')], { countdown: 'setUp' }, ['COUNTDOWN']],
  [
    'let go early, nothing has happened',
    idle(),
    [...HELD, gesture('countdown'), gesture('holdEnd')],
    {},
    ['COUNTDOWN'],
  ],
  [
    'let go after 10 s, it is set-up',
    idle(),
    [...LONG, gesture('holdEnd')],
    { isSetUp: true },
    ['COUNTDOWN', 'setUp', 'SET_UP'],
  ],
  [
    'after 22 s it is a reset',
    idle(),
    [...LONG, gesture('reset')],
    { isSetUp: true, countdown: 'reset' },
    ['COUNTDOWN', 'setUp', 'SET_UP', 'reset'],
  ],
  [
    'set-up leaves the room',
    listening({ hand: 2 }),
    LONG,
    { kind: 'idle', hand: 0, isSetUp: true, countdown: 'reset' },
    ['COUNTDOWN', ...LEAVING, 'setUp', 'SET_UP'],
  ],
  [
    'set-up gives up what is wanted',
    session({ kind: 'connecting', wantsRoom: true }),
    LONG,
    { wantsRoom: false, isSetUp: true, countdown: 'reset' },
    ['COUNTDOWN', 'setUp', 'SET_UP'],
  ],
  [
    'who rings is told to wait, and then it is announced',
    idle(ringing),
    [...HELD, gesture('countdown')],
    { calls: [call('talk', true)], countdown: 'setUp' },
    [answer('consult', 'talk'), 'CONSULTING', 'COUNTDOWN'],
  ],
  [
    'a hold that talks goes on talking',
    onStage(),
    [...LONG, gesture('reset')],
    { talk: 'held' },
    ['arm', 'openWithPreRoll', 'MICROPHONE_OPEN'],
  ],
  [
    'its end closes the microphone',
    onStage(),
    [...HELD, gesture('holdEnd')],
    {},
    ['arm', 'openWithPreRoll', 'MICROPHONE_OPEN', 'close', 'MICROPHONE_CLOSED'],
  ],
  [
    'nor does it count down once somebody has closed the microphone',
    onStage(),
    [...HELD, MUTE, gesture('countdown'), gesture('setUp'), gesture('reset')],
    {},
    ['arm', 'openWithPreRoll', 'MICROPHONE_OPEN', 'close', 'MICROPHONE_CLOSED'],
  ],
  [
    'a hold over an open microphone leaves it open',
    onStage({ talk: 'clicked' }),
    [...LONG, gesture('reset'), gesture('holdEnd')],
    {},
    [],
  ],
];

test.each(HOLDS)('%s', (_, from, told, changes, effects) => {
  const result = after(from, ...told);
  expect({ ...result.session, aim: '' }).toEqual({ ...from, ...changes });
  expect(named(result.effects)).toEqual(effects);
});

const SEAT: SessionEvent = { type: 'seat', role: 'stage', packetMs: 20 };
const RINGS: SessionEvent = { type: 'invitation', id: 'talk', state: 'ringing', room: 'palace' };
const OVER: SessionEvent = { type: 'invitation', id: 'talk', state: 'over', room: 'palace' };

/** What comes between a press and its meaning is not what the owner meant. */
test.each<[string, Session, SessionEvent, Gesture]>([
  ['a call is not answered by a press before it', idle(), RINGS, 'holdStart'],
  ['a press for a call that is over does not leave the room', listening(ringing), OVER, 'double'],
  ['nor does it join one', idle(ringing), OVER, 'click'],
  ['a press for the hand does not open the microphone', listening(), SEAT, 'click'],
  ['nor does a hold', listening(), SEAT, 'holdStart'],
  ['a press that was to close what somebody has closed does not open it', onStage({ talk: 'clicked' }), MUTE, 'click'],
])('%s', (_, from, between, meant) => {
  const before = after(from, gesture('press'), between).session;
  const { session: now, effects } = after(before, gesture(meant));
  expect(effects).toEqual([]);
  expect(now).toEqual(before);
});
