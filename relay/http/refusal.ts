// Why a request is refused: a status of RFC 9110, a stable code that tools act on, and words.

/** `field`: of the body; `retryAfterS`: when to come again. */
export type HttpRefusal = {
  readonly status: number;
  readonly code: string;
  readonly words: string;
  readonly field?: string;
  readonly retryAfterS?: number;
  readonly allow?: string;
};

/** Thrown by whoever answers a request, and made into an answer in one place. */
export class Refused extends Error {
  readonly refusal: HttpRefusal;
  constructor(refusal: HttpRefusal) {
    super(refusal.words);
    this.refusal = refusal;
  }
}

/** What is not there, and what is nobody's business: the same. */
export const NOT_FOUND: HttpRefusal = { status: 404, code: 'not-found', words: 'There is nothing here.' };

export const NOT_STORED: HttpRefusal = {
  status: 503,
  code: 'not-stored',
  words: 'The relay could not store this, so it did not happen. Try again in a moment.',
  retryAfterS: 5,
};

export const FAILED: HttpRefusal = {
  status: 500,
  code: 'failed',
  words: 'Something went wrong in the relay. Its log says more.',
};

const STATUSES: { readonly [code: string]: number } = {
  'not-allowed': 403,
  revoked: 410,
  answered: 409,
  'not-public': 409,
  'not-accepted': 409,
  'not-planned': 409,
  'already-invited': 409,
  'device-exists': 409,
  'no-such-device': 404,
};

/** What a part of the relay refused by value. */
export function refusedBy(refusal: {
  readonly code: string;
  readonly words: string;
  readonly field?: string;
}): Refused {
  const { code, words, field } = refusal;
  if (code === 'not-stored') return new Refused(NOT_STORED);
  const status = STATUSES[code] ?? (code.startsWith('too-many') ? 409 : 422);
  return new Refused({ status, code, words, ...(field === undefined ? {} : { field }) });
}

/** A field of a body that is not what it must be. */
export function badField(field: string, words: string): Refused {
  return new Refused({ status: 422, code: 'bad-field', field, words: `${field} ${words}` });
}
