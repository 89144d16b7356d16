// What moves with a seat: microphone, hand, offer, reservation. Whoever changes a seat changes it by these.

import type { LeftReason, Rank, Role } from '../../wire/signal';
import { change, dropMember, memberAt, order, putMember, takeTurn, type Draft } from './draft';
import { EMPTY_ROOM_MS } from './room';

/** Closes a microphone without its owner's word. There is no function that opens one. */
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

/** Holds a seat for a member for so long, or no longer where there is no `withinMs`. */
export function holdSeat(draft: Draft, member: number, withinMs: number | undefined, isConsulting = false): void {
  const offers = new Map(draft.room.offers);
  if (withinMs === undefined) offers.delete(member);
  else offers.set(member, { endsMs: draft.room.elapsedMs + withinMs, isConsulting });
  change(draft, { offers });
}

/** Ends an offer by which nobody took a seat. */
export function endOffer(draft: Draft, member: number, why: 'declined' | 'lapsed' | 'withdrawn'): void {
  holdSeat(draft, member, undefined);
  order(draft, { kind: 'offerGone', member, why });
}

/** Whoever sits on the stage by an invitation stays expected: the seat is used up, the way back in is not. */
export function useUpReservation(draft: Draft, person: string): void {
  const { reservations, guests } = draft.room;
  if (!reservations.has(person)) return;
  change(draft, { reservations: reservations.without(person), guests: guests.with(person, true) });
}

/** Moves a member to the other side: microphone closed, hand down, standing there from now on. */
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

/** Takes a member out of the room, with all that was its own there. */
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
export function endRoom(draft: Draft, why: 'empty' | 'moderator' | 'closing'): void {
  const reason: LeftReason = why === 'moderator' ? 'ended' : 'closing';
  for (const { member } of draft.room.members.values()) unseat(draft, member, reason);
  change(draft, { hasEnded: true, emptyEndMs: undefined });
}
