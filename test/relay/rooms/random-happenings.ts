import fc from 'fast-check';
import type { PersonLists, TimedRoomEvent, RoomRules } from '../../../relay/rooms';
import type { Moderation } from '../../../wire/signal';
import { type Beginning, Happening } from './room-history';
import type { SimpleRoom } from './simple-room';

const slot = fc.integer({ min: 0, max: 5 });
const PERSONS = ['d:0', 'd:1', 'd:2', 'd:3', 'd:4', 'd:5'];
const personOf = (who: number): string => PERSONS[who]!;

/** The number that a person has in the room, or the one it would come with. */
function numberOf(model: SimpleRoom, who: number): number {
  return model.as(personOf(who))?.member ?? who + 1;
}

/** The `nth` of those that fit, or of all in the room if none does: so that most of what happens can happen. */
function oneOf(model: SimpleRoom, fits: (one: SimpleRoom['people'][number]) => boolean, nth: number): number {
  const fitting = model.people.filter(fits);
  const among = fitting.length > 0 ? fitting : model.people;
  return among.length > 0 ? among[nth % among.length]!.member : numberOf(model, nth);
}

type WithoutTime<T> = T extends unknown ? Omit<T, 'atMs'> : never;
type Untimed = WithoutTime<TimedRoomEvent>;
type Words = { readonly words: string; readonly make: (model: SimpleRoom) => Untimed };

const joined = fc
  .record({ who: slot, number: fc.oneof({ weight: 8, arbitrary: fc.constant(0) }, fc.integer({ min: 1, max: 12 })) })
  .map(({ who, number }): Words => ({
    words: `joined by person ${who} as ${number || 'itself'}`,
    make: (model) => {
      const member = number || numberOf(model, who);
      return { kind: 'joined', member, person: personOf(who), name: `n${who}` };
    },
  }));

/** Something that a member does, mostly one for whom it makes sense. */
function doing(
  words: string,
  fits: (one: SimpleRoom['people'][number]) => boolean,
  make: (member: number, model: SimpleRoom) => Untimed,
): fc.Arbitrary<Words> {
  return fc.tuple(slot, fc.integer({ min: 0, max: 9 })).map(([who, dice]) => ({
    words: `${words} by ${dice < 7 ? 'a fitting one, ' : 'person '}${who}`,
    make: (model) => make(dice < 7 ? oneOf(model, fits, who) : numberOf(model, who), model),
  }));
}

const left = doing(
  'left',
  () => true,
  (member) => ({ kind: 'left', member, reason: 'asked' }),
);
const dropped = doing(
  'dropped',
  (one) => one.graceEnds === undefined,
  (member) => ({ kind: 'dropped', member }),
);
const returned = doing(
  'joined again',
  (one) => one.graceEnds !== undefined,
  (member, model) => ({
    kind: 'joined',
    member,
    person: model.at(member)?.person ?? personOf(member - 1),
    name: 'back',
  }),
);
const microphone = fc.boolean().chain((isOpen) =>
  doing(
    `microphone ${isOpen ? 'opened' : 'closed'}`,
    (one) => one.role === 'stage' && one.graceEnds === undefined,
    (member) => ({ kind: 'microphone', member, isOpen }),
  ),
);
const hand = fc.constantFrom(true, true, true, false).chain((isRaised) =>
  doing(
    `hand ${isRaised ? 'raised' : 'lowered'}`,
    (one) => one.role === 'audience' && one.graceEnds === undefined,
    (member) => ({ kind: 'hand', member, isRaised }),
  ),
);
const answered = fc.constantFrom('accept', 'accept', 'decline', 'consult').chain((answer) =>
  doing(
    answer,
    (one) => one.offerEnds !== undefined && one.graceEnds === undefined,
    (member) => ({ kind: 'answered', member, answer }),
  ),
);
const steppedDown = doing(
  'stepped down',
  (one) => one.role === 'stage',
  (member) => ({ kind: 'steppedDown', member }),
);

const ACTIONS: readonly Moderation[] = ['offer', 'mute', 'demote', 'remove', 'ban', 'appoint', 'dismiss'];
const action = fc.oneof(
  { weight: 12, arbitrary: fc.constantFrom<Moderation>('offer') },
  { weight: 16, arbitrary: fc.constantFrom(...ACTIONS) },
  { weight: 1, arbitrary: fc.constantFrom<Moderation>('end') },
);
const moderated = fc.tuple(action, slot).chain(([what, whom]) =>
  doing(
    `${what} to person ${whom}`,
    (one) => one.rank !== 'none' && one.graceEnds === undefined,
    (by, model) => {
      const member = what === 'offer' ? oneOf(model, (one) => one.role === 'audience', whom) : numberOf(model, whom);
      return { kind: 'moderated', by, action: what, member };
    },
  ),
);

