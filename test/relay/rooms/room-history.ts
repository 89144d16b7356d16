import fc from 'fast-check';
import type * as Rooms from '../../../relay/rooms';
import type { PersonLists, Room, TimedRoomEvent, RoomRules } from '../../../relay/rooms';
import { RoomWorld } from './room-world';
import { SimpleRoom } from './simple-room';

/** What a history needs of relay/rooms/, so that it can be run on one with a mistake in it. */
export type RoomsModule = Pick<
  typeof Rooms,
  'openRoom' | 'nextRoom' | 'nextDueMs' | 'handsInOrder' | 'placeOf' | 'stageSeatsTaken' | 'listsOf'
>;

/** The wall clock when histories begin. */
const START_MS = 1_770_000_000_000;

/** How a room begins. */
export type Beginning = { readonly rules: RoomRules; readonly lists: PersonLists; readonly early: readonly number[] };

/** A room that is being tried: as it is, as its orders tell it, and the log of what happened to it. */
class Real {
  room: Room;
  nowMs = START_MS;
  readonly world: RoomWorld;
  readonly log: TimedRoomEvent[] = [];
  readonly rooms: RoomsModule;
  readonly beginning: Beginning;

  constructor(rooms: RoomsModule, beginning: Beginning) {
    this.rooms = rooms;
    this.beginning = beginning;
    this.room = rooms.openRoom('lounge', beginning.rules, START_MS, beginning.lists);
    this.world = new RoomWorld();
  }

  apply(event: TimedRoomEvent): void {
    const { room, effects } = this.rooms.nextRoom(this.room, event);
    this.log.push(event);
    this.room = room;
    this.world.carryOut(event, effects);
  }

  /** The room of the same log from the beginning is the same room. */
  expectReplayEqual(): void {
    let again = this.rooms.openRoom('lounge', this.beginning.rules, START_MS, this.beginning.lists);
    for (const event of this.log) again = this.rooms.nextRoom(again, event).room;
    expectSame('a replayed log', wholeText(again), wholeText(this.room));
  }
}

/** Everything that a room holds, as text by which two rooms can be compared. */
function wholeText(room: Room): string {
  return JSON.stringify({
    ...room,
    members: [...room.members.entries()].sort(([one], [other]) => one - other),
    persons: [...room.persons.entries()].sort(),
    hands: [...room.hands.values()],
    drops: [...room.drops.values()],
    offers: [...room.offers.entries()],
    ranks: [...room.ranks.entries()].sort(),
    guests: [...room.guests.entries()].sort(),
    bans: [...room.bans.entries()].sort(),
    reservations: [...room.reservations.entries()].sort(),
  });
}

function expectSame(what: string, got: unknown, wanted: unknown): void {
  if (got !== wanted) throw new Error(`${what}:\n${String(got)}\n but wanted:\n${String(wanted)}`);
}

function expectTrue(what: string, isSo: boolean): void {
  if (!isSo) throw new Error(what);
}

const said = (lines: string[]): string => lines.sort().join('\n');

/** The room in words: everybody there, once as the room has it and once as its orders tell it, and what belongs to persons. */
function roomInWords({ room, rooms, world }: Real): string {
  const lines: string[] = [];
  for (const { member, person, role, rank, isMicrophoneOpen, drop } of room.members.values()) {
    const told = world.seats.get(member);
    const place = rooms.placeOf(room, member);
    lines.push(
      `${member} ${person} ${role} ${rank} ${isMicrophoneOpen} ${drop?.endsMs} ${room.offers.get(member)?.endsMs} ${place}`,
      `${member} told ${told?.role} ${told?.rank} ${told?.isOpen} ${told?.isOffered}`,
    );
  }
  // What would be kept of the room, were it closed now.
  const lists = rooms.listsOf(room);
  for (const person of lists.bans) lines.push(`${person} is banned`);
  for (const person of lists.guests) lines.push(`${person} is expected`);
  for (const { person, rank } of lists.ranks) lines.push(`${person} is ${rank}`);
  for (const { person, invitations } of lists.reservations)
    for (const id of invitations) lines.push(`${person} has a seat by ${id}`);
  return said(lines);
}

/** What the room must be, in the same words. */
function modelInWords(model: SimpleRoom): string {
  const lines: string[] = [];
  for (const { member, person, role, rank, isOpen, graceEnds, offerEnds } of model.people) {
    const place = model.queue.indexOf(person) + 1;
    lines.push(
      `${member} ${person} ${role} ${rank} ${isOpen} ${graceEnds} ${offerEnds} ${place}`,
      `${member} told ${role} ${rank} ${isOpen} ${offerEnds !== undefined}`,
    );
  }
  for (const person of model.banned) lines.push(`${person} is banned`);
  for (const person of model.guests) lines.push(`${person} is expected`);
  for (const [person, rank] of model.named) lines.push(`${person} is ${rank}`);
  for (const { person, invitation } of model.reserved) lines.push(`${person} has a seat by ${invitation}`);
  return said(lines);
}

