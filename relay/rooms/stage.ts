// The way on to the stage and down again: hands, offers, answers, reserved seats.

import type { Answer } from '../../wire/signal';
import { audit, change, memberAt, order, presentMember, refuse, type Draft } from './draft';
import { CONSULT_MS, OFFER_MS, type RoomMember } from './room';
import { endOffer, holdSeat, lowerHand, moveTo, raiseHand, unseat } from './seats';
import { memberOfPerson, stageSeatsTaken } from './views';

/** Whether a seat can be held for this member; a seat reserved for it is held already. */
function canHoldSeatFor(draft: Draft, { person }: RoomMember): boolean {
  const { room } = draft;
  return room.reservations.has(person) || stageSeatsTaken(room) < room.rules.stageSeats;
}

/** Offers the stage to somebody in the audience, with or without a raised hand. An offer that stands is left as it is. */
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
  // Whoever offers the stage need not wait to be offered it: with one button there is no other way for a host to get there.
  if (known.rank !== 'none' && canHoldSeatFor(draft, known)) offerStage(draft, known, memberAt(draft, member));
}

export function answerOffer(draft: Draft, member: number, answer: Answer): void {
  const known = presentMember(draft, member);
  if (!known) return;
  const offer = draft.room.offers.get(member);
  if (!offer) return refuse(draft, member, 'not-offered');
  switch (answer) {
    case 'accept':
      // Only where more seats were reserved than there are can an offered seat be missing.
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

/** A speaker may always step down, even into a full audience; in an echo room, which has none, that is leaving. */
export function stepDown(draft: Draft, member: number): void {
  const known = presentMember(draft, member);
  if (!known) return;
  if (draft.room.rules.kind === 'echo') return unseat(draft, member, 'asked');
  if (known.role !== 'stage') return refuse(draft, member, 'not-on-stage');
  moveTo(draft, member, 'audience');
}

export function reserveSeat(draft: Draft, invitation: string, person: string): void {
  const { rules, bans, reservations, offers, guests } = draft.room;
  const say = (code: 'banned' | 'not-allowed' | 'stage-full'): void =>
    order(draft, { kind: 'refuseReservation', invitation, person, code });
  if (bans.has(person)) return say('banned');
  if (rules.kind === 'echo') return say('not-allowed');
  const known = memberOfPerson(draft.room, person);
  // Who sits there already needs no second seat, but may come back to a closed room.
  if (known?.role === 'stage') return change(draft, { guests: guests.with(person, true) });
  const invitations = reservations.get(person) ?? [];
  const isHeld = invitations.length > 0 || (known && offers.has(known.member));
  if (!isHeld && stageSeatsTaken(draft.room) >= rules.stageSeats) return say('stage-full');
  if (invitations.includes(invitation)) return;
  change(draft, { reservations: reservations.with(person, [...invitations, invitation]) });
}

export function releaseSeat(draft: Draft, invitation: string, person: string): void {
  const { reservations } = draft.room;
  const left = (reservations.get(person) ?? []).filter((other) => other !== invitation);
  change(draft, { reservations: left.length > 0 ? reservations.with(person, left) : reservations.without(person) });
}

/** The person accepted while it sits in the audience, where whoever has a reservation sits: on stage, microphone closed. */
export function claimSeat(draft: Draft, person: string): void {
  const known = memberOfPerson(draft.room, person);
  if (!known || !draft.room.reservations.has(person)) return;
  if (draft.room.onStage < draft.room.rules.stageSeats) return moveTo(draft, known.member, 'stage');
  refuse(draft, known.member, 'stage-full');
}
