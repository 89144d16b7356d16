import type { ByteString } from './byte-string';
import { isSame } from './constant-time';
import { hmac, hmacKey, type HmacKey } from './hmac';
import type { Primitives } from './primitives';

// Authenticated encryption A128CBC-HS256 (RFC 7518, section 5.2.3): a message is padded (PKCS #7) and encrypted, and the
// first half of a HMAC-SHA-256 over what it goes with, initialization vector and ciphertext is its tag.
//
// | initialization vector, 16 bytes | ciphertext, a multiple of 16 | tag, 16 bytes |

const BLOCK_BYTES = 16;
/** What sealing adds, beside 1 to 16 bytes of padding. */
export const SEAL_BYTES = 2 * BLOCK_BYTES;

/** A key of 32 bytes, prepared: the first half authenticates, the second encrypts. */
export type SealKey = { readonly tagKey: HmacKey; readonly cipherKey: ByteString };

export type Opened = { readonly plain: ByteString };
/** Why sealed bytes do not open. */
export type SealRejection = 'wrong-length' | 'forged' | 'bad-padding' | 'no-memory';

export function sealKey({ sha256 }: Primitives, key: ByteString): SealKey {
  return { tagKey: hmacKey(sha256, key.substr(0, BLOCK_BYTES)), cipherKey: key.substr(BLOCK_BYTES) };
}

/** The tag; `along` has less than 8 KB. */
function tagOf({ sha256 }: Primitives, key: SealKey, along: ByteString, sealed: ByteString): ByteString {
  const bits = 8 * along.length;
  const length = String.fromCharCode(0, 0, 0, 0, 0, 0, bits >> 8, bits & 0xff);
  return hmac(sha256, key.tagKey, along + sealed + length).substr(0, BLOCK_BYTES);
}

/**
 * Seals a message. `along` is authenticated with it, but not in it; `iv` are 16 bytes that nobody can guess, new for every
 * message. Undefined when memory does not suffice.
 */
export function seal(
  primitives: Primitives,
  key: SealKey,
  along: ByteString,
  iv: ByteString,
  plain: ByteString,
): ByteString | undefined {
  const padding = BLOCK_BYTES - (plain.length % BLOCK_BYTES);
  const blocks = primitives.encryptCbc(key.cipherKey, iv, plain + String.fromCharCode(padding).repeat(padding));
  if (blocks === undefined) return undefined;
  return iv + blocks + tagOf(primitives, key, along, iv + blocks);
}

/** Opens what `seal` made. Total: any bytes give a message or a reason, and nothing is decrypted whose tag is wrong. */
export function open(
  primitives: Primitives,
  key: SealKey,
  along: ByteString,
  sealed: ByteString,
): Opened | SealRejection {
  const end = sealed.length - BLOCK_BYTES;
  if (end < 2 * BLOCK_BYTES || end % BLOCK_BYTES) return 'wrong-length';
  const tag = tagOf(primitives, key, along, sealed.substr(0, end));
  if (!isSame(primitives.sha256, key.tagKey.outer, tag, sealed.substr(end))) return 'forged';
  const blocks = primitives.decryptCbc(
    key.cipherKey,
    sealed.substr(0, BLOCK_BYTES),
    sealed.substr(BLOCK_BYTES, end - BLOCK_BYTES),
  );
  if (blocks === undefined) return 'no-memory';
  const plainEnd = blocks.length - blocks.charCodeAt(blocks.length - 1);
  const padding = blocks.length - plainEnd;
  if (padding < 1 || padding > BLOCK_BYTES) return 'bad-padding';
  if (blocks.substr(plainEnd) !== String.fromCharCode(padding).repeat(padding)) return 'bad-padding';
  return { plain: blocks.substr(0, plainEnd) };
}
