import type { Mutation } from '../../support/bundle';

/** Mistakes in files of relay/rooms/, and what each does to a room. */
export const MISTAKES: readonly (readonly [what: string, mutation: Mutation])[] = [
  [
    'a microphone that stays open on the way to another seat',
    {
      file: 'seats.ts',
      from: '  closeMicrophone(draft, member);\n  lowerHand(draft, member);',
      to: '  lowerHand(draft, member);',
    },
  ],
  [
    'a microphone that comes back open after a drop',
    {
      file: 'entering.ts',
      from: '  closeMicrophone(draft, member);\n  const drop =',
      to: '  const drop =',
    },
  ],
  [
    'a microphone that another connection of the person finds open',
    { file: 'entering.ts', from: '  closeMicrophone(draft, member);\n  if (drop)', to: '  if (drop)' },
  ],
  [
    'a microphone that can be opened in the audience',
    { file: 'entering.ts', from: "if (isOpen && known.role !== 'stage')", to: 'if (false)' },
  ],
  [
    'a moderator who opens a microphone instead of closing it',
    {
      file: 'moderation.ts',
      from: 'if (target.isMicrophoneOpen) return closeMicrophone(draft, member);',
      to: 'if (!target.isMicrophoneOpen) return void (draft.room = { ...draft.room, members: draft.room.members.with(member, { ...target, isMicrophoneOpen: true }) });',
    },
  ],
  [
    'a person who is seated twice',
    { file: 'entering.ts', from: 'if (known) return takeOver(draft, known, name);', to: '' },
  ],
  [
    'a number that two people share',
    { file: 'entering.ts', from: 'room.members.get(member) !== known', to: '!room.members.has(member) && known' },
  ],
  [
    'a person who gets in under a second number',
    { file: 'entering.ts', from: 'room.members.get(member) !== known', to: 'room.members.has(member) && !known' },
  ],
  [
    'a hand that is lost when another connection takes the seat over',
    {
      file: 'entering.ts',
      from: 'name, drop: undefined });\n  orderSeat',
      to: 'name, drop: undefined, handTurn: undefined });\n  orderSeat',
    },
  ],
  [
    'an offer that a member who comes back is not told of',
    { file: 'entering.ts', from: '  if (!offer) return;\n', to: '  return;\n' },
  ],
  [
    'a raised hand that is raised again and moves to the end',
    { file: 'seats.ts', from: 'if (known.handTurn !== undefined) return;', to: 'lowerHand(draft, member);' },
  ],
  [
    'a queue in which the last is the first',
    { file: 'views.ts', from: 'return [...room.hands.values()];', to: 'return [...room.hands.values()].reverse();' },
  ],
  [
    'a hand that stays up on the stage',
    {
      file: 'seats.ts',
      from: '  lowerHand(draft, member);\n  if (draft.room.offers.has(member)) holdSeat(draft, member, undefined);\n  const seatTurn',
      to: '  if (draft.room.offers.has(member)) holdSeat(draft, member, undefined);\n  const seatTurn',
    },
  ],
  [
    'offers that hold no seat',
    {
      file: 'views.ts',
      from: 'if (person === undefined || !room.reservations.has(person)) taken++;',
      to: 'if (person === undefined) taken++;',
    },
  ],
  [
    'reservations that hold no seat',
    { file: 'views.ts', from: 'room.onStage + room.reservations.size', to: 'room.onStage' },
  ],
  [
    'a stage with one seat too many',
    {
      file: 'stage.ts',
      from: 'room.reservations.has(person) || stageSeatsTaken(room) < room.rules.stageSeats',
      to: 'room.reservations.has(person) || stageSeatsTaken(room) <= room.rules.stageSeats',
    },
  ],
  [
    'a reserved seat that is reserved for ever',
    { file: 'seats.ts', from: 'reservations: reservations.without(person), guests:', to: 'guests:' },
  ],
  [
    'a guest who took the reserved seat and cannot come back',
    { file: 'seats.ts', from: ', guests: guests.with(person, true) });', to: ' });' },
  ],
  ['an offer that lapses late', { file: 'room.ts', from: 'OFFER_MS = 30_000', to: 'OFFER_MS = 31_000' }],
  [
    'an offer that is consulted on for ever',
    { file: 'stage.ts', from: "if (offer.isConsulting) return refuse(draft, member, 'not-allowed');", to: '' },
  ],
  [
    'a grace that ends a millisecond late',
    { file: 'time.ts', from: 'drop.endsMs > elapsedMs', to: 'drop.endsMs >= elapsedMs' },
  ],
  [
    'a grace that goes on after the return',
    {
      file: 'entering.ts',
      from: '  if (drop) change(draft, { drops: draft.room.drops.without(drop.turn) });\n',
      to: '',
    },
  ],
  [
    'a clock that turns back with the wall',
    { file: 'time.ts', from: 'Math.max(0, atMs - room.atMs)', to: '(atMs - room.atMs)' },
  ],
  [
    'a grace that no tick ends',
    {
      file: 'time.ts',
      from: 'if (firstDropped !== undefined) due =',
      to: 'if (firstDropped === -1) due =',
    },
  ],
  [
    'an orphan: a moderator whose grace ended has no heir',
    { file: 'next-room.ts', from: '  ensureModerator(draft);\n  summarise(', to: '  summarise(' },
  ],
  [
    'an heir from the audience before the stage',
    { file: 'succession.ts', from: "return one.role === 'stage';", to: "return one.role === 'audience';" },
  ],
  [
    'an heir who came last',
    { file: 'succession.ts', from: 'one.seatTurn < other.seatTurn', to: 'one.seatTurn > other.seatTurn' },
  ],
  [
    'an heir who is not there, before one who is',
    { file: 'succession.ts', from: 'return !one.drop;', to: 'return !!one.drop;' },
  ],
  [
    'a ban that the next join forgets',
    { file: 'views.ts', from: "if (room.bans.has(person)) return 'banned';", to: '' },
  ],
  [
    'a ban that is lost when the room opens again',
    { file: 'room.ts', from: 'bans: [...room.bans.entries()].map(([person]) => person).sort(),', to: 'bans: [],' },
  ],
  [
    'a moderator who sends a host away',
    { file: 'moderation.ts', from: "target.rank === 'host' && actor.rank !== 'host'", to: 'false' },
  ],
  [
    'a listener who moderates',
    { file: 'moderation.ts', from: "if (actor.rank === 'none') return refuse(draft, by, 'not-moderator');", to: '' },
  ],
  [
    'a deed that is not written down',
    { file: 'moderation.ts', from: '  audit(draft, action, actor.person, target.person);\n', to: '' },
  ],
  [
    'a closed room that lets everybody in',
    { file: 'views.ts', from: "room.rules.kind === 'closed' && !isExpected", to: 'false' },
  ],
  ['a room that ends although somebody came', { file: 'entering.ts', from: ', emptyEndMs: undefined });', to: ' });' }],
  [
    'a room that does not follow from its log',
    {
      file: 'draft.ts',
      from: 'const turn = draft.room.turn + 1;',
      to: 'const turn = draft.room.turn + 1 + Math.floor(Math.random() * 2);',
    },
  ],
  [
    'a room that is empty for ever',
    { file: 'time.ts', from: 'room.emptyEndMs <= room.elapsedMs', to: 'room.emptyEndMs < 0' },
  ],
];
