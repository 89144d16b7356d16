import { refuse, type Refusal } from '../ports/refusal';
import { cleanText, type TextErrorCode } from '../records/clean-text';
import { audit, sendToHost, type InvitationStep } from './endings';
import { INVITATION_LIMITS, type Invitation, type Party } from './invitation';
import type { InvitationEffect, InvitationErrorCode } from './invitation-events';

// The texts of the two sides: notes to each other, the reason of a decline, and the statement on the public page.

/** Cleans the reason of a decline. */
export function cleanReason(reason: unknown): string | Refusal<TextErrorCode> {
  return cleanText(reason, { field: 'reason', maxBytes: INVITATION_LIMITS.reasonBytes, lines: 'many' });
}

/** Adds a note. The host gets a message about a note of the guest's side. */
export function noteAdded(
  before: Invitation,
  by: Party,
  text: unknown,
  atMs: number,
): InvitationStep | Refusal<InvitationErrorCode> {
  const isOfHost = by.kind === 'host';
  const own = before.notes.filter((note) => (note.by.kind === 'host') === isOfHost);
  // Each side has a limit of its own, so that neither can use up the notes of the other.
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

/** Publishes a statement of the guest's side, in place of an earlier one. This is also possible after the end. */
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

/** Removes the statement from the page. */
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
