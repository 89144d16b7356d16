// Reads what strangers send: paths, queries, forms and JSON. Total: any bytes give a value or a refusal.

import * as v from 'valibot';
import { isRefusal, refuse } from '../ports/refusal';
import { isInstant } from '../records/fields';
import { readAs } from '../records/read-as';
import { HTTP_LIMITS, type HttpRequest } from './messages';
import { Refused } from './refusal';

const FIELDS_MAX = 40;
const decoder = new TextDecoder('utf-8', { fatal: true });

export type Target = { readonly segments: readonly string[]; readonly query: URLSearchParams };

/** Reads an address. The segments of its path are decoded. Throws `Refused`. */
export function readTarget(target: string): Target {
  if (target.length > HTTP_LIMITS.targetChars) throw new Refused(refuse('too-long', 'The address is too long.'));
  const bad = new Refused(refuse('bad-address', 'The address cannot be read.'));
  if (!/^\/[\x21-\x7e]*$/.test(target)) throw bad;
  const [path = '', ...query] = target.split('?');
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
  const [type = ''] = (headers['content-type'] ?? '').split(';');
  return type.trim().toLowerCase();
}

/** Reads a form as browsers send it. If a field comes twice, the first one counts. Throws `Refused`. */
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

/** The JSON object of a body. An empty body gives an empty object. */
function jsonOf(request: HttpRequest): object {
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
  return value;
}

/** Reads a JSON body by its schema. Throws `Refused` with the name of the first field that is wrong or unknown. */
export function readBody<Schema extends v.GenericSchema<unknown, object>>(
  request: HttpRequest,
  schema: Schema,
): v.InferOutput<Schema> {
  const read = readAs(schema, jsonOf(request), 'bad-field', 'body');
  if (isRefusal(read)) throw new Refused(read);
  return read;
}

/** A field of any type. The part of the relay that uses it checks it, and names it in its refusals. */
export const judgedLater = v.optional(v.unknown());

const ISO = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|[+-]\d\d:\d\d)$/;

function epochMsOf(value: unknown): unknown {
  return typeof value === 'string' && ISO.test(value) ? Date.parse(value) : value;
}

/** An instant in whole epoch milliseconds, given as a number or as a text such as `2027-03-01T12:00Z`. */
export const instantOrText = v.pipe(
  v.unknown(),
  v.transform(epochMsOf),
  v.custom<number>(
    (value) => isInstant(value, 0, Number.MAX_SAFE_INTEGER),
    'has to be an instant such as 2027-03-01T12:00Z, or epoch milliseconds',
  ),
);
