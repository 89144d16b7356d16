// Texts that people write to each other: any language and any emoji, but no characters that disguise the text.

import { refuse, type Refusal } from '../ports/refusal';

/** The limits of a text. `maxBytes` is its length in UTF-8. */
export type TextLimits = {
  readonly maxBytes: number;
  /** `many`: line breaks are allowed. */
  readonly lines: 'one' | 'many';
};

/** Every reason for which a text is refused. */
export type TextErrorCode = 'not-text' | 'empty' | 'too-long' | 'control-character' | 'bidi-override' | 'broken-text';

/** Composing can shorten a text. A text that is longer than its limit times this is refused without being composed. */
const SLACK = 4;

const LONE_SURROGATE = /\p{Surrogate}/u;
// Embeddings, overrides and isolates can make "gnp.exe" look like "exe.png". The marks U+200E and U+200F are allowed.
const BIDI_OVERRIDE = /[\u202a-\u202e\u2066-\u2069]/;
const CONTROL = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/;
const LINE_BREAK = /[\n\u2028\u2029]/;
const SOMETHING_TO_SEE = /[^\s\p{Default_Ignorable_Code_Point}]/u;

/** The length of a text in UTF-8, in bytes. */
export function utf8Bytes(text: string): number {
  return new TextEncoder().encode(text).length;
}

/** What is wrong with a text. `complaint` continues a sentence that begins with the name of the field. */
type BadText = { readonly code: TextErrorCode; readonly complaint: string };

function bad(code: TextErrorCode, complaint: string): BadText {
  return { code, complaint };
}

/**
 * Cleans a text: composed (NFC), with line feeds as line breaks, and without white space at its ends. Total. A clean text
 * stays as it is.
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

/** Cleans the text of a field, which a refusal names. */
export function cleanText(
  text: unknown,
  { field, ...limits }: TextLimits & { readonly field: string },
): string | Refusal<TextErrorCode> {
  const clean = cleaned(text, limits);
  return typeof clean === 'string' ? clean : refuse(clean.code, `${field} ${clean.complaint}`, field);
}
