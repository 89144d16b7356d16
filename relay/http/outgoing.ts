// Makes answers with the headers that all of them have.

import type { HttpResponse } from './messages';
import type { Refused } from './refusal';

/** A page loads nothing, runs no script and cannot be put into a frame. Links do not send its address. */
const HEADERS = {
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'x-frame-options': 'DENY',
  'cross-origin-resource-policy': 'same-origin',
  'x-robots-tag': 'noindex',
} as const;

/** The content security policy. `style` is what `style-src` allows. */
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

/** An answer with a page. `styleHash` is the SHA-256 of its style sheet in base 64. */
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

/** The answer to a form that has changed something: the browser loads the page again. */
export function seeOther(location: string): HttpResponse {
  return { status: 303, headers: { ...HEADERS, location, 'content-security-policy': policy("'none'") }, body: '' };
}

/** Adds the headers of a refusal to an answer. */
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
