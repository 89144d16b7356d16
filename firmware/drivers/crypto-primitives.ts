import type { ByteString } from '../../wire/byte-string';
import type { Primitives } from '../../wire/primitives';

// The primitives of wire/ by the interpreter's `crypto`.

/**
 * The bytes as a string. The second, empty argument allows one that is not flat, where memory has no free run of that
 * length.
 */
function textOf(bytes: ArrayBuffer | undefined): ByteString {
  return bytes ? (E.toString(bytes, '') as ByteString) : '';
}

/** SHA-256 and AES. The interpreter's default mode is CBC, without padding. */
export function cryptoPrimitives(): Primitives {
  const crypto = require('crypto');
  const cbc = (how: 'encrypt' | 'decrypt') => (key: ByteString, iv: ByteString, blocks: ByteString) =>
    textOf(crypto.AES[how](blocks, key, { iv: iv }));
  return {
    hashOf: (bytes) => textOf(crypto.SHA256(bytes)),
    xorWith: (bytes, byte) => {
      const words = new Uint32Array(E.toUint8Array(bytes).buffer);
      const mask = byte * 0x1010101;
      // Not E.mapInPlace: its mask for 32 bits overflows, and a function would get zeros.
      return textOf(words.map((word) => word ^ mask).buffer);
    },
    encryptCbc: cbc('encrypt'),
    decryptCbc: cbc('decrypt'),
  };
}

/** 16 random bytes of the chip. */
export function randomBytes(): ByteString {
  const words = new Uint32Array(4);
  E.mapInPlace(words, words, E.hwRand);
  return textOf(words.buffer);
}
