import { cleanText, type BadText } from '../records/clean-text';
import { audit, tellHost, type InvitationStep } from './endings';
import { INVITATION_LIMITS, type Invitation, type Party } from './invitation';
import type { InvitationEffect, InvitationRefusal } from './invitation-events';
import { badField } from './new-invitation';

// What the two sides write: notes to each other, a reason, and the statement on the public page.

/** Why it is declined, as it is kept. */
export function cleanReason(reason: unknown): string | BadText {
  return cleanText(reason, { field: 'reason', maxBytes: INVITATION_LIMITS.reasonBytes, lines: 'many' });
}

/** One more note. The host is told of those of the other side. */
export function noteAdded(
  before: Invitation,
  by: Party,
  text: unknown,
  atMs: number,
): InvitationStep | InvitationRefusal {
  const isOfHost = by.kind === 'host';
  const own = before.notes.filter((note) => (note.by.kind === 'host') === isOfHost);
  // Each side has its share, so that neither can take the word from the other.
  if (own.length >= INVITATION_LIMITS.notesASide) {
    return { code: 'too-many-notes', words: `You have left ${INVITATION_LIMITS.notesASide} notes already.` };
  }
  const cleaned = cleanText(text, { field: 'note', maxBytes: INVITATION_LIMITS.noteBytes, lines: 'many' });
  if (typeof cleaned !== 'string') return badField('note', cleaned.words);
  const notes = [...before.notes, { by: { kind: by.kind, id: by.id }, text: cleaned, atMs }];
  const invitation: Invitation = { ...before, notes, changedAtMs: atMs };
  const audited = audit(invitation, by, 'noteAdded');
  return { invitation, effects: isOfHost ? [audited] : [audited, tellHost(invitation, 'note')] };
}

/** What the guest's side says to everybody, in place of what it said before. It may say so after the end as well. */
export function statementPublished(
  before: Invitation,
  by: Party,
  text: unknown,
  atMs: number,
): InvitationStep | InvitationRefusal {
  if (!before.isPublic) {
    return {
      code: 'not-public',
      words: 'This invitation is private: nobody would see the statement. Add a note instead.',
    };
  }
  const limits = { field: 'statement', maxBytes: INVITATION_LIMITS.statementBytes, lines: 'many' } as const;
  const cleaned = cleanText(text, limits);
  if (typeof cleaned !== 'string') return badField('statement', cleaned.words);
  const invitation: Invitation = { ...before, statement: cleaned, changedAtMs: atMs };
  return { invitation, effects: [audit(invitation, by, 'statementPublished'), tellHost(invitation, 'statement')] };
}

/** The statement is taken off the page. */
export function statementRetracted(before: Invitation, by: Party, atMs: number): InvitationStep {
  const { statement, ...rest } = before;
  if (statement === undefined) return { invitation: before, effects: [] };
  const invitation: Invitation = { ...rest, changedAtMs: atMs };
  const effects: InvitationEffect[] = [audit(invitation, by, 'statementRetracted'), tellHost(invitation, 'statement')];
  return { invitation, effects };
}
