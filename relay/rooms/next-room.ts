// A room as a pure state machine: (room, event) → (room, effects).
//
//            joined                       last member out                  60 s, tick
//   (open) ───────────▶ somebody in it ───────────────▶ empty ─────────────────────────▶ ended
//                          ▲      │                       │                                ▲
//                          └──────┼────── joined ─────────┘                                │
//                                 └──────────────────── moderated end, closing ────────────┘
//
//   of one member:  audience ──hand──▶ waiting ──offered──▶ offered ──accept──▶ stage ──step down, demoted──▶ audience
//                   any of these ──dropped──▶ the same in its grace ──joined──▶ the same, microphone closed
//                                                         └──60 s──▶ out

import { change, order, type Draft } from './draft';
import { dropConnection, join, leave, noteMicrophone } from './entering';
import type { RoomEffect, TimedRoomEvent } from './events';
import { giveRankToPerson, moderate } from './moderation';
import type { Room } from './room';
import { endRoom } from './seats';
import { answerOffer, changeHand, claimSeat, releaseSeat, reserveSeat, stepDown } from './stage';
import { ensureModerator } from './succession';
import { isOverdue, passTime } from './time';
import { countsOf } from './views';

export type RoomStep = { readonly room: Room; readonly effects: readonly RoomEffect[] };

/** The room after an event, and the effects to be carried out, in this order. */
export function nextRoom(room: Room, event: TimedRoomEvent): RoomStep {
  if (room.hasEnded) return { room, effects: refusalOfEnded(event) };
  const draft: Draft = { room, effects: [], hands: new Set() };
  passTime(draft, event.atMs);
  ensureModerator(draft);
  apply(draft, event);
  ensureModerator(draft);
  summarise(draft, room, event);
  return { room: draft.room, effects: draft.effects };
}

function refusalOfEnded(event: TimedRoomEvent): readonly RoomEffect[] {
  return event.kind === 'joined' ? [{ kind: 'refuse', member: event.member, code: 'not-allowed' }] : [];
}

function apply(draft: Draft, event: TimedRoomEvent): void {
  switch (event.kind) {
    case 'joined':
      return join(draft, event.member, event.person, event.name);
    case 'left':
      return leave(draft, event.member, event.reason);
    case 'dropped':
      return dropConnection(draft, event.member);
    case 'microphone':
      return noteMicrophone(draft, event.member, event.isOpen);
    case 'hand':
      return changeHand(draft, event.member, event.isRaised);
    case 'answered':
      return answerOffer(draft, event.member, event.answer);
    case 'steppedDown':
      return stepDown(draft, event.member);
    case 'moderated':
      return moderate(draft, event.by, event.action, event.member);
    case 'seatReserved':
      return reserveSeat(draft, event.invitation, event.person);
    case 'seatReleased':
      return releaseSeat(draft, event.invitation, event.person);
    case 'seatClaimed':
      return claimSeat(draft, event.person);
    case 'guestListed': {
      const { guests } = draft.room;
      return change(draft, { guests: event.isGuest ? guests.with(event.person, true) : guests.without(event.person) });
    }
    case 'rankGiven':
      return giveRankToPerson(draft, event.person, event.rank);
    case 'closing':
      return endRoom(draft, 'closing');
    case 'tick':
      return isOverdue(draft.room) ? endRoom(draft, 'empty') : undefined;
  }
}

/** Orders what is ordered once a step, however much changed in it. */
function summarise(draft: Draft, before: Room, event: TimedRoomEvent): void {
  const { room } = draft;
  if (room.hasEnded) {
    const why = event.kind === 'moderated' ? 'moderator' : event.kind === 'tick' ? 'empty' : 'closing';
    return order(draft, { kind: 'ended', why });
  }
  if (draft.hands.size > 0) order(draft, { kind: 'queueChanged', members: [...draft.hands] });
  const [counts, countsBefore] = [countsOf(room), countsOf(before)];
  const isSame =
    counts.speakers === countsBefore.speakers &&
    counts.listeners === countsBefore.listeners &&
    counts.hands === countsBefore.hands;
  if (!isSame) order(draft, { kind: 'countsChanged', ...counts });
}