/** The room, what its orders tell and the simple room agree; and what must always hold, holds. */
function expectAgreement(model: SimpleRoom, real: Real, handsBefore: readonly string[], turnBefore: number): void {
  const { room, world, rooms } = real;
  expectSame('the room', roomInWords(real), modelInWords(model));
  expectTrue('nobody is told of who is not there', world.seats.size === model.people.length);
  expectSame('what is said', said(world.said), said(model.said));
  const hands = model.queue.map((person) => model.as(person)?.member);
  expectSame('hands in order of time', rooms.handsInOrder(room).join(), hands.join());
  expectTrue('the end', room.hasEnded === model.hasEnded && world.hasEnded === model.hasEnded);
  if (room.hasEnded) return expectTrue('nobody stays behind', room.members.size === 0);
  const changed = [...handsBefore, ...model.queue].filter((p) => handsBefore.includes(p) !== model.queue.includes(p));
  expectTrue('hands are told', changed.length === 0 || world.queueChanges !== undefined);
  for (const person of changed) {
    const one = room.members.get(room.persons.get(person) ?? -1);
    // Who came in by this very step is told by its seat.
    const isTold = !one || one.seatTurn > turnBefore || world.queueChanges?.includes(one.member);
    expectTrue('own hands are told', isTold === true);
  }
  expectInvariants(model, real);
}

function expectInvariants(model: SimpleRoom, { room, world, rooms }: Real): void {
  const members = [...room.members.values()];
  const { kind, stageSeats } = room.rules;
  const onStage = members.filter(({ role }) => role === 'stage').length;
  expectTrue('nobody is there twice', new Set(members.map(({ person }) => person)).size === members.length);
  expectTrue(
    'persons are found',
    members.every((one) => room.persons.get(one.person) === one.member),
  );
  expectTrue('counts', room.onStage === onStage && room.members.size === members.length);
  expectTrue('counts told', world.counts === `${onStage} ${members.length - onStage} ${model.queue.length}`);
  expectTrue('seats of the stage', rooms.stageSeatsTaken(room) === model.taken() && model.taken() <= stageSeats);
  expectTrue(
    'no ban is forgotten',
    members.every(({ person }) => !room.bans.has(person)),
  );
  const isRanked = members.some(({ rank }) => rank !== 'none');
  expectTrue('no orphan room', kind === 'echo' || members.length === 0 || isRanked);
  expectTrue(
    'microphones only on stage',
    members.every((one) => !one.isMicrophoneOpen || one.role === 'stage'),
  );
  const dueMs = rooms.nextDueMs(room);
  expectSame('what is due next', dueMs, model.dueMs());
  expectTrue('a room has always an end in sight', members.length > 0 || dueMs !== undefined);
}

type Template = (model: SimpleRoom, real: Real) => TimedRoomEvent;

/** Time passes, or jumps back, and then something happens. */
export class Happening implements fc.Command<SimpleRoom, Real> {
  private readonly passMs: number;
  private readonly words: string;
  private readonly template: Template;

  constructor(passMs: number, words: string, template: Template) {
    this.passMs = passMs;
    this.words = words;
    this.template = template;
  }

  check = (model: Readonly<SimpleRoom>): boolean => !model.hasEnded || this.words.startsWith('joined by person 0');

  run(model: SimpleRoom, real: Real): void {
    real.nowMs += this.passMs;
    const event = this.template(model, real);
    const handsBefore = model.queue;
    const turnBefore = real.room.turn;
    real.nowMs = event.atMs;
    real.apply(event);
    model.apply(event);
    expectAgreement(model, real, handsBefore, turnBefore);
  }

  toString = (): string => `${this.passMs} ms later ${this.words}`;
}

/** Tries a rooms module on random histories; throws with the shortest history that goes wrong. */
export function tryHistories(
  rooms: RoomsModule,
  happening: fc.Arbitrary<fc.Command<SimpleRoom, Real>>,
  beginnings: fc.Arbitrary<Beginning>,
  parameters: fc.Parameters<unknown>,
): void {
  const histories = fc.commands([happening], { maxCommands: 60, size: 'max' });
  fc.assert(
    fc.property(beginnings, histories, (beginning, commands) => {
      const real = new Real(rooms, beginning);
      const model = new SimpleRoom(beginning.rules, START_MS, beginning.lists);
      for (const who of beginning.early) {
        const joined = { kind: 'joined', member: who + 1, person: `d:${who}`, name: 'early', atMs: START_MS } as const;
        real.apply(joined);
        model.apply(joined);
      }
      fc.modelRun(() => ({ model, real }), commands);
      real.expectReplayEqual();
    }),
    parameters as fc.Parameters<[Beginning, Iterable<fc.Command<SimpleRoom, Real>>]>,
  );
}
