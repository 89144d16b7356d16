// Who calls the API: the operator, or somebody with a link to look after one room.

import type { Party } from '../invitations';
import type { Organiser } from '../calendar';
import type { Link } from '../identity/link-token';
import type { AddressLimits } from '../identity/address-limits';
import type { HttpRequest } from './messages';
import type { HttpNeeds } from './needs';
import { NOT_FOUND, Refused } from './refusal';

/** `name` is how the audit log calls it. */
export type Caller =
  | { readonly kind: 'operator'; readonly name: 'operator' }
  | { readonly kind: 'host' | 'moderator'; readonly name: string; readonly link: Link };

const WORDS = {
  'sign-in-needed': 'Send the operator key, or a link of a host or moderator, as "authorization: Bearer …".',
  'sign-in-refused': 'This is neither the operator key nor a link of a host or moderator.',
  expired: 'This link has expired.',
  revoked: 'This link has been revoked.',
} as const;

function unknown(code: keyof typeof WORDS): Refused {
  return new Refused({ status: 401, code, words: WORDS[code] });
}

/** Who it is. Throws `Refused`; whoever tries keys is slowed down, also with the right one. */
export function readCaller(needs: HttpNeeds, limits: AddressLimits, request: HttpRequest): Caller {
  const { identity, clock, wall } = needs;
  const waitMs = limits.waitMs(request.remoteHost, clock.nowMs());
  if (waitMs > 0) {
    const words = 'Too many wrong keys came from your address: try again later.';
    throw new Refused({ status: 429, code: 'too-fast', words, retryAfterS: Math.ceil(waitMs / 1000) });
  }
  const [, token] = /^Bearer ([\w.-]+)$/i.exec(request.headers.authorization ?? '') ?? [];
  if (token === undefined) throw unknown('sign-in-needed');
  if (identity.operatorKey.isRight(token)) return { kind: 'operator', name: 'operator' };
  const link = identity.links.read(token, wall.epochMs());
  if (link === 'expired' || link === 'revoked') throw unknown(link);
  if (typeof link === 'string' || (link.kind !== 'host' && link.kind !== 'moderator')) {
    limits.failed(request.remoteHost, clock.nowMs());
    throw unknown('sign-in-refused');
  }
  return { kind: link.kind, name: `w:${link.id}`, link };
}

/** Nobody but the operator. */
export function mustBeOperator(caller: Caller): void {
  if (caller.kind === 'operator') return;
  throw new Refused({ status: 403, code: 'not-allowed', words: 'Only the operator may do that.' });
}

/** Whether the caller may look after the room. */
export function looksAfter(caller: Caller, room: string): boolean {
  return caller.kind === 'operator' || caller.link.room === room;
}

/** The operator, or whoever looks after this room. */
export function mustLookAfter(caller: Caller, room: string): void {
  if (looksAfter(caller, room)) return;
  throw new Refused({ status: 403, code: 'not-allowed', words: 'Your link is for another room.' });
}

/** The same for a thing that has a room; of somebody else's no more is told than of one that there is not. */
export function ownOf<T extends { readonly room: string }>(caller: Caller, thing: T | undefined): T {
  if (!thing || !looksAfter(caller, thing.room)) throw new Refused(NOT_FOUND);
  return thing;
}

/** As whom the caller does something to an invitation: whoever looks after a room speaks for its hosts. */
export function partyOf(host: string): Party {
  return { kind: 'host', id: host };
}

/** As whom the caller changes a scheduled room. */
export function organiserOf(caller: Caller): Organiser {
  return { kind: 'operator', id: caller.name };
}
