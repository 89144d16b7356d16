import { BadChange, StoreFailed } from './errors';
import { KEY_MAX_BYTES, VALUE_MAX_BYTES, type Change, type JsonObject } from './store';

/** A change as it is written: the value as JSON, or undefined for a removal. */
export type TextChange = { readonly key: string; readonly text: string | undefined };

const KEY = new RegExp(`^[\\x21-\\x7e]{1,${KEY_MAX_BYTES}}$`);
const PREFIX = new RegExp(`^[\\x21-\\x7e]{0,${KEY_MAX_BYTES}}$`);

function checkKey(key: string): void {
  if (typeof key !== 'string' || !KEY.test(key)) {
    const shown = JSON.stringify(String(key).slice(0, 40));
    throw new BadChange('bad-key', `the key ${shown} is not 1 to ${KEY_MAX_BYTES} printable ASCII characters`);
  }
}

/** Refuses what JSON would quietly turn into something else. */
function plain(this: unknown, name: string, value: unknown): unknown {
  const isLost = typeof value === 'function' || typeof value === 'symbol' || typeof value === 'bigint';
  const isChanged =
    (typeof value === 'number' && !Number.isFinite(value)) || (value === undefined && Array.isArray(this));
  if (isLost || isChanged) throw new BadChange('bad-value', `"${name}" holds ${String(value)}, which JSON has not`);
  return value;
}

/** UTF-8 takes at most 3 bytes a UTF-16 unit; only what comes near the limit is counted. */
function utf8Bytes(text: string): number {
  let bytes = text.length;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit > 0x7f) bytes += unit > 0x7ff && (unit < 0xd800 || unit > 0xdfff) ? 2 : 1;
  }
  return bytes;
}

function textOf(key: string, value: JsonObject): string {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new BadChange('bad-value', `${key} would hold no JSON object`);
  }
  const text = JSON.stringify(value, plain);
  if (text.length * 3 > VALUE_MAX_BYTES && utf8Bytes(text) > VALUE_MAX_BYTES) {
    throw new BadChange('too-large', `${key} would hold ${utf8Bytes(text)} bytes, and ${VALUE_MAX_BYTES} is the most`);
  }
  return text;
}

/** The changes as text. Throws `BadChange`. */
export function toText(changes: readonly Change[]): readonly TextChange[] {
  return changes.map((change) => {
    const key = 'put' in change ? change.put : change.remove;
    checkKey(key);
    return { key, text: 'put' in change ? textOf(key, change.value) : undefined };
  });
}

/** The object that was stored. Throws `StoreFailed`, `damaged`. */
export function fromText(key: string, text: string): JsonObject {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as JsonObject;
  } catch {
    // Told below, without the text: it may hold secrets.
  }
  throw new StoreFailed('damaged', `what ${key} holds is no JSON object; restore a backup`);
}

/** Keys from `from` on and below `below`, in the order of their bytes. */
export type KeyRange = { readonly from: string; readonly below: string };

/** Every key has only characters below DEL, and none of them is NUL. */
export function rangeOf(prefix: string, after: string | undefined): KeyRange {
  if (typeof prefix !== 'string' || !PREFIX.test(prefix)) {
    throw new BadChange('bad-key', `the prefix ${JSON.stringify(String(prefix).slice(0, 40))} begins no key`);
  }
  const from = after !== undefined && after >= prefix ? `${after}\x00` : prefix;
  return { from, below: `${prefix}\x7f` };
}
