import { refuse, type Refusal } from '../ports/refusal';
import { cleanText, type TextErrorCode } from '../records/clean-text';
import { audit, sendToHost, type InvitationStep } from './endings';
import { INVITATION_LIMITS, type Invitation, type Party } from './invitation';
import type { InvitationEffect, InvitationErrorCode } from './invitation-events';

// What the two sides write: notes to each other, a reason, and the statement on the public page.

/** Why it is declined, as it is kept. */
export function cleanReason(reason: unknown): string | Refusal<TextErrorCode> {
  return cleanText(reason, { field: 'reason', maxBytes: INVITATION_LIMITS.reasonBytes, lines: 'many' });
}

/** One more note. The host is told of those of the other side. */
export function noteAdded(
  before: Invitation,
  by: Party,
  text: unknown,
  atMs: number,
): InvitationStep | Refusal<InvitationErrorCode> {
  const isOfHost = by.kind === 'host';
  const own = before.notes.filter((note) => (note.by.kind === 'host') === isOfHost);
  // Each side has its share, so that neither can take the word from the other.
  if (own.length >= INVITATION_LIMITS.notesASide) {
    return refuse('too-many-notes', `You have left ${INVITATION_LIMITS.notesASide} notes already.`);
  }
  const cleaned = cleanText(text, { field: 'note', maxBytes: INVITATION_LIMITS.noteBytes, lines: 'many' });
  if (typeof cleaned !== 'string') return refuse('bad-field', cleaned.message, 'note');
  const notes = [...before.notes, { by: { kind: by.kind, id: by.id }, text: cleaned, atMs }];
  const invitation: Invitation = { ...before, notes, changedAtMs: atMs };
  const audited = audit(invitation, by, 'noteAdded');
  return { invitation, effects: isOfHost ? [audited] : [audited, sendToHost(invitation, 'note')] };
}

/** What the guest's side says to everybody, in place of what it said before. It may say so after the end as well. */
export function statementPublished(
  before: Invitation,
  by: Party,
  text: unknown,
  atMs: number,
): InvitationStep | Refusal<InvitationErrorCode> {
  if (!before.isPublic) {
    return refuse('not-public', 'This invitation is private: nobody would see the statement. Add a note instead.');
  }
  const limits = { field: 'statement', maxBytes: INVITATION_LIMITS.statementBytes, lines: 'many' } as const;
  const cleaned = cleanText(text, limits);
  if (typeof cleaned !== 'string') return refuse('bad-field', cleaned.message, 'statement');
  const invitation: Invitation = { ...before, statement: cleaned, changedAtMs: atMs };
  return { invitation, effects: [audit(invitation, by, 'statementPublished'), sendToHost(invitation, 'statement')] };
}

/** The statement is taken off the page. */
export function statementRetracted(before: Invitation, by: Party, atMs: number): InvitationStep {
  const { statement, ...rest } = before;
  if (statement === undefined) return { invitation: before, effects: [] };
  const invitation: Invitation = { ...rest, changedAtMs: atMs };
  const effects: InvitationEffect[] = [
    audit(invitation, by, 'statementRetracted'),
    sendToHost(invitation, 'statement'),
  ];
  return { invitation, effects };
}
