import {
  handsInOrder,
  memberOfPerson,
  nextDueMs,
  nextRoom,
  openRoom,
  type PersonLists,
  type Room,
  type RoomEffect,
  type TimedRoomEvent,
  type RoomRules,
} from '../../../relay/rooms';
import type { Answer, Moderation } from '../../../wire/signal';

type WithoutTime<T> = T extends unknown ? Omit<T, 'atMs'> : never;

/** A room told event by event. People are named; their numbers are given as they come. */
export class RoomStory {
  room: Room;
  nowMs = 1_000_000;
  private readonly numbers = new Map<string, number>();

  constructor(rules: Partial<RoomRules> = {}, lists: Partial<PersonLists> = {}) {
    const all = { kind: 'open', policy: 'moderated', stageSeats: 20, audienceSeats: 8000, ...rules } as const;
    this.room = openRoom('lounge', all, this.nowMs, { ranks: [], guests: [], bans: [], reservations: [], ...lists });
  }

  number(person: string): number {
    const known = this.numbers.get(person) ?? this.numbers.size + 1;
    this.numbers.set(person, known);
    return known;
  }

  happens(event: WithoutTime<TimedRoomEvent>): readonly RoomEffect[] {
    const { room, effects } = nextRoom(this.room, { ...event, atMs: this.nowMs });
    this.room = room;
    return effects;
  }

  join(person: string, member = this.number(person)): readonly RoomEffect[] {
    this.numbers.set(person, member);
    return this.happens({ kind: 'joined', member, person, name: person });
  }

  leave = (person: string) => this.happens({ kind: 'left', member: this.number(person), reason: 'asked' });
  drop = (person: string) => this.happens({ kind: 'dropped', member: this.number(person) });
  comeBack = (person: string) => this.join(person);
  open = (person: string) => this.happens({ kind: 'microphone', member: this.number(person), isOpen: true });
  shut = (person: string) => this.happens({ kind: 'microphone', member: this.number(person), isOpen: false });
  raise = (person: string) => this.happens({ kind: 'hand', member: this.number(person), isRaised: true });
  lower = (person: string) => this.happens({ kind: 'hand', member: this.number(person), isRaised: false });
  stepDown = (person: string) => this.happens({ kind: 'steppedDown', member: this.number(person) });

  answer(person: string, answer: Answer): readonly RoomEffect[] {
    return this.happens({ kind: 'answered', member: this.number(person), answer });
  }

  moderate(by: string, action: Moderation, whom?: string): readonly RoomEffect[] {
    const member = whom === undefined ? {} : { member: this.number(whom) };
    return this.happens({ kind: 'moderated', by: this.number(by), action, ...member });
  }

  /** On to the stage by the long way: offered and accepted. */
  bringOnStage(by: string, whom: string): void {
    this.moderate(by, 'offer', whom);
    this.answer(whom, 'accept');
  }

  /** Time passes, with a tick whenever the room asked for one and one at the end. */
  pass(ms: number): readonly RoomEffect[] {
    const untilMs = this.nowMs + ms;
    const effects: RoomEffect[] = [];
    for (let due = nextDueMs(this.room); due !== undefined && due <= untilMs; due = nextDueMs(this.room)) {
      this.nowMs = Math.max(this.nowMs, due);
      effects.push(...this.happens({ kind: 'tick' }));
    }
    this.nowMs = untilMs;
    return [...effects, ...this.happens({ kind: 'tick' })];
  }

  /** Where a person is, in words: 'stage host, microphone open'. */
  seat(person: string): string {
    const one = memberOfPerson(this.room, person);
    if (!one) return 'not here';
    const isOpen = one.isMicrophoneOpen ? ', microphone open' : '';
    return `${one.role} ${one.rank}${isOpen}${one.drop ? ', dropped' : ''}`;
  }

  /** Who waits, the next one first. */
  get queue(): readonly string[] {
    return handsInOrder(this.room).map((member) => this.room.members.get(member)?.person ?? 'nobody');
  }
}

/** Effects of one kind. */
export function only<K extends RoomEffect['kind']>(
  effects: readonly RoomEffect[],
  kind: K,
): Extract<RoomEffect, { kind: K }>[] {
  return effects.filter((effect): effect is Extract<RoomEffect, { kind: K }> => effect.kind === kind);
}

/** The codes by which somebody was told no. */
export function refusals(effects: readonly RoomEffect[]): readonly string[] {
  return only(effects, 'refuse').map(({ code }) => code);
}

/** Who did what to whom, in words. */
export function audited(effects: readonly RoomEffect[]): readonly string[] {
  return only(effects, 'audit').map(
    ({ entry: { by = 'the room', action, whom = 'all' } }) => `${by} ${action} ${whom}`,
  );
}
