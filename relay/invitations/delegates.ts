import { refuse, type Refusal } from '../ports/refusal';
import { audit, type InvitationStep } from './endings';
import { isRecordId } from '../records/ids';
import { INVITATION_LIMITS, type Invitation, type Party } from './invitation';
import type { InvitationErrorCode } from './invitation-events';
import { NOT_ALLOWED } from './parties';

// Links with which a delegate, such as a press office, answers for the guest. A link works until it is revoked.

/** Adds a link. Host and guest may both give out links; each of them lets a delegate answer for the guest. */
export function delegateGranted(
  before: Invitation,
  by: Party,
  link: unknown,
  atMs: number,
): InvitationStep | Refusal<InvitationErrorCode> {
  if (!isRecordId(link)) {
    return refuse('bad-field', 'link has to be 1 to 64 letters, digits, hyphens and underscores', 'link');
  }
  if (before.links.some(({ id }) => id === link)) return refuse('bad-field', 'link has been given out already', 'link');
  const working = before.links.filter(({ isRevoked }) => !isRevoked).length;
  if (working >= INVITATION_LIMITS.links) {
    return refuse('too-many-links', `There are ${INVITATION_LIMITS.links} links already: revoke one first.`);
  }
  if (before.links.length >= INVITATION_LIMITS.linksEver) {
    return refuse('too-many-links', 'Too many links have been given out for this invitation: send a new one.');
  }
  const granted = { id: link, grantedBy: by.kind === 'host' ? 'host' : 'guest', isRevoked: false } as const;
  const invitation: Invitation = { ...before, links: [...before.links, granted], changedAtMs: atMs };
  return { invitation, effects: [audit(invitation, by, 'linkGranted', link)] };
}

/** Revokes a link at once. The guest may revoke every link, the host those that the host gave out. */
export function delegateRevoked(
  before: Invitation,
  by: Party,
  link: unknown,
  atMs: number,
): InvitationStep | Refusal<InvitationErrorCode> {
  const known = before.links.find(({ id }) => id === link);
  if (!known || (by.kind === 'host' && known.grantedBy !== 'host')) return NOT_ALLOWED;
  if (known.isRevoked) return { invitation: before, effects: [] };
  const links = before.links.map((other) => (other === known ? { ...known, isRevoked: true } : other));
  const invitation: Invitation = { ...before, links, changedAtMs: atMs };
  return { invitation, effects: [audit(invitation, by, 'linkRevoked', known.id)] };
}
