import fc from 'fast-check';
import {
  emptyRoom,
  hasFreeSeat,
  nextRoom,
  type Room,
  type RoomEffect,
  type RoomEvent,
  type StagePolicy,
} from '../../relay/room';

/** The real room, driven by events, and what its effects say of the world. */
type Real = { room: Room; seats: Map<number, string>; refused: number; endTimer: boolean; hasEnded: boolean };
/** What must be so, kept as simply as possible. */
type Model = { policy: StagePolicy; stageSeats: number; audienceSeats: number; stage: number[]; audience: number[] };

function apply(real: Real, event: RoomEvent): readonly RoomEffect[] {
  const { room, effects } = nextRoom(real.room, event);
  real.room = room;
  for (const effect of effects) {
    if (effect.kind === 'seat') real.seats.set(effect.member, effect.role);
    if (effect.kind === 'unseat') real.seats.delete(effect.member);
    if (effect.kind === 'refuse') real.refused++;
    if (effect.kind === 'awaitEmptyEnd') real.endTimer = true;
    if (effect.kind === 'cancelEmptyEnd') real.endTimer = false;
    if (effect.kind === 'end') real.hasEnded = true;
  }
  return effects;
}

function expectAgreement(model: Model, real: Real): void {
  const seats = [...real.seats].sort(([a], [b]) => a - b);
  const expected = [
    ...model.stage.map((id) => [id, 'stage'] as const),
    ...model.audience.map((id) => [id, 'audience'] as const),
  ].sort(([a], [b]) => a - b);
  expect(seats).toEqual(expected);
  expect([...real.room.members.values()].map(({ member, role }) => [member, role]).sort()).toEqual(
    [...expected].sort(),
  );
  expect(real.room.onStage).toBe(model.stage.length);
  expect(real.room.members.size).toBe(expected.length);
  expect(real.endTimer).toBe(expected.length === 0);
  expect(real.hasEnded).toBe(false);
}

class Join implements fc.Command<Model, Real> {
  readonly id: number;
  constructor(id: number) {
    this.id = id;
  }
  check = (): boolean => true;
  run(model: Model, real: Real): void {
    const isIn = model.stage.includes(this.id) || model.audience.includes(this.id);
    const onStage = model.policy === 'open' && model.stage.length < model.stageSeats;
    const isFree = onStage || model.audience.length < model.audienceSeats;
    expect(hasFreeSeat(real.room)).toBe(isFree);
    const { refused } = real;
    apply(real, { kind: 'memberJoined', member: this.id, name: `m${this.id}` });
    if (!isIn && isFree) (onStage ? model.stage : model.audience).push(this.id);
    expect(real.refused).toBe(isIn || !isFree ? refused + 1 : refused);
    expectAgreement(model, real);
  }
  toString = (): string => `join ${this.id}`;
}

class Leave implements fc.Command<Model, Real> {
  readonly id: number;
  constructor(id: number) {
    this.id = id;
  }
  check = (): boolean => true;
  run(model: Model, real: Real): void {
    const wasIn = real.seats.has(this.id);
    const effects = apply(real, { kind: 'memberLeft', member: this.id, reason: 'asked' });
    expect(effects.some(({ kind }) => kind === 'unseat')).toBe(wasIn);
    model.stage = model.stage.filter((id) => id !== this.id);
    model.audience = model.audience.filter((id) => id !== this.id);
    expectAgreement(model, real);
  }
  toString = (): string => `leave ${this.id}`;
}

class ChangeMicrophone implements fc.Command<Model, Real> {
  readonly id: number;
  readonly isMuted: boolean;
  constructor(id: number, isMuted: boolean) {
    this.id = id;
    this.isMuted = isMuted;
  }
  check = (): boolean => true;
  run(model: Model, real: Real): void {
    apply(real, { kind: 'microphoneChanged', member: this.id, isMuted: this.isMuted });
    const member = real.room.members.get(this.id);
    if (member) expect(member.isMuted).toBe(this.isMuted);
    expectAgreement(model, real);
  }
  toString = (): string => `microphone ${this.id} ${this.isMuted ? 'closed' : 'open'}`;
}

class StayEmpty implements fc.Command<Model, Real> {
  check = (model: Readonly<Model>): boolean => model.stage.length + model.audience.length > 0;
  run(model: Model, real: Real): void {
    // A timer that fired although somebody is there again must end nothing.
    apply(real, { kind: 'stayedEmpty' });
    expectAgreement(model, real);
  }
  toString = (): string => 'stayed empty';
}

describe('a room', () => {
  test('agrees with the simplest model of it under any sequence of events', () => {
    const id = fc.integer({ min: 1, max: 300 });
    const few = fc.integer({ min: 1, max: 6 });
    const commands = [
      few.map((member) => new Join(member)),
      id.map((member) => new Join(member)),
      few.map((member) => new Leave(member)),
      fc.tuple(few, fc.boolean()).map(([member, isMuted]) => new ChangeMicrophone(member, isMuted)),
      fc.constant(new StayEmpty()),
    ];
    const policy = fc.constantFrom<StagePolicy>('open', 'moderated');
    const seats = fc.integer({ min: 0, max: 4 });
    fc.assert(
      fc.property(
        policy,
        seats,
        seats,
        fc.commands(commands, { maxCommands: 60 }),
        (stagePolicy, stageSeats, audienceSeats, cmds) => {
          const rules = { policy: stagePolicy, stageSeats, audienceSeats };
          fc.modelRun(
            () => ({
              model: { ...rules, stage: [], audience: [] },
              real: { room: emptyRoom('lounge', rules), seats: new Map(), refused: 0, endTimer: true, hasEnded: false },
            }),
            cmds,
          );
        },
      ),
      { numRuns: 150 },
    );
  });

  test('is a value: an event leaves the room before it as it was', () => {
    const before = emptyRoom('lounge', { policy: 'open', stageSeats: 2, audienceSeats: 2 });
    const { room } = nextRoom(before, { kind: 'memberJoined', member: 1, name: 'anna' });
    nextRoom(room, { kind: 'memberLeft', member: 1, reason: 'asked' });
    nextRoom(room, { kind: 'microphoneChanged', member: 1, isMuted: false });
    expect(before.members.size).toBe(0);
    expect(room.members.get(1)).toEqual({ member: 1, name: 'anna', role: 'stage', isMuted: true });
  });

  test('ends when it stayed empty', () => {
    const room = emptyRoom('lounge', { policy: 'open', stageSeats: 2, audienceSeats: 2 });
    expect(nextRoom(room, { kind: 'stayedEmpty' }).effects).toEqual([{ kind: 'end' }]);
  });

  test('takes 20 on the stage and 8,000 in the audience, and joins stay cheap', () => {
    let room = emptyRoom('lounge', { policy: 'open', stageSeats: 20, audienceSeats: 8000 });
    for (let member = 1; member <= 8020; member++)
      room = nextRoom(room, { kind: 'memberJoined', member, name: 'x' }).room;
    expect(room).toMatchObject({ onStage: 20 });
    expect(room.members.size).toBe(8020);
    expect(nextRoom(room, { kind: 'memberJoined', member: 9000, name: 'x' }).effects).toEqual([
      { kind: 'refuse', member: 9000, code: 'room-full' },
    ]);
  });
});
