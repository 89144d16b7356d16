import * as v from 'valibot';
import type { Refusal } from '../ports/refusal';
import {
  exactly,
  flag,
  instant,
  listOf,
  oneOf,
  person,
  recordId,
  roomId,
  storedText,
  together,
  type FieldsOf,
} from '../records/fields';
import { readJsonRecord } from '../records/read-as';
import {
  INVITATION_LIMITS as LIMITS,
  INVITATION_STATES,
  isFinal,
  type DelegateLink,
  type Invitation,
  type Note,
  type Party,
} from './invitation';

/** The version of the record, which defines its fields. A record of another version is refused. */
const INVITATION_SCHEMA = 1;

type StoredInvitation = Invitation & { readonly schema: typeof INVITATION_SCHEMA };

const name = storedText({ maxBytes: LIMITS.nameBytes, lines: 'one' });
const textOf = (maxBytes: number): v.GenericSchema<unknown, string> => storedText({ maxBytes, lines: 'many' });

const party = exactly({
  kind: oneOf(['host', 'guest', 'delegate', 'operator']),
  id: v.pipe(v.string('has to be an id'), v.minLength(1, 'has to be an id'), v.maxLength(200, 'has to be an id')),
} satisfies FieldsOf<Party>);

const note = exactly({ by: party, text: textOf(LIMITS.noteBytes), atMs: instant } satisfies FieldsOf<Note>);

const link = exactly({
  id: recordId,
  grantedBy: oneOf(['host', 'guest']),
  isRevoked: flag,
} satisfies FieldsOf<DelegateLink>);

const fields = {
  schema: v.literal(INVITATION_SCHEMA, `has to be ${INVITATION_SCHEMA}`),
  id: recordId,
  room: roomId,
  host: person,
  hostName: v.exactOptional(name),
  guest: person,
  guestName: name,
  text: textOf(LIMITS.textBytes),
  isPublic: flag,
  startsAtMs: v.exactOptional(instant),
  deadlineMs: instant,
  state: oneOf(INVITATION_STATES),
  sentAtMs: instant,
  changedAtMs: instant,
  end: v.exactOptional(exactly({ by: party, atMs: instant })),
  reason: v.exactOptional(textOf(LIMITS.reasonBytes)),
  statement: v.exactOptional(textOf(LIMITS.statementBytes)),
  notes: listOf(note, 2 * LIMITS.notesASide),
  links: listOf(link, LIMITS.linksEver),
  seat: oneOf(['reserved', 'taken', 'released']),
} satisfies FieldsOf<StoredInvitation>;

/** Whether the seat fits the state. */
function seatFits({ state, seat }: Pick<Invitation, 'state' | 'seat'>): boolean {
  if (state === 'accepted') return true;
  return seat === (isFinal(state) ? 'released' : 'reserved');
}

/** The fields also have to fit each other. Otherwise a seat could be held for ever. */
const record = v.pipe(
  exactly(fields),
  together('deadlineMs', ({ deadlineMs, sentAtMs }) => deadlineMs >= sentAtMs, 'lies before sentAtMs'),
  together('changedAtMs', ({ changedAtMs, sentAtMs }) => changedAtMs >= sentAtMs, 'lies before sentAtMs'),
  together('notes', ({ notes, sentAtMs }) => notes.every(({ atMs }) => atMs >= sentAtMs), 'has one before sentAtMs'),
  together('end', ({ state, end }) => isFinal(state) === (end !== undefined), 'does not fit the state'),
  together('seat', (stored) => seatFits(stored), 'does not fit the state'),
  together(
    'statement',
    ({ statement, isPublic }) => statement === undefined || isPublic,
    'does not fit a private invitation',
  ),
  together('links', ({ links }) => new Set(links.map(({ id }) => id)).size === links.length, 'has a link twice'),
  v.transform(({ schema: _schema, ...invitation }) => invitation),
);

/** An invitation as JSON text for the store. */
export function invitationToJson(invitation: Invitation): string {
  return JSON.stringify({ schema: INVITATION_SCHEMA, ...invitation });
}

/** Reads a stored invitation. Total: any text gives an invitation, or a refusal that names a field. */
export function invitationFromJson(text: string): Invitation | Refusal<'bad-record'> {
  return readJsonRecord(record, text);
}
