// Coming in, going, dropping, coming back.

import type { LeftReason } from '../../wire/signal';
import { change, memberAt, order, presentMember, putMember, refuse, takeTurn, type Draft } from './draft';
import { GRACE_MS, type RoomMember } from './room';
import { closeMicrophone, unseat, useUpReservation } from './seats';
import { memberOfPerson, rankOfPerson, refusalToEnter, seatFor } from './views';

/** Tells a member what it has here: seat, rank, and an offer that still stands. */
function orderSeat(draft: Draft, member: number): void {
  const { role, rank, handTurn } = memberAt(draft, member);
  order(draft, { kind: 'seat', member, role, rank, isHandRaised: handTurn !== undefined });
  const offer = draft.room.offers.get(member);
  if (!offer) return;
  const withinMs = offer.endsMs - draft.room.elapsedMs;
  order(draft, { kind: 'offer', member, withinMs, isConsulting: offer.isConsulting });
}

/** Gives all that a member has here to another number. */
function renumber(draft: Draft, known: RoomMember, member: number): void {
  const { members, persons, hands, offers } = draft.room;
  const offer = offers.get(known.member);
  const others = [...offers].filter(([offered]) => offered !== known.member);
  change(draft, {
    members: members.without(known.member).with(member, { ...known, member }),
    persons: persons.with(known.person, member),
    hands: known.handTurn === undefined ? hands : hands.with(known.handTurn, member),
    offers: offer ? new Map([...others, [member, offer]]) : offers,
  });
}

/** The newer connection takes the seat over, with the microphone closed: it was another device that was pressed. */
function takeOver(draft: Draft, known: RoomMember, member: number, name: string): void {
  closeMicrophone(draft, known.member);
  const { drop } = known;
  if (drop) change(draft, { drops: draft.room.drops.without(drop.turn) });
  if (!drop || known.member !== member) order(draft, { kind: 'takenOver', member: known.member, by: member });
  if (known.member !== member) renumber(draft, memberAt(draft, known.member), member);
  putMember(draft, { ...memberAt(draft, member), name, drop: undefined });
  orderSeat(draft, member);
}

export function join(draft: Draft, member: number, person: string, name: string): void {
  const { room } = draft;
  const known = memberOfPerson(room, person);
  // A number that is somebody else's already gets no seat.
  if (room.members.has(member) && known?.member !== member) return refuse(draft, member, 'not-allowed');
  const refusal = refusalToEnter(room, person);
  if (refusal) return refuse(draft, member, refusal);
  if (known) return takeOver(draft, known, member, name);
  const role = seatFor(room, person) ?? 'audience';
  const rank = rankOfPerson(room, person);
  const seatTurn = takeTurn(draft);
  const isMicrophoneOpen = false;
  const [handTurn, drop] = [undefined, undefined];
  putMember(draft, { member, person, name, role, rank, isMicrophoneOpen, seatTurn, handTurn, drop });
  change(draft, { persons: draft.room.persons.with(person, member), emptyEndMs: undefined });
  if (role === 'stage') useUpReservation(draft, person);
  orderSeat(draft, member);
}

/** Begins the grace: everything is kept but the open microphone. */
export function dropConnection(draft: Draft, member: number): void {
  const known = draft.room.members.get(member);
  if (!known || known.drop) return;
  closeMicrophone(draft, member);
  const drop = { turn: takeTurn(draft), endsMs: draft.room.elapsedMs + GRACE_MS };
  putMember(draft, { ...memberAt(draft, member), drop });
  change(draft, { drops: draft.room.drops.with(drop.turn, member) });
}

export function returnToSeat(draft: Draft, member: number): void {
  const known = draft.room.members.get(member);
  if (!known) return refuse(draft, member, 'not-joined');
  takeOver(draft, known, member, known.name);
}

/** The owner's own word on the microphone: the only way by which one is ever open. */
export function noteMicrophone(draft: Draft, member: number, isOpen: boolean): void {
  const known = presentMember(draft, member);
  if (!known || known.isMicrophoneOpen === isOpen) return;
  if (isOpen && known.role !== 'stage') return refuse(draft, member, 'not-on-stage');
  putMember(draft, { ...known, isMicrophoneOpen: isOpen });
  order(draft, { kind: 'microphoneChanged', member, isOpen });
}

/** Somebody may leave at any time, whether its connection is there or not. */
export function leave(draft: Draft, member: number, reason: LeftReason): void {
  if (draft.room.members.has(member)) unseat(draft, member, reason);
}
