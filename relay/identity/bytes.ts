import type { ByteString } from '../../wire/byte-string';
import type { Random } from '../ports/ports';

// Converts between the byte strings of the cryptography and the texts of the relay.

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** The bytes of an array as a byte string. */
function byteStringOf(bytes: Uint8Array): ByteString {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return text;
}

/** A text as UTF-8. */
export function toUtf8(text: string): ByteString {
  return byteStringOf(encoder.encode(text));
}

/** The text of UTF-8 bytes. Undefined if they are not UTF-8. */
export function fromUtf8(bytes: ByteString): string | undefined {
  try {
    return decoder.decode(Uint8Array.from(bytes, (char) => char.charCodeAt(0)));
  } catch {
    return undefined;
  }
}

/** Random bytes. */
export function randomByteString(random: Random, count: number): ByteString {
  return byteStringOf(random.bytes(count));
}

/** Base64url (RFC 4648, section 5) without padding. */
export function toBase64Url(bytes: ByteString): string {
  return btoa(bytes).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');
}

/** The bytes of a base64url text. Undefined for a text that `toBase64Url` would not have written. */
export function fromBase64Url(text: string): ByteString | undefined {
  if (!/^[\w-]*$/.test(text) || text.length % 4 === 1) return undefined;
  const bytes = atob(text.replace(/-/g, '+').replace(/_/g, '/'));
  return toBase64Url(bytes) === text ? bytes : undefined;
}