const invitation = fc.constantFrom('i1', 'i2');
const invited = fc
  .tuple(fc.constantFrom('seatReserved', 'seatReserved', 'seatReleased', 'seatClaimed'), slot, invitation)
  .map(([kind, who, id]): Words => ({
    words: `${kind} for person ${who} by ${id}`,
    make: () => ({ kind, person: personOf(who), invitation: id }),
  }));
const listed = fc.tuple(slot, fc.constantFrom(true, true, false)).map(([who, isGuest]): Words => ({
  words: `person ${who} ${isGuest ? 'put on' : 'taken off'} the guest list`,
  make: () => ({ kind: 'guestListed', person: personOf(who), isGuest }),
}));
const ranked = fc.tuple(slot, fc.constantFrom('host', 'moderator', 'none')).map(([who, rank]): Words => ({
  words: `person ${who} named ${rank}`,
  make: () => ({ kind: 'rankGiven', person: personOf(who), rank }),
}));

const plain = (kind: 'tick' | 'closing'): fc.Arbitrary<Words> =>
  fc.constant({ words: kind, make: (): Untimed => ({ kind }) });

const what = fc.oneof(
  { weight: 80, arbitrary: joined },
  { weight: 12, arbitrary: left },
  { weight: 25, arbitrary: dropped },
  { weight: 20, arbitrary: returned },
  { weight: 25, arbitrary: microphone },
  { weight: 40, arbitrary: hand },
  { weight: 40, arbitrary: answered },
  { weight: 12, arbitrary: steppedDown },
  { weight: 70, arbitrary: moderated },
  { weight: 25, arbitrary: invited },
  { weight: 10, arbitrary: listed },
  { weight: 10, arbitrary: ranked },
  { weight: 10, arbitrary: plain('tick') },
  { weight: 1, arbitrary: plain('closing') },
);

const passMs = fc.oneof(
  { weight: 30, arbitrary: fc.constantFrom(0, 1, 40) },
  { weight: 4, arbitrary: fc.constantFrom(5000, 29_999, 30_000, 59_999, 60_000) },
  { weight: 1, arbitrary: fc.constantFrom(-1, -30_000, -3_600_000, 300_000) },
);

const happening = fc
  .tuple(passMs, what)
  .map(([ms, { words, make }]) => new Happening(ms, words, (model, real) => ({ ...make(model), atMs: real.nowMs })));

/** The tick that the room asked for, just when it asked for it, or a millisecond before. */
const awaited = fc.constantFrom(0, 0, -1).map(
  (early) =>
    new Happening(0, `tick when due ${early}`, (_model, real) => ({
      kind: 'tick',
      atMs: (real.rooms.nextDueMs(real.room) ?? real.nowMs) + early,
    })),
);

export const anyHappening = fc.oneof({ weight: 20, arbitrary: happening }, { weight: 1, arbitrary: awaited });

const rules: fc.Arbitrary<RoomRules> = fc.record({
  kind: fc.constantFrom('open', 'open', 'open', 'closed', 'echo'),
  policy: fc.constantFrom('moderated', 'moderated', 'open'),
  stageSeats: fc.constantFrom(1, 2, 2, 3, 3, 4, 0),
  audienceSeats: fc.constantFrom(6, 6, 6, 6, 3, 1, 0),
});

const lists: fc.Arbitrary<PersonLists> = fc.record({
  ranks: fc.constantFrom([], [], [{ person: 'd:0', rank: 'host' } as const]),
  guests: fc.constantFrom([], ['d:1', 'd:2', 'd:3'], ['d:0', 'd:1', 'd:2', 'd:3', 'd:4']),
  bans: fc.constantFrom([], [], [], ['d:5']),
  reservations: fc.constant([]),
});

/** Small rooms of every kind, in which six people meet. */
export const anyBeginning: fc.Arbitrary<Beginning> = fc.record({
  rules,
  lists,
  early: fc.constantFrom([], [0], [1, 2, 3], [0, 1, 2, 3, 4, 5], [5, 4, 3, 2, 1, 0]),
});
