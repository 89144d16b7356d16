import type { Session } from '../../../firmware/app/session';
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

/** The table of product.md, row by row, and column by column: click, double click, hold. */
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

/** Where product.md is silent. */
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
