import { byteString, type ByteString } from './byte-string';
import type { Hashing } from './primitives';

// HMAC-SHA-256 (RFC 2104).

const BLOCK_BYTES = 64;

/** Gives the authentication code of a message under one key: 32 bytes. */
export type Hmac = (message: ByteString) => ByteString;

/** The bytes of the two pads. */
const INNER = 0x36;
const OUTER = 0x5c;

/** Prepares the HMAC of a key of any length. Most of the work on a device is to mix the key with the pads, so it is done once. */
export function hmacWith(hashing: Hashing, key: ByteString): Hmac {
  return hmacFrom(hashing, key, innerPad(hashing, key));
}

/** A key mixed with the inner pad: the first half of what `hmacWith` does. */
export function innerPad(hashing: Hashing, key: ByteString): ByteString {
  return padWith(hashing, key, INNER);
}

/** The second half. */
export function hmacFrom(hashing: Hashing, key: ByteString, inner: ByteString): Hmac {
  const hashOf = hashing.hashOf;
  const outer = padWith(hashing, key, OUTER);
  return (message) => hashOf(outer + hashOf(inner + message));
}

/** A block of the key, each byte XORed with `byte`. The rest of the block is zeros, which become that byte. */
function padWith({ hashOf, xorWith }: Hashing, key: ByteString, byte: number): ByteString {
  const short = key.length > BLOCK_BYTES ? hashOf(key) : key;
  return xorWith(short, byte) + byteString(byte).repeat(BLOCK_BYTES - short.length);
}
