import { isWaiting, nextDueMs, THE_RELAY, type Invitation, type InvitationState, type Party } from './invitation';
import type { InvitationAudit, InvitationEffect, ReleaseReason } from './invitation-events';

export type InvitationStep = { readonly invitation: Invitation; readonly effects: readonly InvitationEffect[] };
type End = Extract<InvitationState, 'accepted' | 'declined' | 'lapsed' | 'withdrawn'>;

/** The effect that writes a line about the invitation into the audit log. */
export function audit(
  invitation: Invitation,
  by: Party,
  what: InvitationAudit['what'],
  link?: string,
): InvitationEffect {
  const { id, room, state, changedAtMs } = invitation;
  const entry = { atMs: changedAtMs, invitation: id, room, by, what, state };
  return { kind: 'audit', entry: link === undefined ? entry : { ...entry, link } };
}

export function stopRinging({ id, guest, room }: Invitation): InvitationEffect {
  return { kind: 'stopRinging', invitation: id, guest, room };
}

export function sendToHost(
  { id, host, room, state }: Invitation,
  news: 'state' | 'note' | 'statement',
): InvitationEffect {
  return { kind: 'sendToHost', invitation: id, host, room, news, state };
}

export function sendToGuest({ id, guest, room, state }: Invitation): InvitationEffect {
  return { kind: 'sendToGuest', invitation: id, guest, room, state };
}

function releaseSeat({ id, room, guest }: Invitation, why: ReleaseReason): InvitationEffect {
  return { kind: 'releaseSeat', invitation: id, room, person: guest, why };
}

/** The effect for an accepted guest of a room that has not started yet. */
export function expectGuest(invitation: Invitation): readonly InvitationEffect[] {
  const { id, room, guest, state, startsAtMs, changedAtMs } = invitation;
  if (state !== 'accepted' || startsAtMs === undefined || startsAtMs <= changedAtMs) return [];
  return [{ kind: 'expectGuest', invitation: id, room, person: guest, startsAtMs }];
}

/** Ends an open invitation. Both sides get a message. Only an accepted invitation keeps its seat. */
export function endInvitation(
  before: Invitation,
  state: End,
  by: Party,
  atMs: number,
  what: InvitationAudit['what'] = state,
): InvitationStep {
  const seat = state === 'accepted' ? 'reserved' : 'released';
  const invitation: Invitation = { ...before, state, changedAtMs: atMs, end: { by, atMs }, seat };
  const effects: InvitationEffect[] = [audit(invitation, by, what)];
  if (isWaiting(before.state)) effects.push(stopRinging(invitation));
  if (state !== 'accepted') effects.push(releaseSeat(invitation, state));
  effects.push(sendToHost(invitation, 'state'), sendToGuest(invitation));
  return { invitation, effects: [...effects, ...expectGuest(invitation)] };
}

/** Gives back the seat of an accepted invitation. */
export function freeSeat(before: Invitation, why: 'sat' | 'absent' | 'roomEnded', atMs: number): InvitationStep {
  const seat = why === 'sat' ? 'taken' : 'released';
  const invitation: Invitation = { ...before, seat, changedAtMs: atMs };
  const { id, host, room, state } = invitation;
  const effects: InvitationEffect[] = [audit(invitation, THE_RELAY, 'seatReleased'), releaseSeat(invitation, why)];
  if (why === 'absent') effects.push({ kind: 'sendToHost', invitation: id, host, room, news: 'guestAbsent', state });
  return { invitation, effects };
}

/**
 * What time alone has changed by then: an invitation without an answer lapses, and a seat is not held for ever. The change has
 * the time at which it was due.
 */
export function afterTime(invitation: Invitation, atMs: number): InvitationStep {
  const dueMs = nextDueMs(invitation);
  if (dueMs === undefined || atMs < dueMs) return { invitation, effects: [] };
  const doneMs = Math.max(dueMs, invitation.changedAtMs);
  return invitation.state === 'accepted'
    ? freeSeat(invitation, 'absent', doneMs)
    : endInvitation(invitation, 'lapsed', THE_RELAY, doneMs);
}
