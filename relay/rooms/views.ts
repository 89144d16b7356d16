// What can be asked of a room.

import type { Rank, Role, SignalErrorCode } from '../../wire/signal';
import type { RoomCounts } from './events';
import type { Room, RoomMember } from './room';

/** The member that is this person, present or in its grace. */
export function memberOfPerson(room: Room, person: string): RoomMember | undefined {
  const member = room.persons.get(person);
  return member === undefined ? undefined : room.members.get(member);
}

/** What a person is in this room, or would be on coming in. */
export function rankOfPerson(room: Room, person: string): Rank {
  if (room.rules.kind === 'echo') return 'none';
  return memberOfPerson(room, person)?.rank ?? room.ranks.get(person) ?? 'none';
}

/** Members with a raised hand; the first is next. Those in their grace keep their places. */
export function handsInOrder(room: Room): readonly number[] {
  return [...room.hands.values()];
}

/** The place of a member's hand in the queue: 1 is next, 0 is no hand. Takes as long as the hands before it. */
export function placeOf(room: Room, member: number): number {
  if (room.members.get(member)?.handTurn === undefined) return 0;
  let place = 0;
  for (const waiting of room.hands.values()) {
    place++;
    if (waiting === member) break;
  }
  return place;
}

/** How many sit where. */
export function countsOf(room: Room): RoomCounts {
  return { speakers: room.onStage, listeners: room.members.size - room.onStage, hands: room.hands.size };
}

/** Seats of the stage that are taken or held: by speakers, for invitations, for who was offered one. */
export function stageSeatsTaken(room: Room): number {
  let taken = room.onStage + room.reservations.size;
  for (const member of room.offers.keys()) {
    // Who has a reserved seat was offered that one.
    const person = room.members.get(member)?.person;
    if (person === undefined || !room.reservations.has(person)) taken++;
  }
  return taken;
}

/** The seat a person gets on coming in, if there is one. */
export function seatFor(room: Room, person: string): Role | undefined {
  const { kind, policy, stageSeats, audienceSeats } = room.rules;
  if (room.reservations.has(person) && room.onStage < stageSeats) return 'stage';
  if ((kind === 'echo' || policy === 'open') && stageSeatsTaken(room) < stageSeats) return 'stage';
  if (kind === 'echo') return undefined;
  return room.members.size - room.onStage < audienceSeats ? 'audience' : undefined;
}

/** Why a person cannot come in now; undefined if it can. Who is in already always can, by another connection. */
export function refusalToEnter(room: Room, person: string): SignalErrorCode | undefined {
  if (room.hasEnded) return 'not-allowed';
  if (room.persons.has(person)) return undefined;
  if (room.bans.has(person)) return 'banned';
  const isExpected = room.guests.has(person) || room.ranks.has(person) || room.reservations.has(person);
  if (room.rules.kind === 'closed' && !isExpected) return 'closed-room';
  return seatFor(room, person) === undefined ? 'room-full' : undefined;
}
