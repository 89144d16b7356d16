// Answers, with the headers that every one of them has.

import type { HttpResponse } from './messages';
import type { Refused } from './refusal';

/** Nothing is loaded from anywhere, no script runs, nobody frames it, and no address leaks to where a link leads. */
const HEADERS = {
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'x-frame-options': 'DENY',
  'cross-origin-resource-policy': 'same-origin',
  'x-robots-tag': 'noindex',
} as const;

/** `style`: what `style-src` allows. */
function policy(style: string): string {
  return `default-src 'none'; style-src ${style}; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`;
}

export function jsonAnswer(status: number, value: unknown): HttpResponse {
  const headers = {
    ...HEADERS,
    'content-type': 'application/json; charset=utf-8',
    'content-security-policy': policy("'none'"),
  };
  return { status, headers, body: `${JSON.stringify(value)}\n` };
}

/** `styleHash`: base64 of the SHA-256 of the one style sheet in the page. */
export function pageAnswer(status: number, page: string, styleHash: string): HttpResponse {
  const headers = {
    ...HEADERS,
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': policy(`'sha256-${styleHash}'`),
  };
  return { status, headers, body: page };
}

export function calendarAnswer(text: string): HttpResponse {
  const headers = {
    ...HEADERS,
    'content-type': 'text/calendar; charset=utf-8',
    'content-security-policy': policy("'none'"),
  };
  return { status: 200, headers, body: text };
}

/** After a form has done something: look at the page again. */
export function seeOther(location: string): HttpResponse {
  return { status: 303, headers: { ...HEADERS, location, 'content-security-policy': policy("'none'") }, body: '' };
}

/** The same answer with the headers of a refusal. */
export function withRefusalHeaders(answer: HttpResponse, { retryAfterS, allow, status }: Refused): HttpResponse {
  return {
    ...answer,
    headers: {
      ...answer.headers,
      ...(retryAfterS === undefined ? {} : { 'retry-after': String(retryAfterS) }),
      ...(allow === undefined ? {} : { allow }),
      ...(status === 401 ? { 'www-authenticate': 'Bearer' } : {}),
    },
  };
}
