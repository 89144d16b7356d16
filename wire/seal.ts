import { byteString, type ByteString } from './byte-string';
import { isSame } from './constant-time';
import { hmacWith, type Hmac } from './hmac';
import type { Primitives } from './primitives';

// Authenticated encryption A128CBC-HS256 (RFC 7518, section 5.2.3): a message is padded (PKCS #7) and encrypted, and the
// first half of a HMAC-SHA-256 over what it goes with, initialization vector and ciphertext is its tag.
//
// | initialization vector, 16 bytes | ciphertext, a multiple of 16 | tag, 16 bytes |

const BLOCK_BYTES = 16;
/** What sealing adds, beside 1 to 16 bytes of padding. */
export const SEAL_BYTES = 2 * BLOCK_BYTES;

/** A key of 32 bytes, prepared: the first half authenticates, the second encrypts. */
type SealKey = { readonly tagHmac: Hmac; readonly cipherKey: ByteString };

export type Opened = { readonly plain: ByteString };
/** Why sealed bytes do not open. `bad-padding` also stands for memory that does not suffice. */
export type SealRejection = 'malformed' | 'forged' | 'bad-padding';

export function sealKey(primitives: Primitives, key: ByteString): SealKey {
  return { tagHmac: hmacWith(primitives, key.substr(0, BLOCK_BYTES)), cipherKey: key.substr(BLOCK_BYTES) };
}

/** The tag; `along` has less than 8 KB. */
function tagOf(key: SealKey, along: ByteString, body: ByteString): ByteString {
  const bits = 8 * along.length;
  return key.tagHmac(along + body + byteString(0, 0, 0, 0, 0, 0, bits >> 8, bits & 0xff)).substr(0, BLOCK_BYTES);
}

/**
 * Seals a message. `along` is authenticated with it, but not in it; `iv` are 16 bytes that nobody can guess, new for every
 * message. What is made when memory does not suffice does not open.
 */
export function seal(
  primitives: Primitives,
  key: SealKey,
  along: ByteString,
  iv: ByteString,
  plain: ByteString,
): ByteString {
  const padding = BLOCK_BYTES - (plain.length % BLOCK_BYTES);
  const body = iv + primitives.encryptCbc(key.cipherKey, iv, plain + byteString(padding).repeat(padding));
  return body + tagOf(key, along, body);
}

/** Opens what `seal` made. Total: any bytes give a message or a reason, and nothing is decrypted whose tag is wrong. */
export function open(
  primitives: Primitives,
  key: SealKey,
  along: ByteString,
  sealed: ByteString,
): Opened | SealRejection {
  const end = sealed.length - BLOCK_BYTES;
  if (end < 2 * BLOCK_BYTES || end % BLOCK_BYTES) return 'malformed';
  const body = sealed.substr(0, end);
  const tag = tagOf(key, along, body);
  if (!isSame(primitives.hashOf, key.cipherKey, tag, sealed.substr(end))) return 'forged';
  const blocks = primitives.decryptCbc(key.cipherKey, body.substr(0, BLOCK_BYTES), body.substr(BLOCK_BYTES));
  // Whoever made the tag made the padding too, so how much there is will do. Nothing decrypted has no last byte.
  const padding = blocks.charCodeAt(blocks.length - 1);
  if (!(padding > 0 && padding <= BLOCK_BYTES)) return 'bad-padding';
  return { plain: blocks.substr(0, blocks.length - padding) };
}
