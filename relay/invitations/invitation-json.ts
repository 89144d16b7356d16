import { isRoomId } from '../../wire/signal';
import { cleanText } from '../records/clean-text';
import {
  INVITATION_LIMITS as LIMITS,
  INVITATION_STATES,
  isFinal,
  isInvitationId,
  isPerson,
  type Invitation,
  type Party,
  type PartyKind,
} from './invitation';
import { type BadRecord, readRecord, type RecordReader } from '../records/record-reader';

/** The version of the record; a later one is refused rather than misread. */
export const INVITATION_SCHEMA = 1;

const PARTIES: readonly PartyKind[] = ['host', 'guest', 'delegate', 'operator'];

/** An invitation as one JSON text, to be stored. */
export function invitationToJson(invitation: Invitation): string {
  return JSON.stringify({ schema: INVITATION_SCHEMA, ...invitation });
}

/** The invitation that was stored, or which field of the record is bad. Total: any text gives one or the other. */
export function invitationFromJson(text: string): Invitation | BadRecord {
  return readRecord(text, readInvitation);
}

function cleanOf(maxBytes: number, lines: 'one' | 'many' = 'many'): (value: unknown) => unknown {
  return (value) => cleanText(value, { field: '', maxBytes, lines });
}

function readParty(record: RecordReader): Party {
  const isId = (value: unknown): value is string => typeof value === 'string' && value !== '' && value.length <= 200;
  return { kind: record.oneOf('kind', PARTIES), id: record.checked('id', isId, 'has to be an id') };
}

function readInvitation(record: RecordReader): Invitation {
  record.oneOf('schema', [INVITATION_SCHEMA]);
  const sentAtMs = record.number('sentAtMs', 0);
  const invitation: Invitation = {
    id: record.checked('id', isInvitationId, 'is not an id'),
    room: record.checked('room', isRoomId, 'is not a room id'),
    host: record.checked('host', isPerson, 'is not a person'),
    guest: record.checked('guest', isPerson, 'is not a person'),
    guestName: record.text('guestName', cleanOf(LIMITS.nameBytes, 'one')),
    text: record.text('text', cleanOf(LIMITS.textBytes)),
    isPublic: record.flag('isPublic'),
    deadlineMs: record.number('deadlineMs', sentAtMs),
    ...record.optional('hostName', () => record.text('hostName', cleanOf(LIMITS.nameBytes, 'one'))),
    ...record.optional('startsAtMs', () => record.number('startsAtMs', 0)),
    state: record.oneOf('state', INVITATION_STATES),
    sentAtMs,
    changedAtMs: record.number('changedAtMs', sentAtMs),
    ...record.optional('end', () => readEnd(record.record('end'))),
    ...record.optional('reason', () => record.text('reason', cleanOf(LIMITS.reasonBytes))),
    ...record.optional('statement', () => record.text('statement', cleanOf(LIMITS.statementBytes))),
    notes: record.records('notes', 2 * LIMITS.notesASide, (note) => ({
      by: readParty(note.record('by')),
      text: note.text('text', cleanOf(LIMITS.noteBytes)),
      atMs: note.number('atMs', sentAtMs),
    })),
    links: record.records('links', LIMITS.linksEver, (link) => ({
      id: link.checked('id', isInvitationId, 'is not an id'),
      grantedBy: link.oneOf('grantedBy', ['host', 'guest'] as const),
      isRevoked: link.flag('isRevoked'),
    })),
    seat: record.oneOf('seat', ['reserved', 'taken', 'released'] as const),
  };
  return agreeing(record, invitation);
}

function readEnd(record: RecordReader): NonNullable<Invitation['end']> {
  return { by: readParty(record.record('by')), atMs: record.number('atMs', 0) };
}

/** Fields that are each good still have to fit each other, or a seat is held for ever. */
function agreeing(record: RecordReader, invitation: Invitation): Invitation {
  const { state, seat, end, statement, isPublic, links } = invitation;
  if (isFinal(state) !== (end !== undefined)) record.fail('end', 'does not fit the state');
  const seats = state === 'accepted' ? ['reserved', 'taken', 'released'] : [isFinal(state) ? 'released' : 'reserved'];
  if (!seats.includes(seat)) record.fail('seat', 'does not fit the state');
  if (statement !== undefined && !isPublic) record.fail('statement', 'does not fit a private invitation');
  if (new Set(links.map(({ id }) => id)).size < links.length) record.fail('links', 'has a link twice');
  return invitation;
}
