// Joining, leaving, losing the connection.

import type { LeftReason } from '../../wire/signal';
import { change, memberAt, order, presentMember, putMember, refuse, takeTurn, type Draft } from './draft';
import { GRACE_MS, type RoomMember } from './room';
import { closeMicrophone, unseat, useUpReservation } from './seats';
import { memberOfPerson, rankOfPerson, refusalToEnter, seatFor } from './views';

/** Orders everything that a member has here: seat, rank, and an offer that still stands. */
function orderSeat(draft: Draft, member: number): void {
  const { role, rank, handTurn } = memberAt(draft, member);
  order(draft, { kind: 'seat', member, role, rank, isHandRaised: handTurn !== undefined });
  const offer = draft.room.offers.get(member);
  if (!offer) return;
  const withinMs = offer.endsMs - draft.room.elapsedMs;
  order(draft, { kind: 'offer', member, withinMs, isConsulting: offer.isConsulting });
}

/** The newer connection takes over the seat. The microphone is closed, because it was another button that was pressed. */
function takeOver(draft: Draft, { member, drop }: RoomMember, name: string): void {
  closeMicrophone(draft, member);
  if (drop) change(draft, { drops: draft.room.drops.without(drop.turn) });
  putMember(draft, { ...memberAt(draft, member), name, drop: undefined });
  orderSeat(draft, member);
}

export function join(draft: Draft, member: number, person: string, name: string): void {
  const { room } = draft;
  const known = memberOfPerson(room, person);
  // A person has one number in a room, and a number belongs to one person.
  if (room.members.get(member) !== known) return refuse(draft, member, 'not-allowed');
  const refusal = refusalToEnter(room, person);
  if (refusal) return refuse(draft, member, refusal);
  if (known) return takeOver(draft, known, name);
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

/** Begins the grace: the member keeps everything except an open microphone. */
export function dropConnection(draft: Draft, member: number): void {
  const known = draft.room.members.get(member);
  if (!known || known.drop) return;
  closeMicrophone(draft, member);
  const drop = { turn: takeTurn(draft), endsMs: draft.room.elapsedMs + GRACE_MS };
  putMember(draft, { ...memberAt(draft, member), drop });
  change(draft, { drops: draft.room.drops.with(drop.turn, member) });
}

/** The owner opened or closed the microphone. No other event opens one. */
export function noteMicrophone(draft: Draft, member: number, isOpen: boolean): void {
  const known = presentMember(draft, member);
  if (!known || known.isMicrophoneOpen === isOpen) return;
  if (isOpen && known.role !== 'stage') return refuse(draft, member, 'not-on-stage');
  putMember(draft, { ...known, isMicrophoneOpen: isOpen });
  order(draft, { kind: 'microphoneChanged', member, isOpen });
}

/** A member may leave at any time, whether it is connected or not. */
export function leave(draft: Draft, member: number, reason: LeftReason): void {
  if (draft.room.members.has(member)) unseat(draft, member, reason);
}
