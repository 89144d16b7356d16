// An invitation as a value: who asks whom into which room, and how far the answer is.
//
//   sent ──▶ delivered ──▶ seen ──▶ consulting ──▶ accepted | declined
//     └──────────┴──────────┴───────────┴─────────▶ lapsed (deadline) | withdrawn (host)
//
// Every step may be left out: who answers at once never said that it was delivered. The seat is reserved from the start.

import { DAY_MS, HOUR_MS } from '../ports/time-units';

/** How far an invitation is. The last four are final. */
export type InvitationState =
  'sent' | 'delivered' | 'seen' | 'consulting' | 'accepted' | 'declined' | 'lapsed' | 'withdrawn';

/** All states, in the order in which they can follow each other. */
export const INVITATION_STATES: readonly InvitationState[] = [
  ...(['sent', 'delivered', 'seen', 'consulting'] as const),
  ...(['accepted', 'declined', 'lapsed', 'withdrawn'] as const),
];

/** Who does something. `id` is a person for host and guest, the id of the link for a delegate. */
export type Party = { readonly kind: PartyKind; readonly id: string };
export type PartyKind = 'host' | 'guest' | 'delegate' | 'operator';

/** The relay itself, when it reports what happened. */
export const THE_RELAY: Party = { kind: 'operator', id: 'relay' };

/** Something the two sides say to each other. Not public. */
export type Note = { readonly by: Party; readonly text: string; readonly atMs: number };

/** A link with which somebody answers for the guest. Revoked ones are remembered, so that they can be told so. */
export type DelegateLink = { readonly id: string; readonly grantedBy: 'host' | 'guest'; readonly isRevoked: boolean };

/** Where the reserved seat is: held for the guest, taken by the guest, or given back. */
export type SeatState = 'reserved' | 'taken' | 'released';

/** The state of one invitation. All instants in epoch milliseconds. */
export type Invitation = {
  readonly id: string;
  readonly room: string;
  readonly host: string;
  readonly hostName?: string;
  readonly guest: string;
  readonly guestName: string;
  readonly text: string;
  /** Whether anyone may see a page about it. */
  readonly isPublic: boolean;
  readonly startsAtMs?: number;
  /** When silence lapses. Only consulting moves it. */
  readonly deadlineMs: number;
  readonly state: InvitationState;
  readonly sentAtMs: number;
  /** When it last changed; no later event is older. */
  readonly changedAtMs: number;
  /** How it ended: by whom, and when. */
  readonly end?: { readonly by: Party; readonly atMs: number };
  /** Why it was declined, for the host. */
  readonly reason?: string;
  /** What the guest's side chose to publish. */
  readonly statement?: string;
  readonly notes: readonly Note[];
  readonly links: readonly DelegateLink[];
  readonly seat: SeatState;
};

/** How much of everything an invitation takes. */
export const INVITATION_LIMITS = {
  textBytes: 2000,
  nameBytes: 200,
  noteBytes: 1000,
  reasonBytes: 1000,
  statementBytes: 2000,
  /** Of the host, and of the guest's side: 20 together. */
  notesASide: 10,
  /** Links that work at one time, and links ever given out. */
  links: 5,
  linksEver: 50,
  /** The first deadline, from when it is sent; deadlines of consulting, from when they are given. */
  deadlineMs: 90 * DAY_MS,
  consultingMs: 30 * DAY_MS,
  startMs: 732 * DAY_MS,
  /** How long an accepted seat waits for its guest after the start. */
  seatWaitsMs: HOUR_MS,
} as const;

/** Whether nothing changes the answer any more. */
export function isFinal(state: InvitationState): boolean {
  return INVITATION_STATES.indexOf(state) >= 4;
}

/** Whether the guest has not reacted at all yet. */
export function isWaiting(state: InvitationState): boolean {
  return INVITATION_STATES.indexOf(state) < 3;
}

/** When an accepted seat is given back if the guest does not come: an hour after the start, or after the answer if that was later. */
export function seatUntilMs(invitation: Invitation): number {
  const answeredAtMs = invitation.end?.atMs ?? invitation.changedAtMs;
  return Math.max(invitation.startsAtMs ?? answeredAtMs, answeredAtMs) + INVITATION_LIMITS.seatWaitsMs;
}

/** When time alone changes the invitation next, if ever. */
export function nextDueMs(invitation: Invitation): number | undefined {
  if (!isFinal(invitation.state)) return invitation.deadlineMs;
  return invitation.seat === 'reserved' ? seatUntilMs(invitation) : undefined;
}

/** What the guest's device is told of it. */
export function deviceStateOf(state: InvitationState): 'ringing' | 'consulting' | 'accepted' | 'over' {
  if (isWaiting(state)) return 'ringing';
  return state === 'consulting' || state === 'accepted' ? state : 'over';
}
