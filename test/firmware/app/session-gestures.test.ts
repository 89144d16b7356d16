import type { Gesture } from '../../../firmware/app/gesture';
import { ASKED_DOWN, ASKED_UP, type Session, type SessionEvent } from '../../../firmware/app/session';
import { doubleClickIn } from '../../../firmware/app/session-gestures';
import {
  LEAVING,
  OFFERED,
  RINGING,
  act,
  after,
  gesture,
  idle,
  invited,
  listening,
  namesOf,
  requestsIn,
  onStage,
  received,
  session,
} from './session-steps';
import type { Action } from './session-steps';

const answer = (what: 'accept' | 'decline' | 'consult', invitation?: string): object =>
  invitation === undefined ? { type: 'answer', answer: what } : { type: 'answer', answer: what, invitation };
const hand = (raised: boolean): object => ({ type: 'hand', raised, id: 1 });
type Row = readonly [where: string, from: Session, action: Action, changes: Partial<Session>, effects: unknown[]];

/** The table of gestures in docs/owner.md, row by row, and column by column: click, double click, hold. */
const ONE_BUTTON: readonly Row[] = [
  ['idle', idle(), 'click', { kind: 'joining' }, ['joinRoom']],
  ['idle', idle(), 'hold', {}, []],

  ['ringing', idle(RINGING), 'click', { invitations: [] }, [answer('accept', 'talk'), 'ACCEPTED']],
  ['ringing', idle(RINGING), 'double', { invitations: [] }, [answer('decline', 'talk'), 'DECLINED']],
  [
    'ringing',
    idle(RINGING),
    'hold',
    { invitations: [invited('talk', true)] },
    [answer('consult', 'talk'), 'CONSULTING'],
  ],
  ['ringing in the audience', listening(RINGING), 'click', { invitations: [] }, [answer('accept', 'talk'), 'ACCEPTED']],
  ['ringing on the stage', onStage(RINGING), 'double', { invitations: [] }, [answer('decline', 'talk'), 'DECLINED']],
  [
    'ringing in set-up',
    session({ ...RINGING, kind: 'idle', isSetUp: true }),
    'click',
    { invitations: [] },
    [answer('accept', 'talk'), 'ACCEPTED'],
  ],

  ['audience', listening(), 'click', { hand: ASKED_UP }, [hand(true)]],
  ['audience, hand up', listening({ hand: 3 }), 'click', { hand: ASKED_DOWN }, [hand(false)]],
  ['audience', listening({ hand: 3 }), 'double', { kind: 'idle', hand: 0 }, LEAVING],
  ['audience', listening(), 'hold', {}, []],

  ['offered the stage', listening(OFFERED), 'click', { invitations: [] }, [answer('accept'), 'ACCEPTED']],
  ['offered the stage', listening(OFFERED), 'double', { invitations: [] }, [answer('decline'), 'DECLINED']],
  [
    'offered the stage',
    listening(OFFERED),
    'hold',
    { invitations: [invited('', true)] },
    [answer('consult'), 'CONSULTING'],
  ],
  [
    'thinking over the offer',
    listening({ invitations: [invited('', true)] }),
    'click',
    { invitations: [] },
    [answer('accept'), 'ACCEPTED'],
  ],
  ['thinking over the offer', listening({ invitations: [invited('', true)] }), 'hold', {}, []],

  [
    'stage, closed',
    onStage(),
    'click',
    { talk: 'clicked' },
    ['armMicrophone', { kind: 'openMicrophone', withPreRoll: false }, 'MICROPHONE_OPEN'],
  ],
  [
    'stage, closed',
    onStage(),
    'double',
    { role: 'audience' },
    ['armMicrophone', 'closeMicrophone', { type: 'step-down' }, 'LEAVE'],
  ],
  [
    'stage, closed',
    onStage(),
    'hold',
    { talk: 'held' },
    ['armMicrophone', { kind: 'openMicrophone', withPreRoll: true }, 'MICROPHONE_OPEN'],
  ],

  ['stage, open', onStage({ talk: 'clicked' }), 'click', { talk: '' }, ['closeMicrophone', 'MICROPHONE_CLOSED']],
  [
    'stage, open',
    onStage({ talk: 'clicked' }),
    'double',
    { talk: '', role: 'audience' },
    ['closeMicrophone', 'MICROPHONE_CLOSED', 'closeMicrophone', { type: 'step-down' }, 'LEAVE'],
  ],
  ['stage, open', onStage({ talk: 'clicked' }), 'hold', {}, []],
];

/** What docs/owner.md does not say. */
const ON_THE_WAY: readonly Row[] = [
  ['audience, hand asked up', listening({ hand: ASKED_UP }), 'click', { hand: ASKED_DOWN }, [hand(false)]],
  ['audience, hand asked down', listening({ hand: ASKED_DOWN }), 'click', { hand: ASKED_UP }, [hand(true)]],
  ['a room that begins soon', idle({ reminder: 'palace' }), 'click', { kind: 'joining', room: 'palace' }, ['joinRoom']],
  [
    'thinking over an invitation',
    idle({ invitations: [invited('talk', true)] }),
    'click',
    { kind: 'joining' },
    ['joinRoom'],
  ],
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
    ['closeMicrophone', 'stopMedia', 'LEAVE'],
  ],
  ['reconnecting', session({ kind: 'reconnecting' }), 'click', {}, []],
  ['set-up', idle({ isSetUp: true }), 'click', { isSetUp: false }, []],
  [
    'stage, open, while it rings',
    onStage({ ...RINGING, talk: 'clicked' }),
    'click',
    { talk: '' },
    ['closeMicrophone', 'MICROPHONE_CLOSED'],
  ],
  [
    'ringing before the offer',
    listening({ invitations: [invited(''), invited('talk')] }),
    'click',
    { invitations: [invited('')] },
    [answer('accept', 'talk'), 'ACCEPTED'],
  ],
  [
    'the first who rings',
    idle({ invitations: [invited('a', true), invited('b'), invited('c')] }),
    'click',
    { invitations: [invited('a', true), invited('c')] },
    [answer('accept', 'b'), 'ACCEPTED'],
  ],
  ['stage, switched off', onStage({ isMuted: true }), 'click', {}, ['ERROR']],
  ['stage, switched off', onStage({ isMuted: true }), 'hold', {}, ['ERROR']],
  [
    'stage, switched off',
    onStage({ isMuted: true }),
    'double',
    { role: 'audience' },
    ['closeMicrophone', { type: 'step-down' }, 'LEAVE'],
  ],
];

