// Reads what strangers send: paths, queries, forms, JSON. Total: any bytes give a value or a refusal.

import { refuse } from '../ports/refusal';
import { HTTP_LIMITS, type HttpRequest } from './messages';
import { badField, Refused } from './refusal';

/** Fields of a form or a JSON body, still to be checked. */
export type Fields = { readonly [name: string]: unknown };

const FIELDS_MAX = 40;
const decoder = new TextDecoder('utf-8', { fatal: true });

export type Target = { readonly segments: readonly string[]; readonly query: URLSearchParams };

/** The segments of a path, decoded, and the query. */
export function readTarget(target: string): Target {
  if (target.length > HTTP_LIMITS.targetChars) throw new Refused(refuse('too-long', 'The address is too long.'));
  const bad = new Refused(refuse('bad-address', 'The address cannot be read.'));
  if (!/^\/[\x21-\x7e]*$/.test(target)) throw bad;
  const [path, ...query] = target.split('?');
  try {
    const segments = path.slice(1).split('/').map(decodeURIComponent);
    return { segments, query: new URLSearchParams(query.join('?')) };
  } catch {
    throw bad;
  }
}

function bodyText({ body }: HttpRequest): string {
  if (body === 'too-large') {
    throw new Refused(refuse('too-large', `A request may have ${HTTP_LIMITS.bodyBytes} bytes: shorten it.`));
  }
  try {
    return decoder.decode(body);
  } catch {
    throw new Refused(refuse('not-utf8', 'The request is not UTF-8.'));
  }
}

function mediaType({ headers }: HttpRequest): string {
  return (headers['content-type'] ?? '').split(';')[0].trim().toLowerCase();
}

/** The fields of a form as browsers send them; of a field that comes twice the first. */
export function readForm(request: HttpRequest): ReadonlyMap<string, string> {
  if (mediaType(request) !== 'application/x-www-form-urlencoded') {
    throw new Refused(refuse('not-a-form', 'Send the form of the page.'));
  }
  const fields = new Map<string, string>();
  for (const [name, value] of new URLSearchParams(bodyText(request))) {
    if (fields.size >= FIELDS_MAX) throw new Refused(refuse('too-many-fields', 'The form has too many fields.'));
    if (!fields.has(name)) fields.set(name, value);
  }
  return fields;
}

/** The fields of a JSON body; none for an empty one. */
export function readJson(request: HttpRequest): Fields {
  const text = bodyText(request);
  if (text.trim() === '') return {};
  if (mediaType(request) !== 'application/json') {
    throw new Refused(refuse('not-json', 'Send JSON, with content-type: application/json.'), { status: 415 });
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new Refused(refuse('not-json', 'The request is not JSON.'), { status: 400 });
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new Refused(refuse('not-an-object', 'The request has to be a JSON object.'));
  }
  return value as Fields;
}

const ISO = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|[+-]\d\d:\d\d)$/;

/** An instant in epoch milliseconds, given as such or as `2027-03-01T12:00Z`. */
export function readInstant(fields: Fields, name: string): number | undefined {
  const value = fields[name];
  if (value === undefined) return undefined;
  const instantMs = typeof value === 'string' && ISO.test(value) ? Date.parse(value) : value;
  if (!Number.isSafeInteger(instantMs) || (instantMs as number) < 0) {
    throw badField(name, 'has to be an instant such as 2027-03-01T12:00Z, or epoch milliseconds');
  }
  return instantMs as number;
}
