import type { ByteString } from './byte-string';
import { hmac, hmacKey } from './hmac';
import type { Sha256 } from './primitives';

/** HKDF-SHA-256 (RFC 5869), extract and expand: `length` bytes of key, at most 8160. An empty salt is none. */
export function hkdf(
  sha256: Sha256,
  keyMaterial: ByteString,
  salt: ByteString,
  info: ByteString,
  length: number,
): ByteString {
  const key = hmacKey(sha256, hmac(sha256, hmacKey(sha256, salt), keyMaterial));
  let block = '';
  let made = '';
  for (let i = 1; made.length < length; i++) {
    block = hmac(sha256, key, block + info + String.fromCharCode(i));
    made += block;
  }
  return made.substr(0, length);
}
