// What can happen to a room, and what it orders. Events are facts, with the wall clock at which they became known; effects
// are orders for whoever runs the room, to be carried out in their order. Nothing here acts.

import type { Answer, LeftReason, Moderation, Rank, Role, SignalErrorCode } from '../../wire/signal';

/** An event without its time. */
export type Happening =
  /** A person comes in by a new connection; if it is in the room already, the new connection takes the seat over. */
  | { readonly kind: 'joined'; readonly member: number; readonly person: string; readonly name: string }
  /** A member goes for good. */
  | { readonly kind: 'left'; readonly member: number; readonly reason: LeftReason }
  /** The connection of a member is gone: its grace begins. */
  | { readonly kind: 'dropped'; readonly member: number }
  /** A member is there again by whichever connection. */
  | { readonly kind: 'returned'; readonly member: number }
  /** What the member itself says of its microphone. */
  | { readonly kind: 'microphone'; readonly member: number; readonly isOpen: boolean }
  | { readonly kind: 'hand'; readonly member: number; readonly isRaised: boolean }
  | { readonly kind: 'answered'; readonly member: number; readonly answer: Answer }
  | { readonly kind: 'stepped-down'; readonly member: number }
  /** The member `by` does something to the member `member`. */
  | { readonly kind: 'moderated'; readonly by: number; readonly action: Moderation; readonly member?: number }
  /** An invitation holds a seat on the stage for a person, and opens a closed room to it. */
  | { readonly kind: 'seat-reserved'; readonly invitation: string; readonly person: string }
  /** The invitation is over: its seat is free again, unless the person has taken it. */
  | { readonly kind: 'seat-released'; readonly invitation: string; readonly person: string }
  /** A person who is in the room accepted: it takes its reserved seat. Who is not there takes it when it joins. */
  | { readonly kind: 'seat-claimed'; readonly person: string }
  | { readonly kind: 'guest-listed'; readonly person: string; readonly isGuest: boolean }
  /** A rank that belongs to the person, there or not: hosts and co-hosts. */
  | { readonly kind: 'rank-given'; readonly person: string; readonly rank: Rank }
  /** The room ends from outside: the relay closes, or its operator closes the room. */
  | { readonly kind: 'closing' }
  /** Nothing but time: does what is due. */
  | { readonly kind: 'tick' };

/** What happens to a room. `atMs` is the wall clock; it may have jumped either way. */
export type RoomEvent = Happening & { readonly atMs: number };

/** Who did what to whom. `by` is undefined where the room did it by itself. */
export type AuditEntry = {
  readonly atMs: number;
  readonly room: string;
  readonly action: Moderation | 'succeed';
  readonly by: string | undefined;
  readonly whom: string | undefined;
};

/** How many sit where; members in their grace are counted. */
export type RoomCounts = { readonly speakers: number; readonly listeners: number; readonly hands: number };

export type RoomEffect =
  /** The member is in by its newest connection: tell it so, with role and rank, its place if its hand is up; microphone closed. */
  | {
      readonly kind: 'seat';
      readonly member: number;
      readonly role: Role;
      readonly rank: Rank;
      readonly isHandRaised: boolean;
    }
  /** The seat of `member` belongs to the connection of `by` now, often the same number: close the older connection. */
  | { readonly kind: 'takenOver'; readonly member: number; readonly by: number }
  | { readonly kind: 'unseat'; readonly member: number; readonly reason: LeftReason }
  | { readonly kind: 'seatChanged'; readonly member: number; readonly role: Role }
  | { readonly kind: 'rankChanged'; readonly member: number; readonly rank: Rank }
  /** The room closed the microphone: tell the device, take no more of its sound until its owner opens it. */
  | { readonly kind: 'closeMicrophone'; readonly member: number }
  /** The owner opened or closed it. */
  | { readonly kind: 'microphoneChanged'; readonly member: number; readonly isOpen: boolean }
  | { readonly kind: 'offer'; readonly member: number; readonly withinMs: number; readonly isConsulting: boolean }
  /** The offer is over without a seat taken. */
  | { readonly kind: 'offerGone'; readonly member: number; readonly why: 'declined' | 'lapsed' | 'withdrawn' }
  /** Hands of these went up or down, so places of all behind them may be others: see `handsInOrder`, `placeOf`. */
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
  /** Send a tick at this wall-clock time and forget the one asked for before; undefined: none is needed. */
  | { readonly kind: 'awaken'; readonly atMs: number | undefined }
  /** The room is over; no effect follows, and no tick is needed. */
  | { readonly kind: 'ended'; readonly why: 'empty' | 'moderator' | 'closing' };
