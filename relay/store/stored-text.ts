import { BadChange, StoreFailed } from './errors';
import { KEY_MAX_BYTES, VALUE_MAX_BYTES, type Change, type JsonObject } from './store';

/** A change as it is written: the value as JSON, or undefined for a removed key. */
export type TextChange = { readonly key: string; readonly text: string | undefined };

const KEY = new RegExp(`^[\\x21-\\x7e]{1,${KEY_MAX_BYTES}}$`);
const PREFIX = new RegExp(`^[\\x21-\\x7e]{0,${KEY_MAX_BYTES}}$`);

function checkKey(key: string): void {
  if (typeof key !== 'string' || !KEY.test(key)) {
    const shown = JSON.stringify(String(key).slice(0, 40));
    throw new BadChange('bad-key', `the key ${shown} is not 1 to ${KEY_MAX_BYTES} printable ASCII characters`);
  }
}

/** Refuses what JSON would silently turn into something else. */
function plain(this: unknown, name: string, value: unknown): unknown {
  const isLost = typeof value === 'function' || typeof value === 'symbol' || typeof value === 'bigint';
  const isChanged =
    (typeof value === 'number' && !Number.isFinite(value)) || (value === undefined && Array.isArray(this));
  if (isLost || isChanged) throw new BadChange('bad-value', `"${name}" holds ${String(value)}, which JSON cannot hold`);
  return value;
}

/** The length of a text in UTF-8. */
function utf8Bytes(text: string): number {
  let bytes = text.length;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit > 0x7f) bytes += unit > 0x7ff && (unit < 0xd800 || unit > 0xdfff) ? 2 : 1;
  }
  return bytes;
}

function textOf(key: string, value: unknown): string {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new BadChange('bad-value', `the value of ${key} is not a JSON object`);
  }
  const text = JSON.stringify(value, plain);
  // UTF-8 takes at most 3 bytes for a UTF-16 unit, so short texts need not be measured.
  if (text.length * 3 > VALUE_MAX_BYTES && utf8Bytes(text) > VALUE_MAX_BYTES) {
    throw new BadChange('too-large', `the value of ${key} has ${utf8Bytes(text)} bytes, more than ${VALUE_MAX_BYTES}`);
  }
  return text;
}

/** The changes as texts. Throws `BadChange`. */
export function toText(changes: readonly Change[]): readonly TextChange[] {
  return changes.map((change) => {
    const key = 'put' in change ? change.put : change.remove;
    checkKey(key);
    return { key, text: 'put' in change ? textOf(key, change.value) : undefined };
  });
}

/** The object that a text holds. Throws `StoreFailed`, `damaged`, for any other text. */
export function fromText(key: string, text: string): JsonObject {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as JsonObject;
  } catch {
    // The error below does not quote the text, which may hold secrets.
  }
  throw new StoreFailed('damaged', `the value of ${key} is not a JSON object; restore a backup`);
}

/** The keys from `from` on that are below `below`, in the order of their bytes. */
export type KeyRange = { readonly from: string; readonly below: string };

/** The keys that begin with `prefix` and are greater than `after`. Keys hold no NUL, and only characters below DEL. */
export function rangeOf(prefix: string, after: string | undefined): KeyRange {
  if (typeof prefix !== 'string' || !PREFIX.test(prefix)) {
    throw new BadChange('bad-key', `the prefix ${JSON.stringify(String(prefix).slice(0, 40))} cannot begin a key`);
  }
  const from = after !== undefined && after >= prefix ? `${after}\x00` : prefix;
  return { from, below: `${prefix}\x7f` };
}
