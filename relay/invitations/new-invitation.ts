import { isRoomId } from '../../wire/signal';
import { refuse, type Refusal } from '../ports/refusal';
import { cleanText, type TextLimits } from '../records/clean-text';
import { INVITATION_LIMITS, isInvitationId, isPerson, type Invitation } from './invitation';
import type { InvitationEffect, InvitationErrorCode } from './invitation-events';

/** What a host asks for, as it came from outside: every field is still to be checked. Instants in epoch milliseconds. */
export type InvitationDraft = {
  readonly id: unknown;
  readonly room: unknown;
  readonly host: unknown;
  readonly hostName?: unknown;
  readonly guest: unknown;
  readonly guestName: unknown;
  readonly text: unknown;
  readonly isPublic: unknown;
  readonly startsAtMs?: unknown;
  readonly deadlineMs: unknown;
};

export type NewInvitation = { readonly invitation: Invitation; readonly effects: readonly InvitationEffect[] };

const TEXT: TextLimits = { field: 'text', maxBytes: INVITATION_LIMITS.textBytes, lines: 'many' };
const NAME = { maxBytes: INVITATION_LIMITS.nameBytes, lines: 'one' } as const;

/** A refusal about one field. */
function badField(field: string, message: string): Refusal<'bad-field'> {
  return refuse('bad-field', message, field);
}

/** Whether the value is an instant between two others, in epoch milliseconds. */
export function isInstant(value: unknown, earliestMs: number, latestMs: number): value is number {
  return Number.isSafeInteger(value) && (value as number) >= earliestMs && (value as number) <= latestMs;
}

/** An invitation that has just been sent, or the first field that is not what it must be. */
export function newInvitation(draft: InvitationDraft, atMs: number): NewInvitation | Refusal<InvitationErrorCode> {
  const { id, room, host, guest, isPublic, startsAtMs, deadlineMs } = draft;
  if (!isInvitationId(id)) return badField('id', 'id has to be 1 to 64 letters, digits, hyphens and underscores');
  if (!isRoomId(room)) return badField('room', 'room has to be 1 to 40 small letters, digits and hyphens');
  if (!isPerson(host)) return badField('host', 'host has to be a person, such as d:1f3a');
  if (!isPerson(guest)) return badField('guest', 'guest has to be a person, such as d:1f3a');
  if (guest === host) return badField('guest', 'guest is the host: invite somebody else');
  const hostName = draft.hostName === undefined ? '' : cleanText(draft.hostName, { field: 'hostName', ...NAME });
  if (typeof hostName !== 'string') return badField('hostName', hostName.message);
  const guestName = cleanText(draft.guestName, { field: 'guestName', ...NAME });
  if (typeof guestName !== 'string') return badField('guestName', guestName.message);
  const text = cleanText(draft.text, TEXT);
  if (typeof text !== 'string') return badField('text', text.message);
  if (typeof isPublic !== 'boolean') return badField('isPublic', 'isPublic has to be true or false');
  if (startsAtMs !== undefined && !isInstant(startsAtMs, atMs, atMs + INVITATION_LIMITS.startMs)) {
    return badField('startsAtMs', 'startsAtMs has to lie within the next two years');
  }
  if (!isInstant(deadlineMs, atMs, atMs + INVITATION_LIMITS.deadlineMs)) {
    return badField('deadlineMs', 'deadlineMs has to lie within the next 90 days');
  }
  const invitation: Invitation = {
    ...{ id, room, host, guest, guestName, text, isPublic, deadlineMs },
    ...(hostName === '' ? {} : { hostName }),
    ...(startsAtMs === undefined ? {} : { startsAtMs }),
    state: 'sent',
    sentAtMs: atMs,
    changedAtMs: atMs,
    notes: [],
    links: [],
    seat: 'reserved',
  };
  const by = { kind: 'host', id: host } as const;
  return {
    invitation,
    effects: [
      { kind: 'audit', entry: { atMs, invitation: id, room, by, what: 'sent', state: 'sent' } },
      { kind: 'reserveSeat', invitation: id, room, person: guest },
      { kind: 'ring', invitation: id, guest, room },
    ],
  };
}
