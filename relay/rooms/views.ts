// What can be asked of a room.

import type { Rank, Role, SignalErrorCode } from '../../wire/signal';
import type { RoomCounts } from './events';
import type { Room, RoomMember } from './room';

/** A member as somebody who moderates the room, or looks after it by the API, sees it. */
export type RosterEntry = Pick<RoomMember, 'member' | 'person' | 'name' | 'role' | 'rank' | 'isMicrophoneOpen'> & {
  /** The place of a raised hand: 1 is next, 0 is no hand. */
  readonly place: number;
  /** Whether the connection is gone and the room keeps the seat. */
  readonly isAway: boolean;
};

/** Who is in a room. */
export type RoomView = { readonly counts: RoomCounts; readonly roster: readonly RosterEntry[] };

/** Who is in a room now. */
export function viewOf(room: Room): RoomView {
  const places = new Map(handsInOrder(room).map((member, i) => [member, i + 1]));
  const roster = [...room.members.values()].map(({ member, person, name, role, rank, isMicrophoneOpen, drop }) => ({
    ...{ member, person, name, role, rank, isMicrophoneOpen },
    place: places.get(member) ?? 0,
    isAway: drop !== undefined,
  }));
  return { counts: countsOf(room), roster };
}

/** The member that this person is, connected or in its grace. */
export function memberOfPerson(room: Room, person: string): RoomMember | undefined {
  const member = room.persons.get(person);
  return member === undefined ? undefined : room.members.get(member);
}

/** The rank that a person has in this room, or would have after joining. */
export function rankOfPerson(room: Room, person: string): Rank {
  if (room.rules.kind === 'echo') return 'none';
  return memberOfPerson(room, person)?.rank ?? room.ranks.get(person) ?? 'none';
}

/** Members with a raised hand, the next one first. Members in their grace keep their places. */
export function handsInOrder(room: Room): readonly number[] {
  return [...room.hands.values()];
}

/** The place of a member's hand in the queue: 1 is next, 0 is no hand. Takes time in proportion to the hands before it. */
export function placeOf(room: Room, member: number): number {
  if (room.members.get(member)?.handTurn === undefined) return 0;
  let place = 0;
  for (const waiting of room.hands.values()) {
    place++;
    if (waiting === member) break;
  }
  return place;
}

/** How many members sit where. */
export function countsOf(room: Room): RoomCounts {
  return { speakers: room.onStage, listeners: room.members.size - room.onStage, hands: room.hands.size };
}

/** Seats of the stage that are taken by speakers, reserved by invitations or held for offers. */
export function stageSeatsTaken(room: Room): number {
  let taken = room.onStage + room.reservations.size;
  for (const member of room.offers.keys()) {
    // A member with a reservation was offered the reserved seat.
    const person = room.members.get(member)?.person;
    if (person === undefined || !room.reservations.has(person)) taken++;
  }
  return taken;
}

/** The seat that a person gets on joining; undefined if there is none. */
export function seatFor(room: Room, person: string): Role | undefined {
  const { kind, policy, stageSeats, audienceSeats } = room.rules;
  if (room.reservations.has(person) && room.onStage < stageSeats) return 'stage';
  if ((kind === 'echo' || policy === 'open') && stageSeatsTaken(room) < stageSeats) return 'stage';
  if (kind === 'echo') return undefined;
  return room.members.size - room.onStage < audienceSeats ? 'audience' : undefined;
}

/** Why a person cannot join now; undefined if it can. A member of the room can always join again by another connection. */
export function refusalToEnter(room: Room, person: string): SignalErrorCode | undefined {
  if (room.hasEnded) return 'not-allowed';
  if (room.persons.has(person)) return undefined;
  if (room.bans.has(person)) return 'banned';
  const isExpected = room.guests.has(person) || room.ranks.has(person) || room.reservations.has(person);
  if (room.rules.kind === 'closed' && !isExpected) return 'closed-room';
  return seatFor(room, person) === undefined ? 'room-full' : undefined;
}
