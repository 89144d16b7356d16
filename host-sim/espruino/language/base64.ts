import { bytesOf } from '../interpreter/byte-strings';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** Encodes the bytes of a string as base 64 (RFC 4648). */
export function toBase64(text: string): string {
  const bytes = bytesOf(text);
  let encoded = '';
  for (let at = 0; at < bytes.length; at += 3) {
    const rest = bytes.length - at;
    const triple = (bytes[at]! << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0);
    encoded += ALPHABET[triple >> 18]! + ALPHABET[(triple >> 12) & 63]!;
    encoded += rest > 1 ? ALPHABET[(triple >> 6) & 63] : '=';
    encoded += rest > 2 ? ALPHABET[triple & 63] : '=';
  }
  return encoded;
}

/** Decodes base 64 text to a string of bytes. Skips other characters. */
export function fromBase64(encoded: string): string {
  let text = '';
  let bits = 0;
  let count = 0;
  for (const char of encoded) {
    const value = ALPHABET.indexOf(char);
    if (value < 0) continue;
    bits = ((bits << 6) | value) & 0xffffff;
    count += 6;
    if (count < 8) continue;
    count -= 8;
    text += String.fromCharCode((bits >> count) & 0xff);
  }
  return text;
}