test.each([...ONE_BUTTON, ...ON_THE_WAY])('%s: %#', (_, from, action, changes, effects) => {
  const result = act(from, action);
  // The aim of the press is remembered, which other tests check.
  expect({ ...result.session, aim: '' }).toEqual({ ...from, ...changes, request: from.request + requestsIn(effects) });
  expect(namesOf(result.effects)).toEqual(effects);
});

test('a double click while idle is two clicks: nothing waits for a second one', () => {
  for (const from of [idle(), session(), session({ kind: 'connecting' }), idle({ isSetUp: true })]) {
    expect(doubleClickIn(after(from, gesture('press')).session)).toBe('ignored');
  }
});

type Hold = readonly [
  what: string,
  from: Session,
  events: readonly SessionEvent[],
  changes: Partial<Session>,
  effects: unknown[],
];

const HELD = [gesture('press'), gesture('holdStart')];
const LONG = [...HELD, gesture('countdown'), gesture('setUp')];
const MUTE = received({ type: 'mute', muted: true });

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
    ['COUNTDOWN', 'startSetUp', 'SET_UP'],
  ],
  [
    'after 22 s it is a reset',
    idle(),
    [...LONG, gesture('reset')],
    { isSetUp: true, countdown: 'reset' },
    ['COUNTDOWN', 'startSetUp', 'SET_UP', 'factoryReset'],
  ],
  [
    'set-up leaves the room',
    listening({ hand: 2 }),
    LONG,
    { kind: 'idle', hand: 0, isSetUp: true, countdown: 'reset' },
    ['COUNTDOWN', ...LEAVING, 'startSetUp', 'SET_UP'],
  ],
  [
    'set-up gives up what is wanted',
    session({ kind: 'connecting', wantsRoom: true }),
    LONG,
    { wantsRoom: false, isSetUp: true, countdown: 'reset' },
    ['COUNTDOWN', 'startSetUp', 'SET_UP'],
  ],
  [
    'who rings is told to wait, and then it is announced',
    idle(RINGING),
    [...HELD, gesture('countdown')],
    { invitations: [invited('talk', true)], countdown: 'setUp' },
    [answer('consult', 'talk'), 'CONSULTING', 'COUNTDOWN'],
  ],
  [
    'a hold that talks goes on talking',
    onStage(),
    [...LONG, gesture('reset')],
    { talk: 'held' },
    ['armMicrophone', { kind: 'openMicrophone', withPreRoll: true }, 'MICROPHONE_OPEN'],
  ],
  [
    'its end closes the microphone',
    onStage(),
    [...HELD, gesture('holdEnd')],
    {},
    [
      'armMicrophone',
      { kind: 'openMicrophone', withPreRoll: true },
      'MICROPHONE_OPEN',
      'closeMicrophone',
      'MICROPHONE_CLOSED',
    ],
  ],
  [
    'nor does it count down once somebody has closed the microphone',
    onStage(),
    [...HELD, MUTE, gesture('countdown'), gesture('setUp'), gesture('reset')],
    {},
    [
      'armMicrophone',
      { kind: 'openMicrophone', withPreRoll: true },
      'MICROPHONE_OPEN',
      'closeMicrophone',
      'MICROPHONE_CLOSED',
    ],
  ],
  [
    'a hold over an open microphone leaves it open',
    onStage({ talk: 'clicked' }),
    [...LONG, gesture('reset'), gesture('holdEnd')],
    {},
    [],
  ],
];

test.each(HOLDS)('%s', (_, from, events, changes, effects) => {
  const result = after(from, ...events);
  expect({ ...result.session, aim: '' }).toEqual({ ...from, ...changes, request: from.request + requestsIn(effects) });
  expect(namesOf(result.effects)).toEqual(effects);
});

const SEAT = received({ type: 'seat', role: 'stage', packetMs: 20 });
const RINGS = received({ type: 'invitation', id: 'talk', state: 'ringing', room: 'palace' });
const OVER = received({ type: 'invitation', id: 'talk', state: 'over', room: 'palace' });

/** The owner did not mean an event that comes between a press and its meaning. */
test.each<[string, Session, SessionEvent, Gesture]>([
  ['a call is not answered by a press before it', idle(), RINGS, 'holdStart'],
  ['a press for a call that is over does not leave the room', listening(RINGING), OVER, 'double'],
  ['nor does it join one', idle(RINGING), OVER, 'click'],
  ['a press for the hand does not open the microphone', listening(), SEAT, 'click'],
  ['nor does a hold', listening(), SEAT, 'holdStart'],
  ['a press that was to close what somebody has closed does not open it', onStage({ talk: 'clicked' }), MUTE, 'click'],
])('%s', (_, from, between, meant) => {
  const before = after(from, gesture('press'), between).session;
  const { session: now, effects } = after(before, gesture(meant));
  expect(effects).toEqual([]);
  expect(now).toEqual(before);
});
