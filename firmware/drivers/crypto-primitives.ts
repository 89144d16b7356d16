import type { ByteString } from '../../wire/byte-string';
import type { Primitives } from '../../wire/primitives';

// The arithmetic of the interpreter's `crypto`.

/** As a string also where memory has no run of that length: that is what the second, empty argument is for. */
function textOf(bytes: ArrayBuffer | undefined): ByteString {
  return bytes ? (E.toString(bytes, '') as ByteString) : '';
}

/** SHA-256 and AES; CBC is what the interpreter does unless told otherwise, and it does not pad. */
export function cryptoPrimitives(): Primitives {
  const crypto = require('crypto');
  const cbc = (how: 'encrypt' | 'decrypt') => (key: ByteString, iv: ByteString, blocks: ByteString) =>
    textOf(crypto.AES[how](blocks, key, { iv: iv }));
  return {
    hashOf: (bytes) => textOf(crypto.SHA256(bytes)),
    xorWith: (bytes, byte) => {
      const words = new Uint32Array(E.toUint8Array(bytes).buffer);
      const mask = byte * 0x1010101;
      // E.mapInPlace would give a function zeros: it cuts 32 bits off with a mask that overflows.
      return textOf(words.map((word) => word ^ mask).buffer);
    },
    encryptCbc: cbc('encrypt'),
    decryptCbc: cbc('decrypt'),
  };
}

/** 16 bytes of the chip's noise. */
export function randomBytes(): ByteString {
  const words = new Uint32Array(4);
  E.mapInPlace(words, words, E.hwRand);
  return textOf(words.buffer);
}
