// What people write to each other: any language, any emoji, and nothing that makes a text look like what it is not.

import { refuse, type Refusal } from '../ports/refusal';

/** What a text may be. `maxBytes` counts its UTF-8. */
export type TextLimits = {
  readonly maxBytes: number;
  /** Whether it may have line breaks. A title may not. */
  readonly lines: 'one' | 'many';
};

/** Why a text is refused. Stable: pages and tools act on them. */
export type TextErrorCode = 'not-text' | 'empty' | 'too-long' | 'control-character' | 'bidi-override' | 'broken-text';

/** Composing a text can shorten it; what is longer than this many times its limit is not even looked at. */
const SLACK = 4;

const LONE_SURROGATE = /\p{Surrogate}/u;
// Embeddings, overrides and isolates: they can turn "gnp.exe" into "exe.png". Plain marks (U+200E, U+200F) stay allowed.
const BIDI_OVERRIDE = /[\u202a-\u202e\u2066-\u2069]/;
const CONTROL = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/;
const LINE_BREAK = /[\n\u2028\u2029]/;
const SOMETHING_TO_SEE = /[^\s\p{Default_Ignorable_Code_Point}]/u;

/** The length of a text in UTF-8, in bytes. */
export function utf8Bytes(text: string): number {
  return new TextEncoder().encode(text).length;
}

/** What is wrong with a text. `complaint` is the rest of a sentence that begins with the name of the field. */
type BadText = { readonly code: TextErrorCode; readonly complaint: string };

function bad(code: TextErrorCode, complaint: string): BadText {
  return { code, complaint };
}

/**
 * The text as it is kept: composed (NFC), with bare line feeds, without white space at its ends; or what is wrong with it.
 * Total. A cleaned text comes out of a second cleaning as it is.
 */
export function cleaned(text: unknown, { maxBytes, lines }: TextLimits): string | BadText {
  const tooLong = `is longer than ${maxBytes} bytes: shorten it`;
  if (typeof text !== 'string') return bad('not-text', 'is not a text');
  if (text.length > SLACK * maxBytes) return bad('too-long', tooLong);
  if (LONE_SURROGATE.test(text)) return bad('broken-text', 'holds half a character: send it as UTF-8');
  // Forms on web pages send CR LF.
  const plain = text.replace(/\r\n/g, '\n').normalize('NFC').trim();
  if (CONTROL.test(plain)) return bad('control-character', 'holds control characters: leave them out');
  if (BIDI_OVERRIDE.test(plain))
    return bad('bidi-override', 'holds marks that turn the reading direction: leave them out');
  if (lines === 'one' && LINE_BREAK.test(plain)) return bad('control-character', 'has to be one line');
  if (!SOMETHING_TO_SEE.test(plain)) return bad('empty', 'is empty');
  return utf8Bytes(plain) > maxBytes ? bad('too-long', tooLong) : plain;
}

/** The same for a field with a name, which a refusal tells. */
export function cleanText(
  text: unknown,
  { field, ...limits }: TextLimits & { readonly field: string },
): string | Refusal<TextErrorCode> {
  const clean = cleaned(text, limits);
  return typeof clean === 'string' ? clean : refuse(clean.code, `${field} ${clean.complaint}`, field);
}
