import { byteString, type ByteString } from './byte-string';
import { hmacWith, type Hmac } from './hmac';
import type { Hashing } from './primitives';

/** HKDF-SHA-256 (RFC 5869), extract and expand: `length` bytes of key, at most 8160. An empty salt means no salt. */
export function hkdf(
  hashing: Hashing,
  keyMaterial: ByteString,
  salt: ByteString,
  info: ByteString,
  length: number,
): ByteString {
  return hkdfExpand(hmacWith(hashing, hmacWith(hashing, salt)(keyMaterial)), info, length);
}

/** The second half of HKDF. `expand` is the HMAC under what the first half made: the HMAC of the key material under the salt. */
export function hkdfExpand(expand: Hmac, info: ByteString, length: number): ByteString {
  let block = '';
  let made = '';
  for (let i = 1; made.length < length; i++) {
    block = expand(block + info + byteString(i));
    made += block;
  }
  return made.substr(0, length);
}
