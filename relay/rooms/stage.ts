// How members get to the stage and leave it: hands, offers, answers, reserved seats.

import type { Answer } from '../../wire/signal';
import { audit, change, memberAt, order, presentMember, refuse, type Draft } from './draft';
import { CONSULT_MS, OFFER_MS, type RoomMember } from './room';
import { endOffer, holdSeat, lowerHand, moveTo, raiseHand, unseat } from './seats';
import { memberOfPerson, stageSeatsTaken } from './views';

/** Whether the room can hold a seat for this member. A reserved seat is held already. */
function canHoldSeatFor(draft: Draft, { person }: RoomMember): boolean {
  const { room } = draft;
  return room.reservations.has(person) || stageSeatsTaken(room) < room.rules.stageSeats;
}

/** Offers the stage to a listener, with or without a raised hand. An offer that stands stays as it is. */
export function offerStage(draft: Draft, by: RoomMember, target: RoomMember): void {
  const { member } = target;
  if (target.drop) return refuse(draft, by.member, 'no-such-member');
  if (target.role === 'stage') return refuse(draft, by.member, 'not-allowed');
  if (draft.room.offers.has(member)) return;
  if (!canHoldSeatFor(draft, target)) return refuse(draft, by.member, 'stage-full');
  audit(draft, 'offer', by.person, target.person);
  holdSeat(draft, member, OFFER_MS);
  order(draft, { kind: 'offer', member, withinMs: OFFER_MS, isConsulting: false });
}

export function changeHand(draft: Draft, member: number, isRaised: boolean): void {
  const known = presentMember(draft, member);
  if (!known) return;
  if (!isRaised) return lowerHand(draft, member);
  if (known.role === 'stage') return refuse(draft, member, 'not-allowed');
  raiseHand(draft, member);
  // A host or moderator gets the offer at once. With one button it has no other way to the stage.
  if (known.rank !== 'none' && canHoldSeatFor(draft, known)) offerStage(draft, known, memberAt(draft, member));
}

export function answerOffer(draft: Draft, member: number, answer: Answer): void {
  const known = presentMember(draft, member);
  if (!known) return;
  const offer = draft.room.offers.get(member);
  if (!offer) return refuse(draft, member, 'not-offered');
  switch (answer) {
    case 'accept':
      // An offered seat is missing only if more seats are reserved than the stage has.
      if (draft.room.onStage >= draft.room.rules.stageSeats) return refuse(draft, member, 'stage-full');
      return moveTo(draft, member, 'stage');
    case 'decline':
      lowerHand(draft, member);
      return endOffer(draft, member, 'declined');
    case 'consult':
      if (offer.isConsulting) return refuse(draft, member, 'not-allowed');
      holdSeat(draft, member, CONSULT_MS, true);
      return order(draft, { kind: 'offer', member, withinMs: CONSULT_MS, isConsulting: true });
  }
}

/** A speaker may always step down, even into a full audience. An echo room has no audience: stepping down leaves it. */
export function stepDown(draft: Draft, member: number): void {
  const known = presentMember(draft, member);
  if (!known) return;
  if (draft.room.rules.kind === 'echo') return unseat(draft, member, 'asked');
  if (known.role !== 'stage') return refuse(draft, member, 'not-on-stage');
  moveTo(draft, member, 'audience');
}

export function reserveSeat(draft: Draft, invitation: string, person: string): void {
  const { rules, bans, reservations, offers, guests } = draft.room;
  const refuseIt = (code: 'banned' | 'not-allowed' | 'stage-full'): void =>
    order(draft, { kind: 'refuseReservation', invitation, person, code });
  if (bans.has(person)) return refuseIt('banned');
  if (rules.kind === 'echo') return refuseIt('not-allowed');
  const known = memberOfPerson(draft.room, person);
  // A person on the stage needs no second seat, but may come back into a closed room.
  if (known?.role === 'stage') return change(draft, { guests: guests.with(person, true) });
  const invitations = reservations.get(person) ?? [];
  const isHeld = invitations.length > 0 || (known && offers.has(known.member));
  if (!isHeld && stageSeatsTaken(draft.room) >= rules.stageSeats) return refuseIt('stage-full');
  if (invitations.includes(invitation)) return;
  change(draft, { reservations: reservations.with(person, [...invitations, invitation]) });
}

export function releaseSeat(draft: Draft, invitation: string, person: string): void {
  const { reservations } = draft.room;
  const left = (reservations.get(person) ?? []).filter((other) => other !== invitation);
  change(draft, { reservations: left.length > 0 ? reservations.with(person, left) : reservations.without(person) });
}

/** The person accepted while sitting in the audience: moves it to its reserved seat on the stage, with the microphone closed. */
export function claimSeat(draft: Draft, person: string): void {
  const known = memberOfPerson(draft.room, person);
  if (!known || !draft.room.reservations.has(person)) return;
  if (draft.room.onStage < draft.room.rules.stageSeats) return moveTo(draft, known.member, 'stage');
  refuse(draft, known.member, 'stage-full');
}
