import * as v from 'valibot';
import { isSame } from '../../wire/constant-time';
import type { Hmac } from '../../wire/hmac';
import type { Primitives } from '../../wire/primitives';
import type { Role } from '../../wire/signal';
import { isRefusal, refuse, type Refusal } from '../ports/refusal';
import { DAY_MS } from '../ports/time-units';
import { displayName, exactly, oneOf, person, roomId, together, type FieldsOf } from '../records/fields';
import { readJsonRecord, readRecord } from '../records/read-as';
import { fromBase64Url, fromUtf8, toBase64Url, toUtf8 } from './bytes';

// Links for people without a device. A token is base64url of a JSON text, a dot, and base64url of its HMAC-SHA-256. A link
// allows what its fields say, and nothing else.

/** The longest token that a `link` message takes. */
export const LINK_MAX_CHARS = 1024;
export const ROOM_LINK_FOR_MS = DAY_MS;

/**
 * What a link is for: `room` to enter a room, `delegate` to answer an invitation, `host` and `moderator` to look after a
 * room, `feed` to follow the calendar of a person.
 */
export type LinkKind = 'room' | 'delegate' | 'host' | 'moderator' | 'feed';

export type Link = {
  readonly kind: LinkKind;
  /** Empty for a feed, which is not about one room. */
  readonly room: string;
  /** The best seat that the bearer may have in the room. */
  readonly role?: Role;
  /** The invitation that a delegate may answer. */
  readonly invitation?: string;
  /** The person whose calendar a feed shows. */
  readonly person?: string;
  /** The name of the bearer in the room. */
  readonly name: string;
  /** Identifies the link, so that it can be revoked. It has the form of a room id. */
  readonly id: string;
  /** Time of day, in milliseconds since 1970. */
  readonly expiresAtMs: number;
};

/** Every reason for which a token is refused. Signalling sends the same codes. */
export type LinkErrorCode = 'sign-in-refused' | 'expired' | 'revoked';

const NO_LINK = refuse('sign-in-refused', 'This is not a link of this relay.');
const LINK_EXPIRED = refuse('expired', 'This link has expired. Ask whoever gave it to you for another.');
export const LINK_REVOKED = refuse('revoked', 'This link has been revoked. Ask whoever gave it to you for another.');

const fields = {
  kind: oneOf(['room', 'delegate', 'host', 'moderator', 'feed']),
  room: v.union([roomId, v.literal('')], 'has to be a room'),
  role: v.exactOptional(oneOf(['stage', 'audience'])),
  invitation: v.exactOptional(roomId),
  person: v.exactOptional(person),
  name: displayName,
  id: roomId,
  expiresAtMs: v.pipe(v.number('has to be a time'), v.safeInteger('has to be a time in whole milliseconds')),
} satisfies FieldsOf<Link>;

/** A token holds these fields in this order, and no others. */
const record = v.pipe(
  exactly(fields),
  together('room', ({ kind, room }) => (kind === 'feed') === (room === ''), 'does not fit the kind'),
  together('person', (link) => (link.kind === 'feed') === (link.person !== undefined), 'does not fit the kind'),
  together(
    'invitation',
    (link) => (link.kind === 'delegate') === (link.invitation !== undefined),
    'does not fit the kind',
  ),
);

/** Makes the token of a link. Undefined if a field is wrong or the token is too long. `hmac` uses the relay's link key. */
export function makeLink(hmac: Hmac, link: Link): string | undefined {
  const read = readRecord(record, link);
  if (isRefusal(read)) return undefined;
  const payload = toUtf8(JSON.stringify(read));
  const token = `${toBase64Url(payload)}.${toBase64Url(hmac(payload))}`;
  return token.length <= LINK_MAX_CHARS ? token : undefined;
}

/** Reads a token. Total. Nothing of the token is read before its HMAC has been checked. */
export function readLink(
  hashOf: Primitives['hashOf'],
  hmac: Hmac,
  token: string,
  nowMs: number,
  isRevoked: (id: string) => boolean,
): Link | Refusal<LinkErrorCode> {
  if (token.length > LINK_MAX_CHARS) return NO_LINK;
  const [text, code, ...rest] = token.split('.').map(fromBase64Url);
  if (text === undefined || code === undefined || rest.length > 0) return NO_LINK;
  const wanted = hmac(text);
  if (!isSame(hashOf, hmac(wanted), wanted, code)) return NO_LINK;
  const link = readJsonRecord(record, fromUtf8(text) ?? '');
  if (isRefusal(link)) return NO_LINK;
  if (isRevoked(link.id)) return LINK_REVOKED;
  return nowMs < link.expiresAtMs ? link : LINK_EXPIRED;
}
