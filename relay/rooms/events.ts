// What can happen to a room, and what the room orders. Events are facts. Effects are orders for whoever runs the room, who
// carries them out one after the other. Nothing in this file acts.

import type { Answer, LeftReason, Moderation, Rank, Role, SignalErrorCode } from '../../wire/signal';

/** Something that happened to a room, without the time at which it happened. */
export type RoomEvent =
  /** A person comes in by a new connection. If the person is in the room already, the new connection takes over the seat. */
  | { readonly kind: 'joined'; readonly member: number; readonly person: string; readonly name: string }
  /** A member leaves for good. */
  | { readonly kind: 'left'; readonly member: number; readonly reason: LeftReason }
  /** A member lost its connection: its grace begins. */
  | { readonly kind: 'dropped'; readonly member: number }
  /** The member opened or closed its microphone. */
  | { readonly kind: 'microphone'; readonly member: number; readonly isOpen: boolean }
  | { readonly kind: 'hand'; readonly member: number; readonly isRaised: boolean }
  /** The member answered the offer of a seat on the stage. */
  | { readonly kind: 'answered'; readonly member: number; readonly answer: Answer }
  | { readonly kind: 'steppedDown'; readonly member: number }
  /** The member `by` does something to the member `member`. */
  | { readonly kind: 'moderated'; readonly by: number; readonly action: Moderation; readonly member?: number }
  /** An invitation reserves a seat on the stage for a person, and lets the person into a closed room. */
  | { readonly kind: 'seatReserved'; readonly invitation: string; readonly person: string }
  /** The invitation is over. Its seat is free again, unless the person has taken it. */
  | { readonly kind: 'seatReleased'; readonly invitation: string; readonly person: string }
  /** A person accepted an invitation. A person who is in the room takes the reserved seat now, others take it when they join. */
  | { readonly kind: 'seatClaimed'; readonly person: string }
  | { readonly kind: 'guestListed'; readonly person: string; readonly isGuest: boolean }
  /** A rank that a person has in this room whether present or not: host or co-host. */
  | { readonly kind: 'rankGiven'; readonly person: string; readonly rank: Rank }
  /** Somebody outside ends the room: the relay closes, or its operator closes the room. */
  | { readonly kind: 'closing' }
  /** Time has passed: the room does what is due. */
  | { readonly kind: 'tick' };

/** An event with its time. `atMs` is the time of day in epoch milliseconds; it may have jumped either way. */
export type TimedRoomEvent = RoomEvent & { readonly atMs: number };

/** Who did what to whom. `by` is undefined where the room acted by itself. */
export type AuditEntry = {
  readonly atMs: number;
  readonly room: string;
  readonly action: Moderation | 'succeed';
  readonly by: string | undefined;
  readonly whom: string | undefined;
};

/** How many members sit where. Members in their grace are counted. */
export type RoomCounts = { readonly speakers: number; readonly listeners: number; readonly hands: number };

export type RoomEffect =
  /** The member sits in the room by its newest connection, with the microphone closed. Send it role, rank and place in the queue. */
  | {
      readonly kind: 'seat';
      readonly member: number;
      readonly role: Role;
      readonly rank: Rank;
      readonly isHandRaised: boolean;
    }
  | { readonly kind: 'unseat'; readonly member: number; readonly reason: LeftReason }
  | { readonly kind: 'seatChanged'; readonly member: number; readonly role: Role }
  | { readonly kind: 'rankChanged'; readonly member: number; readonly rank: Rank }
  /** The room closed the microphone: send that to the device, and drop its sound until its owner opens the microphone. */
  | { readonly kind: 'closeMicrophone'; readonly member: number }
  /** The owner opened or closed the microphone. */
  | { readonly kind: 'microphoneChanged'; readonly member: number; readonly isOpen: boolean }
  | { readonly kind: 'offer'; readonly member: number; readonly withinMs: number; readonly isConsulting: boolean }
  /** The offer ended and the member took no seat. */
  | { readonly kind: 'offerGone'; readonly member: number; readonly why: 'declined' | 'lapsed' | 'withdrawn' }
  /** These members raised or lowered their hands, so members behind them may have other places: see `handsInOrder`, `placeOf`. */
  | { readonly kind: 'queueChanged'; readonly members: readonly number[] }
  | ({ readonly kind: 'countsChanged' } & RoomCounts)
  | { readonly kind: 'refuse'; readonly member: number; readonly code: SignalErrorCode }
  | {
      readonly kind: 'refuseReservation';
      readonly invitation: string;
      readonly person: string;
      readonly code: SignalErrorCode;
    }
  | { readonly kind: 'audit'; readonly entry: AuditEntry }
  /** The room is over. No effect follows, and the room needs no tick. */
  | { readonly kind: 'ended'; readonly why: RoomEnd };

/** Why a room is over. */
export type RoomEnd = 'empty' | 'moderator' | 'closing';
