import { refuse, type Refusal } from '../ports/refusal';
import { isInstant } from '../records/fields';
import { delegateGranted, delegateRevoked } from './delegates';
import {
  afterTime,
  expectGuest,
  audit,
  endInvitation,
  freeSeat,
  stopRinging,
  sendToGuest,
  sendToHost,
  type InvitationStep,
} from './endings';
import { INVITATION_LIMITS, isFinal, isWaiting, type Invitation } from './invitation';
import type { InvitationErrorCode, InvitationEvent } from './invitation-events';
import { refusalOfParty } from './parties';
import { noteAdded, statementPublished, statementRetracted, cleanReason } from './texts';

type Outcome = InvitationStep | Refusal<InvitationErrorCode>;
type EventOf<K extends InvitationEvent['kind']> = Extract<InvitationEvent, { kind: K }>;

/**
 * The invitation after an event, and the effects of the event. An event that is older than the last change counts as
 * simultaneous with it, so that a clock that is set back undoes nothing. What was due before the event happens first: an
 * answer at the deadline is too late.
 */
export function nextInvitation(before: Invitation, event: InvitationEvent): InvitationStep {
  if (!Number.isFinite(event.atMs)) throw new RangeError(`event ${event.kind} at ${event.atMs} ms`);
  const atMs = Math.max(event.atMs, before.changedAtMs);
  const passed = afterTime(before, atMs);
  const { invitation } = passed;
  const outcome = refusalOfParty(invitation, event.by, event.kind) ?? outcomeOf(invitation, event, atMs);
  if ('invitation' in outcome) {
    return { invitation: outcome.invitation, effects: [...passed.effects, ...outcome.effects] };
  }
  const refusal = { kind: 'refuse', invitation: invitation.id, by: event.by, ...outcome } as const;
  return { invitation, effects: [...passed.effects, refusal] };
}

function outcomeOf(invitation: Invitation, event: InvitationEvent, atMs: number): Outcome {
  switch (event.kind) {
    case 'timePassed':
      return { invitation, effects: [] };
    case 'delivered':
    case 'seen':
      return noticed(invitation, event, atMs);
    case 'consulted':
      return isFinal(invitation.state) ? answered(invitation) : consult(invitation, event, atMs);
    case 'accepted':
      return isFinal(invitation.state) ? answered(invitation) : accept(invitation, event, atMs);
    case 'declined':
      return isFinal(invitation.state) ? answered(invitation) : decline(invitation, event, atMs);
    case 'withdrawn':
      return isFinal(invitation.state) ? answered(invitation) : endInvitation(invitation, 'withdrawn', event.by, atMs);
    case 'noteAdded':
      return isOver(invitation) ? answered(invitation) : noteAdded(invitation, event.by, event.text, atMs);
    case 'statementPublished':
      return statementPublished(invitation, event.by, event.text, atMs);
    case 'statementRetracted':
      return statementRetracted(invitation, event.by, atMs);
    case 'linkGranted':
      return isOver(invitation) ? answered(invitation) : delegateGranted(invitation, event.by, event.link, atMs);
    case 'linkRevoked':
      return delegateRevoked(invitation, event.by, event.link, atMs);
    case 'guestSat':
      return sit(invitation, atMs);
    case 'roomMoved':
      return moveRoom(invitation, event, atMs);
    case 'roomEnded':
      return endRoom(invitation, event, atMs);
  }
}

/** Whether notes and links make no sense any more. After `accepted`, host and guest may still use them. */
function isOver({ state }: Invitation): boolean {
  return isFinal(state) && state !== 'accepted';
}

const ENDED: { readonly [state: string]: string } = {
  accepted: 'It has been accepted already.',
  declined: 'It has been declined already.',
  lapsed: 'Nobody answered in time, so it has lapsed.',
  withdrawn: 'The host has withdrawn it.',
};

function answered({ state }: Invitation): Refusal<'answered'> {
  return refuse('answered', `Thank you, but this invitation is settled. ${ENDED[state]}`);
}

/** The invitation was delivered or seen. A report that comes late changes nothing. */
function noticed(before: Invitation, event: EventOf<'delivered' | 'seen'>, atMs: number): Outcome {
  const isNews = before.state === 'sent' || (before.state === 'delivered' && event.kind === 'seen');
  if (!isNews) return { invitation: before, effects: [] };
  const invitation: Invitation = { ...before, state: event.kind, changedAtMs: atMs };
  return { invitation, effects: [audit(invitation, event.by, event.kind), sendToHost(invitation, 'state')] };
}

/** The guest's side asks for time: a new deadline, and perhaps a note to the host. */
function consult(before: Invitation, event: EventOf<'consulted'>, atMs: number): Outcome {
  const { deadlineMs, note, by } = event;
  if (!isInstant(deadlineMs, atMs, atMs + INVITATION_LIMITS.consultingMs)) {
    return refuse('bad-field', 'deadlineMs has to lie within the next 30 days', 'deadlineMs');
  }
  const noted = note === undefined ? { invitation: before } : noteAdded(before, by, note, atMs);
  if (!('invitation' in noted)) return noted;
  const invitation: Invitation = { ...noted.invitation, state: 'consulting', deadlineMs, changedAtMs: atMs };
  const effects = [audit(invitation, by, 'consulted'), sendToHost(invitation, 'state'), sendToGuest(invitation)];
  return { invitation, effects: isWaiting(before.state) ? [stopRinging(invitation), ...effects] : effects };
}

function accept(before: Invitation, { by, note }: EventOf<'accepted'>, atMs: number): Outcome {
  const noted = note === undefined ? { invitation: before } : noteAdded(before, by, note, atMs);
  return 'invitation' in noted ? endInvitation(noted.invitation, 'accepted', by, atMs) : noted;
}

function decline(before: Invitation, { by, reason }: EventOf<'declined'>, atMs: number): Outcome {
  if (reason === undefined) return endInvitation(before, 'declined', by, atMs);
  const cleaned = cleanReason(reason);
  if (typeof cleaned !== 'string') return refuse('bad-field', cleaned.message, 'reason');
  return endInvitation({ ...before, reason: cleaned }, 'declined', by, atMs);
}

function sit(invitation: Invitation, atMs: number): Outcome {
  if (invitation.state !== 'accepted') return refuse('not-accepted', 'The guest has not accepted.');
  return invitation.seat === 'reserved' ? freeSeat(invitation, 'sat', atMs) : { invitation, effects: [] };
}

/** Moves the start of an invitation that holds a seat. */
function moveRoom(before: Invitation, { by, startsAtMs }: EventOf<'roomMoved'>, atMs: number): Outcome {
  if (!isInstant(startsAtMs, 0, Number.MAX_SAFE_INTEGER))
    return refuse('bad-field', 'startsAtMs has to be an instant', 'startsAtMs');
  if (before.seat !== 'reserved' || before.startsAtMs === startsAtMs) return { invitation: before, effects: [] };
  const invitation: Invitation = { ...before, startsAtMs, changedAtMs: atMs };
  return { invitation, effects: [audit(invitation, by, 'roomMoved'), ...expectGuest(invitation)] };
}

function endRoom(invitation: Invitation, { by }: EventOf<'roomEnded'>, atMs: number): Outcome {
  if (!isFinal(invitation.state)) return endInvitation(invitation, 'withdrawn', by, atMs, 'roomEnded');
  if (invitation.seat === 'reserved') return freeSeat(invitation, 'roomEnded', atMs);
  return { invitation, effects: [] };
}
