// Refusals over HTTP, and the status of RFC 9110 for each code.

import { NOT_STORED } from '../appointments';
import { refuse, type Refusal } from '../ports/refusal';

/** What an HTTP answer has besides the refusal. Without `status` it has the status of the code. */
type RefusalHeaders = {
  readonly status?: number;
  /** The seconds after which the client may try again. */
  readonly retryAfterS?: number;
  /** The methods that the address takes. */
  readonly allow?: string;
};

const STATUSES: { readonly [code: string]: number } = {
  'bad-address': 400,
  'not-an-object': 400,
  'not-utf8': 400,
  'too-many-fields': 400,
  expired: 401,
  'sign-in-needed': 401,
  'sign-in-refused': 401,
  'not-allowed': 403,
  'no-such-device': 404,
  'not-found': 404,
  'bad-method': 405,
  'already-invited': 409,
  answered: 409,
  'device-exists': 409,
  'not-accepted': 409,
  'not-planned': 409,
  'not-public': 409,
  revoked: 410,
  'too-large': 413,
  'too-long': 414,
  'not-a-form': 415,
  'too-fast': 429,
  failed: 500,
  'not-stored': 503,
};

/** Thrown while a request is answered. http-service.ts makes the answer of it. */
export class Refused extends Error {
  readonly refusal: Refusal;
  readonly status: number;
  readonly retryAfterS: number | undefined;
  readonly allow: string | undefined;

  constructor(refusal: Refusal, headers: RefusalHeaders = {}) {
    super(refusal.message);
    const { code } = refusal;
    this.refusal = refusal;
    this.status = headers.status ?? STATUSES[code] ?? (code.startsWith('too-many') ? 409 : 422);
    this.retryAfterS = headers.retryAfterS ?? (code === NOT_STORED.code ? 5 : undefined);
    this.allow = headers.allow;
  }
}

/** The refusal for an unknown address. An address that the caller may not use has the same. */
export const NOT_FOUND = refuse('not-found', 'There is nothing here.');

/** The refusal for a failure of the relay. */
export const FAILED = refuse('failed', 'Something went wrong in the relay. Its log says more.');

/** The refusal for a field of a query or a body. */
export function badField(field: string, message: string): Refused {
  return new Refused(refuse('bad-field', `${field} ${message}`, field));
}
