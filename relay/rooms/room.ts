// A room as a value: who sits where, who may do what, who waits for what.
//
// A room has two clocks. Wall-clock time comes with every event and may jump. The room's own time, `elapsedMs`, adds up how
// far the wall clock went forward between events. So after a jump backwards nothing is due early, and nothing waits longer
// than its full length from the jump on. The order of hands and of seats is by `turn`, a counter, and needs no clock.

import type { Rank, Role } from '../../wire/signal';
import { MINUTE_MS } from '../ports/time-units';
import { MemberTable } from './member-table';
import { KeyedTable } from './keyed-table';

/** `open`: anybody may join. `closed`: by invitation. `echo`: members hear themselves, and nobody moderates. */
export type RoomKind = 'open' | 'closed' | 'echo';

/** `open`: members sit on the stage while there are seats. `moderated`: everyone starts in the audience. */
export type StagePolicy = 'open' | 'moderated';

/** How a room is set up. */
export type RoomRules = {
  readonly kind: RoomKind;
  readonly policy: StagePolicy;
  readonly stageSeats: number;
  readonly audienceSeats: number;
};

/** Seats of a room unless set otherwise. */
export const DEFAULT_SEATS = { stageSeats: 20, audienceSeats: 8000 } as const;

/** An offer of the stage lapses after this time. */
export const OFFER_MS = 30_000;
/** After "let me check first" it lapses after this time. */
export const CONSULT_MS = 5 * MINUTE_MS;
/** A member that lost its connection keeps seat, role, rank and place in the queue for this time. */
export const GRACE_MS = MINUTE_MS;
/** A room with nobody in it ends after this time. */
export const EMPTY_ROOM_MS = MINUTE_MS;

/** Somebody in a room. `seatTurn` is the turn at which it took its present role: the lowest has been there longest. */
export type RoomMember = {
  readonly member: number;
  readonly person: string;
  readonly name: string;
  readonly role: Role;
  /** A host is a moderator that only hosts may send away. */
  readonly rank: Rank;
  /** Only the member's own message sets it to true. */
  readonly isMicrophoneOpen: boolean;
  readonly seatTurn: number;
  /** The turn at which the hand went up. */
  readonly handTurn: number | undefined;
  /** The connection was lost at this turn. The member is out at `endsMs` of the room's time. */
  readonly drop: { readonly turn: number; readonly endsMs: number } | undefined;
};

/** The room holds a seat on the stage for a member until `endsMs` of the room's time. */
export type StageOffer = { readonly endsMs: number; readonly isConsulting: boolean };

/** What belongs to persons whether they are in the room or not. It is kept while the room is closed. */
export type PersonLists = {
  readonly ranks: readonly { readonly person: string; readonly rank: 'host' | 'moderator' }[];
  /** Who may enter a closed room. */
  readonly guests: readonly string[];
  readonly bans: readonly string[];
  /** Seats on the stage that invitations reserve. */
  readonly reservations: readonly { readonly person: string; readonly invitations: readonly string[] }[];
};

/** The state of a room. */
export type Room = {
  readonly id: string;
  readonly rules: RoomRules;
  /** The wall clock at the last event. */
  readonly atMs: number;
  readonly elapsedMs: number;
  readonly turn: number;
  readonly members: KeyedTable<number, RoomMember>;
  readonly persons: KeyedTable<string, number>;
  readonly onStage: number;
  /** How many members are host or moderator. */
  readonly ranked: number;
  /** Members by the turn at which the hand went up, in that order. */
  readonly hands: MemberTable<number>;
  /** Members by the turn at which they lost the connection. That order is also the order of `endsMs`. */
  readonly drops: MemberTable<number>;
  readonly offers: ReadonlyMap<number, StageOffer>;
  readonly ranks: KeyedTable<string, 'host' | 'moderator'>;
  readonly guests: KeyedTable<string, true>;
  readonly bans: KeyedTable<string, true>;
  readonly reservations: KeyedTable<string, readonly string[]>;
  /** When the room ends if it stays empty, in the room's time. */
  readonly emptyEndMs: number | undefined;
  readonly hasEnded: boolean;
};

function tableOf<V>(entries: readonly (readonly [string, V])[]): KeyedTable<string, V> {
  return entries.reduce((table, [key, value]) => table.with(key, value), new KeyedTable<string, V>());
}

const NOBODY: PersonLists = { ranks: [], guests: [], bans: [], reservations: [] };

/** A room with nobody in it. `atMs` is the wall clock, `lists` is what is known of persons already. */
export function openRoom(id: string, rules: RoomRules, atMs: number, lists: PersonLists = NOBODY): Room {
  return {
    id,
    rules,
    atMs,
    elapsedMs: 0,
    turn: 0,
    members: new KeyedTable(),
    persons: new KeyedTable(),
    onStage: 0,
    ranked: 0,
    hands: new MemberTable(),
    drops: new MemberTable(),
    offers: new Map(),
    ranks: tableOf(lists.ranks.map(({ person, rank }) => [person, rank])),
    guests: tableOf(lists.guests.map((person) => [person, true])),
    bans: tableOf(lists.bans.map((person) => [person, true])),
    reservations: tableOf(lists.reservations.map(({ person, invitations }) => [person, invitations])),
    emptyEndMs: EMPTY_ROOM_MS,
    hasEnded: false,
  };
}

/** Whether the lists of two states of a room differ. */
export function listsDiffer(a: Room, b: Room): boolean {
  return a.ranks !== b.ranks || a.guests !== b.guests || a.bans !== b.bans || a.reservations !== b.reservations;
}

/** What is kept of a room, so that its bans, guests, ranks and reserved seats hold when it opens again. */
export function listsOf(room: Room): PersonLists {
  const byPerson = <T extends { readonly person: string }>(list: T[]): T[] =>
    list.sort((a, b) => (a.person < b.person ? -1 : 1));
  return {
    ranks: byPerson([...room.ranks.entries()].map(([person, rank]) => ({ person, rank }))),
    guests: [...room.guests.entries()].map(([person]) => person).sort(),
    bans: [...room.bans.entries()].map(([person]) => person).sort(),
    reservations: byPerson([...room.reservations.entries()].map(([person, invitations]) => ({ person, invitations }))),
  };
}
