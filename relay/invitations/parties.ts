import { refuse, type Refusal } from '../ports/refusal';
import type { Invitation, Party, PartyKind } from './invitation';
import type { InvitationErrorCode, InvitationEvent } from './invitation-events';

/** The parties that may cause each event. Only the guest's side may answer. */
const MAY: { readonly [kind in InvitationEvent['kind']]: readonly PartyKind[] } = {
  delivered: ['guest', 'operator'],
  seen: ['guest', 'operator'],
  consulted: ['guest', 'delegate'],
  accepted: ['guest', 'delegate'],
  declined: ['guest', 'delegate'],
  noteAdded: ['host', 'guest', 'delegate'],
  statementPublished: ['guest', 'delegate'],
  statementRetracted: ['guest', 'delegate'],
  withdrawn: ['host', 'operator'],
  linkGranted: ['host', 'guest'],
  linkRevoked: ['host', 'guest', 'operator'],
  guestSat: ['operator'],
  roomMoved: ['operator'],
  roomEnded: ['operator'],
  timePassed: ['operator'],
};

/** The refusal for a stranger to an invitation. An invitation that does not exist has the same, so strangers cannot tell the two apart. */
export const NOT_ALLOWED = refuse('not-allowed', 'There is nothing here that you may do.');

const REVOKED = refuse('revoked', 'This link has been revoked. Ask whoever gave it to you for another.');

/** Why this party may not cause this event. Undefined if it may. */
export function refusalOfParty(
  invitation: Invitation,
  by: Party,
  kind: InvitationEvent['kind'],
): Refusal<InvitationErrorCode> | undefined {
  if (by.kind === 'host' && by.id !== invitation.host) return NOT_ALLOWED;
  if (by.kind === 'guest' && by.id !== invitation.guest) return NOT_ALLOWED;
  if (by.kind === 'delegate') {
    const link = invitation.links.find(({ id }) => id === by.id);
    if (!link) return NOT_ALLOWED;
    if (link.isRevoked) return REVOKED;
  }
  return MAY[kind].includes(by.kind) ? undefined : NOT_ALLOWED;
}
