import * as v from 'valibot';
import { isRefusal, type Refusal } from '../ports/refusal';
import {
  exactly,
  flag,
  isInstant,
  person,
  recordId,
  roomId,
  together,
  writtenText,
  type FieldsOf,
} from '../records/fields';
import { readAs } from '../records/read-as';
import { INVITATION_LIMITS as LIMITS, type Invitation } from './invitation';
import type { InvitationEffect } from './invitation-events';

/** An invitation as a host sends it. No field is checked yet. Instants are in epoch milliseconds. */
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

type NewInvitation = { readonly invitation: Invitation; readonly effects: readonly InvitationEffect[] };

const name = writtenText({ maxBytes: LIMITS.nameBytes, lines: 'one' });

function within(atMs: number, spanMs: number, message: string): v.GenericSchema<unknown, number> {
  return v.custom<number>((value) => isInstant(value, atMs, atMs + spanMs), message);
}

/** The schema of a draft that is sent at an instant. */
function draftAt(atMs: number) {
  const fields = {
    id: recordId,
    room: roomId,
    host: person,
    hostName: v.optional(name),
    guest: person,
    guestName: name,
    text: writtenText({ maxBytes: LIMITS.textBytes, lines: 'many' }),
    isPublic: flag,
    startsAtMs: v.optional(within(atMs, LIMITS.startMs, 'has to lie within the next two years')),
    deadlineMs: within(atMs, LIMITS.deadlineMs, 'has to lie within the next 90 days'),
  } satisfies FieldsOf<InvitationDraft>;
  return v.pipe(
    exactly(fields),
    together('guest', ({ guest, host }) => guest !== host, 'is the host: invite somebody else'),
  );
}

/** Makes an invitation, or refuses the draft by its first wrong field. */
export function newInvitation(draft: InvitationDraft, atMs: number): NewInvitation | Refusal<'bad-field'> {
  const read = readAs(draftAt(atMs), draft, 'bad-field', 'invitation');
  if (isRefusal(read)) return read;
  const { id, room, host, hostName, guest, guestName, text, isPublic, startsAtMs, deadlineMs } = read;
  const invitation: Invitation = {
    ...{ id, room, host, guest, guestName, text, isPublic, deadlineMs },
    ...(hostName === undefined ? {} : { hostName }),
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
