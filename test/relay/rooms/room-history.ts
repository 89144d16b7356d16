import fc from 'fast-check';
import type * as Rooms from '../../../relay/rooms';
import type { PersonLists, Room, RoomEvent, RoomRules } from '../../../relay/rooms';
import { RoomWorld } from './room-world';
import { SimpleRoom } from './simple-room';

/** What a history needs of relay/rooms/, so that it can be run on one with a mistake in it. */
export type RoomsModule = Pick<
  typeof Rooms,
  'openRoom' | 'nextRoom' | 'nextDueMs' | 'handsInOrder' | 'placeOf' | 'stageSeatsTaken' | 'roomToJson' | 'roomFromJson'
>;

/** The wall clock when histories begin. */
const START_MS = 1_770_000_000_000;

/** How a room begins. */
export type Beginning = { readonly rules: RoomRules; readonly lists: PersonLists; readonly early: readonly number[] };

/** A room that is being tried: as it is, as its orders tell it, and the log of what happened to it. */
export class Real {
  room: Room;
  nowMs = START_MS;
  readonly world: RoomWorld;
  readonly log: RoomEvent[] = [];
  readonly rooms: RoomsModule;
  readonly beginning: Beginning;

  constructor(rooms: RoomsModule, beginning: Beginning) {
    this.rooms = rooms;
    this.beginning = beginning;
    this.room = rooms.openRoom('lounge', beginning.rules, START_MS, beginning.lists);
    this.world = new RoomWorld(rooms.nextDueMs(this.room));
  }

  apply(event: RoomEvent): void {
    const { room, effects } = this.rooms.nextRoom(this.room, event);
    this.log.push(event);
    this.room = room;
    this.world.carryOut(event, effects);
  }

  /** The room of the same log from the beginning is the same room. */
  expectReplayEqual(): void {
    let again = this.rooms.openRoom('lounge', this.beginning.rules, START_MS, this.beginning.lists);
    for (const event of this.log) again = this.rooms.nextRoom(again, event).room;
    expectSame('a replayed log', this.rooms.roomToJson(again), this.rooms.roomToJson(this.room));
  }

  /** The relay ends and starts again: what was kept is all there is. */
  restart(): void {
    this.room = this.rooms.roomFromJson(JSON.parse(JSON.stringify(this.rooms.roomToJson(this.room))));
  }
}

function expectSame(what: string, got: unknown, wanted: unknown): void {
  const [one, other] = [JSON.stringify(got), JSON.stringify(wanted)];
  if (one !== other) throw new Error(`${what}:\n got    ${one}\n wanted ${other}`);
}

function expectTrue(what: string, isSo: boolean): void {
  if (!isSo) throw new Error(what);
}

const byNumber = (a: readonly unknown[], b: readonly unknown[]): number => Number(a[0]) - Number(b[0]);

/** The room, what its orders tell and the simple room agree; and what must always hold, holds. */
function expectAgreement(model: SimpleRoom, real: Real, handsBefore: readonly string[], turnBefore: number): void {
  const { room, world, rooms } = real;
  const members = [...room.members.values()];
  const people = model.people.map((one) => [
    one.member,
    one.person,
    one.role,
    one.rank,
    one.isOpen,
    one.graceEnds,
    one.offerEnds,
  ]);
  const got = members.map((one) => [
    one.member,
    one.person,
    one.role,
    one.rank,
    one.isMicrophoneOpen,
    one.drop?.endsMs,
    room.offers.get(one.member)?.endsMs,
  ]);
  expectSame('members', got.sort(byNumber), people.sort(byNumber));
  const told = [...world.seats].map(([member, one]) => [member, one.role, one.rank, one.isOpen, one.isOffered]);
  const seats = people.map(([member, , role, rank, isOpen, , ends]) => [
    member,
    role,
    rank,
    isOpen,
    ends !== undefined,
  ]);
  expectSame('what orders tell', told.sort(byNumber), seats);
  expectSame('what is said', world.said.sort(), model.said.sort());
  const hands = model.queue.map((person) => model.as(person)?.member);
  expectSame('hands in order of time', rooms.handsInOrder(room), hands);
  hands.forEach((member, i) => expectTrue('places', rooms.placeOf(room, member as number) === i + 1));
  for (const one of members) if (one.handTurn === undefined) expectTrue('no place', !rooms.placeOf(room, one.member));
  expectSame('bans', [...room.bans.entries()].map(([person]) => person).sort(), [...model.banned].sort());
  expectTrue('the end', room.hasEnded === model.hasEnded && world.hasEnded === model.hasEnded);
  if (room.hasEnded) return expectTrue('nobody stays behind', members.length === 0);
  const changed = [...handsBefore, ...model.queue].filter((p) => handsBefore.includes(p) !== model.queue.includes(p));
  expectTrue('hands are told', changed.length === 0 || world.queueChanges !== undefined);
  // Who came in by this very step is told by its seat.
  const stayed = members.filter((one) => changed.includes(one.person) && one.seatTurn <= turnBefore);
  expectTrue(
    'own hands are told',
    stayed.every(({ member }) => world.queueChanges?.includes(member)),
  );
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
  expectTrue('when to tick', world.dueMs === rooms.nextDueMs(room));
  expectTrue('a room has always an end in sight', members.length > 0 || world.dueMs !== undefined);
}

type Template = (model: SimpleRoom, real: Real) => RoomEvent | undefined;

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
    if (!event) real.restart();
    const handsBefore = model.queue;
    const turnBefore = real.room.turn;
    if (event) {
      real.nowMs = event.atMs;
      real.apply(event);
      model.apply(event);
      expectAgreement(model, real, handsBefore, turnBefore);
    }
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
