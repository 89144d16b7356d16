// What belongs to a seat: microphone, hand, offer, reservation. Every change of a seat goes through these functions.

import type { LeftReason, Rank, Role } from '../../wire/signal';
import { change, dropMember, memberAt, order, putMember, takeTurn, type Draft } from './draft';
import type { RoomEnd } from './events';
import { EMPTY_ROOM_MS } from './room';

/** Closes a microphone although its owner did not. There is no function that opens one. */
export function closeMicrophone(draft: Draft, member: number): void {
  const known = memberAt(draft, member);
  if (!known.isMicrophoneOpen) return;
  putMember(draft, { ...known, isMicrophoneOpen: false });
  order(draft, { kind: 'closeMicrophone', member });
}

export function raiseHand(draft: Draft, member: number): void {
  const known = memberAt(draft, member);
  if (known.handTurn !== undefined) return;
  const handTurn = takeTurn(draft);
  putMember(draft, { ...known, handTurn });
  change(draft, { hands: draft.room.hands.with(handTurn, member) });
  draft.hands.add(member);
}

export function lowerHand(draft: Draft, member: number): void {
  const known = memberAt(draft, member);
  if (known.handTurn === undefined) return;
  putMember(draft, { ...known, handTurn: undefined });
  change(draft, { hands: draft.room.hands.without(known.handTurn) });
  draft.hands.add(member);
}

/** Holds a seat for a member for `withinMs` milliseconds; undefined stops holding it. */
export function holdSeat(draft: Draft, member: number, withinMs: number | undefined, isConsulting = false): void {
  const offers = new Map(draft.room.offers);
  if (withinMs === undefined) offers.delete(member);
  else offers.set(member, { endsMs: draft.room.elapsedMs + withinMs, isConsulting });
  change(draft, { offers });
}

/** Ends an offer of which the member made no use. */
export function endOffer(draft: Draft, member: number, why: 'declined' | 'lapsed' | 'withdrawn'): void {
  holdSeat(draft, member, undefined);
  order(draft, { kind: 'offerGone', member, why });
}

/** The person took the seat that an invitation reserved. The reservation ends, and the person may come back into a closed room. */
export function useUpReservation(draft: Draft, person: string): void {
  const { reservations, guests } = draft.room;
  if (!reservations.has(person)) return;
  change(draft, { reservations: reservations.without(person), guests: guests.with(person, true) });
}

/** Moves a member to stage or audience, with the microphone closed and the hand down. */
export function moveTo(draft: Draft, member: number, role: Role): void {
  closeMicrophone(draft, member);
  lowerHand(draft, member);
  if (draft.room.offers.has(member)) holdSeat(draft, member, undefined);
  const seatTurn = takeTurn(draft);
  const known = memberAt(draft, member);
  putMember(draft, { ...known, role, seatTurn });
  if (role === 'stage') useUpReservation(draft, known.person);
  order(draft, { kind: 'seatChanged', member, role });
}

export function giveRank(draft: Draft, member: number, rank: Rank): void {
  const known = memberAt(draft, member);
  if (known.rank === rank) return;
  putMember(draft, { ...known, rank });
  order(draft, { kind: 'rankChanged', member, rank });
}

/** Takes a member out of the room, with its hand, offer and grace. */
export function unseat(draft: Draft, member: number, reason: LeftReason): void {
  lowerHand(draft, member);
  if (draft.room.offers.has(member)) holdSeat(draft, member, undefined);
  const known = memberAt(draft, member);
  if (known.drop) change(draft, { drops: draft.room.drops.without(known.drop.turn) });
  dropMember(draft, known);
  order(draft, { kind: 'unseat', member, reason });
  if (draft.room.members.size === 0) change(draft, { emptyEndMs: draft.room.elapsedMs + EMPTY_ROOM_MS });
}

/** Sends everybody out and ends the room. */
export function endRoom(draft: Draft, why: RoomEnd): void {
  const reason: LeftReason = why === 'moderator' ? 'ended' : 'closing';
  for (const { member } of draft.room.members.values()) unseat(draft, member, reason);
  change(draft, { hasEnded: true, emptyEndMs: undefined });
}
