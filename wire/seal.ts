import { byteString, type ByteString } from './byte-string';
import { isSame } from './constant-time';
import { hmacWith, type Hmac } from './hmac';
import type { Primitives } from './primitives';

// Authenticated encryption A128CBC-HS256 (RFC 7518, section 5.2.3). A message is padded (PKCS #7) and encrypted. Its tag is
// the first half of an HMAC-SHA-256 over the associated data, the initialization vector and the ciphertext.
//
// | initialization vector, 16 bytes | ciphertext, a multiple of 16 | tag, 16 bytes |

const BLOCK_BYTES = 16;
/** The bytes that a seal adds, besides 1 to 16 bytes of padding. */
export const SEAL_BYTES = 2 * BLOCK_BYTES;

/** A prepared key of 32 bytes. The first half authenticates, the second half encrypts. */
type SealKey = { readonly tagHmac: Hmac; readonly cipherKey: ByteString };

export type Opened = { readonly plain: ByteString };
/** Why sealed bytes do not open. `bad-padding` also means that memory ran out. */
export type SealRejection = 'malformed' | 'forged' | 'bad-padding';

export function sealKey(primitives: Primitives, key: ByteString): SealKey {
  return { tagHmac: hmacWith(primitives, key.substr(0, BLOCK_BYTES)), cipherKey: key.substr(BLOCK_BYTES) };
}

/** The tag. `along` has less than 8 KB. */
function tagOf(key: SealKey, along: ByteString, body: ByteString): ByteString {
  const bits = 8 * along.length;
  return key.tagHmac(along + body + byteString(0, 0, 0, 0, 0, 0, bits >> 8, bits & 0xff)).substr(0, BLOCK_BYTES);
}

/**
 * Seals a message. `along` is the associated data: it is authenticated, but not part of the result. `iv` has 16 random
 * bytes, new for every message. If memory runs out, the result does not open.
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

/** Opens sealed bytes. Total: any bytes give a message or a reason. Bytes with a wrong tag are not decrypted. */
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
  // The tag is right, so the padding is that of the sender, and its length is enough. An empty string has no last byte.
  const padding = blocks.charCodeAt(blocks.length - 1);
  if (!(padding > 0 && padding <= BLOCK_BYTES)) return 'bad-padding';
  return { plain: blocks.substr(0, blocks.length - padding) };
}
