// An invitation as a value: who invites whom to which room, and what the answer is so far.
//
//   sent ──▶ delivered ──▶ seen ──▶ consulting ──▶ accepted | declined
//     └──────────┴──────────┴───────────┴─────────▶ lapsed (deadline) | withdrawn (host)
//
// Steps may be left out: a guest may answer before the relay hears that the invitation was delivered. The seat is reserved from
// the start.

import { DAY_MS, HOUR_MS } from '../ports/time-units';

/** The state of an invitation. The last four are final. */
export type InvitationState =
  'sent' | 'delivered' | 'seen' | 'consulting' | 'accepted' | 'declined' | 'lapsed' | 'withdrawn';

/** All states, in the order in which they can follow one another. */
export const INVITATION_STATES: readonly InvitationState[] = [
  ...(['sent', 'delivered', 'seen', 'consulting'] as const),
  ...(['accepted', 'declined', 'lapsed', 'withdrawn'] as const),
];

/** Who acts. `id` is a person for host and guest, and the id of the link for a delegate. */
export type Party = { readonly kind: PartyKind; readonly id: string };
export type PartyKind = 'host' | 'guest' | 'delegate' | 'operator';

/** The relay itself, as the party of events that it reports. */
export const THE_RELAY: Party = { kind: 'operator', id: 'relay' };

/** A note of one side to the other. It is not public. */
export type Note = { readonly by: Party; readonly text: string; readonly atMs: number };

/** A link with which a delegate answers for the guest. Revoked links are kept, so that the delegate learns that the link is revoked. */
export type DelegateLink = { readonly id: string; readonly grantedBy: 'host' | 'guest'; readonly isRevoked: boolean };

/** The seat is held for the guest, taken by the guest, or given back. */
export type SeatState = 'reserved' | 'taken' | 'released';

/** An invitation. Instants are in epoch milliseconds. */
export type Invitation = {
  readonly id: string;
  readonly room: string;
  readonly host: string;
  readonly hostName?: string;
  readonly guest: string;
  readonly guestName: string;
  readonly text: string;
  /** Whether there is a public page about it. */
  readonly isPublic: boolean;
  readonly startsAtMs?: number;
  /** When the invitation lapses without an answer. Only `consulted` moves it. */
  readonly deadlineMs: number;
  readonly state: InvitationState;
  readonly sentAtMs: number;
  /** When it last changed. An event that is older counts as simultaneous. */
  readonly changedAtMs: number;
  /** Who ended it, and when. */
  readonly end?: { readonly by: Party; readonly atMs: number };
  /** Why the guest declined. Only the two sides see it. */
  readonly reason?: string;
  /** The statement of the guest's side on the public page. */
  readonly statement?: string;
  readonly notes: readonly Note[];
  readonly links: readonly DelegateLink[];
  readonly seat: SeatState;
};

/** The limits of an invitation. */
export const INVITATION_LIMITS = {
  textBytes: 2000,
  nameBytes: 200,
  noteBytes: 1000,
  reasonBytes: 1000,
  statementBytes: 2000,
  /** For the host and for the guest's side each. */
  notesASide: 10,
  /** Links that work at the same time, and links with the revoked ones. */
  links: 5,
  linksEver: 50,
  /** The longest time to the first deadline, and to a deadline that `consulted` sets. */
  deadlineMs: 90 * DAY_MS,
  consultingMs: 30 * DAY_MS,
  startMs: 732 * DAY_MS,
  /** How long a seat is held for an accepted guest after the start. */
  seatWaitsMs: HOUR_MS,
} as const;

/** Whether the answer is final. */
export function isFinal(state: InvitationState): boolean {
  return INVITATION_STATES.indexOf(state) >= 4;
}

/** Whether the guest has not reacted yet. */
export function isWaiting(state: InvitationState): boolean {
  return INVITATION_STATES.indexOf(state) < 3;
}

/** When the seat of an accepted guest who does not come is given back: an hour after the start, or after the answer if that is later. */
export function seatUntilMs(invitation: Invitation): number {
  const answeredAtMs = invitation.end?.atMs ?? invitation.changedAtMs;
  return Math.max(invitation.startsAtMs ?? answeredAtMs, answeredAtMs) + INVITATION_LIMITS.seatWaitsMs;
}

/** When time alone changes the invitation next. Undefined if it never does. */
export function nextDueMs(invitation: Invitation): number | undefined {
  if (!isFinal(invitation.state)) return invitation.deadlineMs;
  return invitation.seat === 'reserved' ? seatUntilMs(invitation) : undefined;
}

/** The state that the guest's device shows. */
export function deviceStateOf(state: InvitationState): 'ringing' | 'consulting' | 'accepted' | 'over' {
  if (isWaiting(state)) return 'ringing';
  return state === 'consulting' || state === 'accepted' ? state : 'over';
}
