// One step of a room while it is computed: the room so far and the orders so far. A draft lives within `nextRoom` only.

import type { SignalErrorCode } from '../../wire/signal';
import type { AuditEntry, RoomEffect } from './events';
import type { Room, RoomMember } from './room';

export type Draft = {
  room: Room;
  readonly effects: RoomEffect[];
  /** The members whose hands went up or down in this step. */
  readonly hands: Set<number>;
};

export function order(draft: Draft, effect: RoomEffect): void {
  draft.effects.push(effect);
}

export function refuse(draft: Draft, member: number, code: SignalErrorCode): void {
  order(draft, { kind: 'refuse', member, code });
}

/** Writes down who did what to whom. */
export function audit(draft: Draft, action: AuditEntry['action'], by?: string, whom?: string): void {
  order(draft, { kind: 'audit', entry: { atMs: draft.room.atMs, room: draft.room.id, action, by, whom } });
}

export function change(draft: Draft, part: Partial<Room>): void {
  draft.room = { ...draft.room, ...part };
}

/** The next number of the room's counter of turns. */
export function takeTurn(draft: Draft): number {
  const turn = draft.room.turn + 1;
  change(draft, { turn });
  return turn;
}

const speakers = (known: RoomMember | undefined): number => (known?.role === 'stage' ? 1 : 0);
const ranks = (known: RoomMember | undefined): number => (known && known.rank !== 'none' ? 1 : 0);

/** Adds a member, or replaces the member of the same number, and keeps the counts up to date. */
export function putMember(draft: Draft, now: RoomMember): void {
  const { members, onStage, ranked } = draft.room;
  const before = members.get(now.member);
  change(draft, {
    members: members.with(now.member, now),
    onStage: onStage + speakers(now) - speakers(before),
    ranked: ranked + ranks(now) - ranks(before),
  });
}

/** Removes a member from the tables by number and by person, and keeps the counts up to date. */
export function dropMember(draft: Draft, known: RoomMember): void {
  const { members, persons, onStage, ranked } = draft.room;
  change(draft, {
    members: members.without(known.member),
    persons: persons.without(known.person),
    onStage: onStage - speakers(known),
    ranked: ranked - ranks(known),
  });
}

/** A member that must be in the room. Throws if it is not: a mistake of ours. */
export function memberAt(draft: Draft, member: number): RoomMember {
  const known = draft.room.members.get(member);
  if (!known) throw new Error(`member ${member} is not in room ${draft.room.id}`);
  return known;
}

/** A member that is in the room and connected. For any other, orders the refusal `not-joined`. */
export function presentMember(draft: Draft, member: number): RoomMember | undefined {
  const known = draft.room.members.get(member);
  if (known && !known.drop) return known;
  refuse(draft, member, 'not-joined');
  return undefined;
}
