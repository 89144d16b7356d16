// Who calls the API: the operator, or a host or moderator with a link for one room.

import type { Party } from '../invitations';
import type { Organiser } from '../calendar';
import type { Link } from '../identity/link-token';
import type { AddressLimits } from '../identity/address-limits';
import { isRefusal, refuse, type Refusal } from '../ports/refusal';
import type { HttpRequest } from './messages';
import type { HttpPorts } from './ports';
import { NOT_FOUND, Refused } from './refusal';

/** Who calls. The audit log shows `name`. */
export type Caller =
  | { readonly kind: 'operator'; readonly name: 'operator' }
  | { readonly kind: 'host' | 'moderator'; readonly name: string; readonly link: Link };

const SIGN_IN_NEEDED = refuse(
  'sign-in-needed',
  'Send the operator key, or a link of a host or moderator, as "authorization: Bearer …".',
);
const SIGN_IN_REFUSED = refuse(
  'sign-in-refused',
  'This is neither the operator key nor a link of a host or moderator.',
);

function notSignedIn(refusal: Refusal): Refused {
  return new Refused(refusal, { status: 401 });
}

/** Finds out who calls. Throws `Refused`. After wrong keys, an address has to wait, even with the right key. */
export function readCaller(ports: HttpPorts, limits: AddressLimits, request: HttpRequest): Caller {
  const { identity, clock, wallClock } = ports;
  const waitMs = limits.waitMs(request.remoteHost, clock.nowMs());
  if (waitMs > 0) {
    const tooFast = refuse('too-fast', 'Too many wrong keys came from your address: try again later.');
    throw new Refused(tooFast, { retryAfterS: Math.ceil(waitMs / 1000) });
  }
  const [, token] = /^Bearer ([\w.-]+)$/i.exec(request.headers.authorization ?? '') ?? [];
  if (token === undefined) throw notSignedIn(SIGN_IN_NEEDED);
  if (identity.operatorKey.isRight(token)) return { kind: 'operator', name: 'operator' };
  const link = identity.links.read(token, wallClock.epochMs());
  if (isRefusal(link) && link.code !== 'sign-in-refused') throw notSignedIn(link);
  if (isRefusal(link) || (link.kind !== 'host' && link.kind !== 'moderator')) {
    limits.failed(request.remoteHost, clock.nowMs());
    throw notSignedIn(SIGN_IN_REFUSED);
  }
  return { kind: link.kind, name: `w:${link.id}`, link };
}

/** Throws `Refused` unless the operator calls. */
export function mustBeOperator(caller: Caller): void {
  if (caller.kind === 'operator') return;
  throw new Refused(refuse('not-allowed', 'Only the operator may do that.'));
}

/** Whether the caller may look after the room. */
function looksAfter(caller: Caller, room: string): boolean {
  return caller.kind === 'operator' || caller.link.room === room;
}

/** Throws `Refused` unless the caller may look after the room. */
export function mustLookAfter(caller: Caller, room: string): void {
  if (looksAfter(caller, room)) return;
  throw new Refused(refuse('not-allowed', 'Your link is for another room.'));
}

/** The thing, if the caller may look after its room. Throws `Refused`, with the same refusal as for a thing that does not exist. */
export function ownOf<T extends { readonly room: string }>(caller: Caller, thing: T | undefined): T {
  if (!thing || !looksAfter(caller, thing.room)) throw new Refused(NOT_FOUND);
  return thing;
}

/** The party of an act that a caller causes: who looks after a room acts for the host of its invitations. */
export function partyOf(host: string): Party {
  return { kind: 'host', id: host };
}

/** The organiser of a change that a caller causes. */
export function organiserOf(caller: Caller): Organiser {
  return { kind: 'operator', id: caller.name };
}
