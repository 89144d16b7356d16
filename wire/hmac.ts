import type { ByteString } from './byte-string';
import type { Hashing } from './primitives';

// HMAC-SHA-256 (RFC 2104).

const BLOCK_BYTES = 64;

/** Gives the authentication code of a message under one key: 32 bytes. */
export type Hmac = (message: ByteString) => ByteString;

/** Prepares the HMAC of a key of any length. Most of the work on a device is to mix the key with the pads, so it is done once. */
export function hmacWith({ hashOf, xorWith }: Hashing, key: ByteString): Hmac {
  const short = key.length > BLOCK_BYTES ? hashOf(key) : key;
  // The rest of the block is zeros: those are the pads' own bytes, 0x36 and 0x5c.
  const inner = xorWith(short, 0x36) + '6'.repeat(BLOCK_BYTES - short.length);
  const outer = xorWith(short, 0x5c) + '\\'.repeat(BLOCK_BYTES - short.length);
  return (message) => hashOf(outer + hashOf(inner + message));
}
