import type { ByteString } from './byte-string';
import type { Sha256 } from './primitives';

// HMAC-SHA-256 (RFC 2104). Mixing a key with the two pads is most of the work on a device, so it is done once a key.

const BLOCK_BYTES = 64;

/** A key mixed with the inner and the outer pad, a block of SHA-256 each. */
export type HmacKey = { readonly inner: ByteString; readonly outer: ByteString };

/** Prepares a key of any length. */
export function hmacKey(sha256: Sha256, key: ByteString): HmacKey {
  const short = key.length > BLOCK_BYTES ? sha256(key) : key;
  let inner = '';
  let outer = '';
  for (let i = 0; i < short.length; i++) {
    const byte = short.charCodeAt(i);
    inner += String.fromCharCode(byte ^ 0x36);
    outer += String.fromCharCode(byte ^ 0x5c);
  }
  const rest = BLOCK_BYTES - short.length;
  // The pads alone, 0x36 and 0x5c.
  return { inner: inner + '6'.repeat(rest), outer: outer + '\\'.repeat(rest) };
}

/** The authentication code of a message: 32 bytes. */
export function hmac(sha256: Sha256, key: HmacKey, message: ByteString): ByteString {
  return sha256(key.outer + sha256(key.inner + message));
}
