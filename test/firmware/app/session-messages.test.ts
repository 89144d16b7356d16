import { ASKED_DOWN, ASKED_UP, type Session, type SessionEvent } from '../../../firmware/app/session';
import type { ToMember } from '../../../wire';
import {
  OFFERED,
  RINGING,
  after,
  idle,
  invited,
  joined,
  listening,
  namesOf,
  requestsIn,
  onStage,
  received,
  session,
} from './session-steps';

type Row = readonly [what: string, from: Session, message: ToMember, changes: Partial<Session>, effects: unknown[]];

const queue = (place: number, id?: number): ToMember => ({ type: 'queue', place, ...(id === undefined ? {} : { id }) });

const BY_THE_RELAY: readonly Row[] = [
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
  ['a seat that nobody waits for', idle(), joined('stage'), {}, [{ type: 'leave', id: 1 }]],
  [
    'a seat in the room that was to begin',
    session({ kind: 'joining', room: 'palace', reminder: 'palace' }),
    joined('stage', 'palace'),
    { kind: 'inRoom', role: 'stage', reminder: '' },
    ['startMedia', 'JOIN'],
  ],
  [
    'up to the stage',
    listening({ hand: 1, ...OFFERED }),
    { type: 'seat', role: 'stage', packetMs: 20 },
    { role: 'stage', invitations: [] },
    ['closeMicrophone', 'JOIN'],
  ],
  [
    'down from the stage while talking',
    onStage({ talk: 'held', aim: 'stage' }),
    { type: 'seat', role: 'audience', packetMs: 40 },
    { role: 'audience', talk: '', aim: '' },
    ['closeMicrophone', 'MICROPHONE_CLOSED', 'LEAVE'],
  ],
  [
    'the same seat once more closes the microphone too',
    onStage({ talk: 'clicked' }),
    { type: 'seat', role: 'stage', packetMs: 40 },
    { talk: '' },
    ['closeMicrophone', 'MICROPHONE_CLOSED'],
  ],
  ['a seat outside of rooms', idle(), { type: 'seat', role: 'stage', packetMs: 20 }, {}, []],
  [
    'a moderator closes the microphone',
    onStage({ talk: 'clicked', aim: 'stage' }),
    { type: 'mute', muted: true },
    { talk: '', aim: '' },
    ['closeMicrophone', 'MICROPHONE_CLOSED'],
  ],
  ['nobody opens it', onStage(), { type: 'mute', muted: false }, {}, []],
  ['the hand is up', listening(), { type: 'queue', place: 7 }, { hand: 7 }, ['HAND_UP']],
  ['the hand comes nearer', listening({ hand: 7 }), { type: 'queue', place: 6 }, { hand: 6 }, []],
  ['the hand is down', listening({ hand: 1 }), { type: 'queue', place: 0 }, { hand: 0 }, ['HAND_DOWN']],
  ['the answer to a hand', listening({ hand: ASKED_UP, request: 4 }), queue(7, 4), { hand: 7 }, ['HAND_UP']],
  ['the answer to one before', listening({ hand: ASKED_UP, request: 4 }), queue(7, 2), {}, []],
  [
    'the answer to one that was lowered',
    listening({ hand: ASKED_DOWN, request: 4 }),
    queue(0, 4),
    { hand: 0 },
    ['HAND_DOWN'],
  ],
  ['the answer to one that a host raised', listening({ hand: ASKED_UP, request: 4 }), queue(0, 4), { hand: 0 }, []],
  ['news before the hand was lowered', listening({ hand: ASKED_DOWN, request: 4 }), queue(6), {}, []],
  ['news before the hand was raised', listening({ hand: ASKED_UP, request: 4 }), queue(0), {}, []],
  [
    'the answer of a relay that knows no ids',
    listening({ hand: ASKED_UP, request: 4 }),
    queue(3),
    { hand: 3 },
    ['HAND_UP'],
  ],
  [
    'a hand that is refused',
    listening({ hand: ASKED_UP, request: 4 }),
    { type: 'error', code: 'not-allowed', id: 4 },
    { hand: 0 },
    ['ERROR'],
  ],
  ['a place in the queue of no room', idle(), { type: 'queue', place: 7 }, {}, []],
  ['an offer', listening(), { type: 'offer', withinMs: 30000 }, { invitations: [invited('')] }, ['OFFERED']],
  ['more time for it', listening({ invitations: [invited('', true)] }), { type: 'offer', withinMs: 60000 }, {}, []],
  ['an offer that lapsed', listening(OFFERED), { type: 'offer', withinMs: 0 }, { invitations: [] }, ['DECLINED']],
  ['an offer that lapsed long ago', listening(), { type: 'offer', withinMs: 0 }, {}, []],
  ['an offer to who is on the stage', onStage(), { type: 'offer', withinMs: 30000 }, {}, []],
  ['an offer outside of rooms', idle(), { type: 'offer', withinMs: 30000 }, {}, []],
  [
    'an invitation',
    idle(),
    { type: 'invitation', id: 'talk', state: 'ringing', room: 'palace' },
    RINGING,
    [{ type: 'noted', invitation: 'talk' }, 'ring'],
  ],
  ['the same invitation', idle(RINGING), { type: 'invitation', id: 'talk', state: 'ringing', room: 'palace' }, {}, []],
  [
    'one that is thought over',
    idle(),
    { type: 'invitation', id: 'talk', state: 'consulting', room: 'palace' },
    { invitations: [invited('talk', true)] },
    [],
  ],
  [
    'the delegate asks for time',
    idle(RINGING),
    { type: 'invitation', id: 'talk', state: 'consulting', room: 'palace' },
    { invitations: [invited('talk', true)] },
    [],
  ],
  [
    'it rings again',
    idle({ invitations: [invited('talk', true)] }),
    { type: 'invitation', id: 'talk', state: 'ringing', room: 'palace' },
    RINGING,
    [{ type: 'noted', invitation: 'talk' }, 'ring'],
  ],
  [
    'the delegate accepts',
    idle({ invitations: [invited('talk', true)] }),
    { type: 'invitation', id: 'talk', state: 'accepted', room: 'palace' },
    { invitations: [] },
    ['ACCEPTED'],
  ],
  ...(
    [
      ['accepted', ['ACCEPTED']],
      ['consulting', ['CONSULTING']],
      ...(['declined', 'lapsed', 'withdrawn', 'absent'] as const).map((news) => [news, ['DECLINED']] as const),
      ...(['delivered', 'seen', 'note', 'statement'] as const).map((news) => [news, []] as const),
    ] as const
  ).map(([news, earcon]): Row => [
    `to the host: ${news}`,
    onStage(),
    { type: 'reply', invitation: 'talk', room: 'palace', news },
    {},
    [{ type: 'noted', invitation: 'talk', news }, ...earcon],
  ]),
  [
    'the host withdraws',
    idle(RINGING),
    { type: 'invitation', id: 'talk', state: 'over', room: 'palace' },
    { invitations: [] },
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
    session({ kind: 'joining', room: 'palace', request: 3 }),
    { type: 'error', code: 'room-full', id: 3 },
    { kind: 'idle', room: '' },
    ['ERROR', 'stopMedia'],
  ],
  ...(['joined', 'left', 'error'] as const).map((type): Row => {
    const old = {
      joined: joined('stage', 'lounge', 2),
      left: { type, room: 'lounge', reason: 'asked', id: 2 } as const,
    };
    const message = type === 'error' ? ({ type, code: 'room-full', id: 2 } as const) : old[type];
    return [`an old answer: ${type}`, session({ kind: 'joining', request: 3 }), message as ToMember, {}, []];
  }),
  ['an old seat, after the owner has left', idle({ request: 3 }), joined('stage', 'lounge', 1), {}, []],
  ['nothing to leave', idle({ request: 3 }), { type: 'error', code: 'not-joined', id: 3 }, {}, []],
  [
    'a seat that comes after its time',
    idle({ request: 3 }),
    joined('stage', 'lounge', 3),
    {},
    [{ type: 'leave', id: 4 }],
  ],
  [
    'a refusal of something else, while joining',
    session({ kind: 'joining', request: 3 }),
    { type: 'error', code: 'stage-full' },
    {},
    ['ERROR'],
  ],
  ['a refusal of something else', listening(), { type: 'error', code: 'stage-full' }, {}, ['ERROR']],
  [
    'removed',
    onStage({ talk: 'clicked', hand: 2 }),
    { type: 'left', room: 'lounge', reason: 'removed' },
    { kind: 'idle', talk: '', hand: 0 },
    ['closeMicrophone', 'stopMedia', 'LEAVE'],
  ],
  [
    'the room has ended, its offer with it',
    listening({ invitations: [invited('talk'), invited('')] }),
    { type: 'left', room: 'lounge', reason: 'ended' },
    { kind: 'idle', ...RINGING },
    ['closeMicrophone', 'stopMedia', 'LEAVE'],
  ],
  ['a connection that is about to end', onStage(), { type: 'left', room: 'lounge', reason: 'closing' }, {}, []],
  ['out of no room', session({ kind: 'joining' }), { type: 'left', room: 'lounge', reason: 'asked' }, {}, []],
];

test.each(BY_THE_RELAY)('%s', (_, from, message, changes, effects) => {
  const result = after(from, received(message));
  expect(result.session).toEqual({ ...from, ...changes, request: from.request + requestsIn(effects) });
  expect(namesOf(result.effects)).toEqual(effects);
});

test.each(['hello', 'challenge', 'rank', 'room', 'speaking', 'ping', 'pong'])(
  'the message %s changes nothing here',
  (type) => {
    const from = onStage({ talk: 'clicked', ...RINGING });
    expect(after(from, received({ type } as unknown as ToMember))).toEqual({ session: from, effects: [] });
  },
);

test('eight invitations are kept, and the ninth is not taken for shown', () => {
  const invite = (id: string): SessionEvent => received({ type: 'invitation', id, state: 'ringing', room: 'palace' });
  const many = after(idle(), ...Array.from({ length: 8 }, (_, i) => invite(`talk-${i}`))).session;
  expect(many.invitations).toHaveLength(8);
  expect(after(many, invite('talk-8'))).toEqual({ session: many, effects: [] });
});
