import type { ByteString } from '../../wire/byte-string';
import type { Primitives } from '../../wire/primitives';

// The primitives of wire/ by the interpreter's `crypto`.

/** The bytes as a string. The interpreter copies nothing: it gives what the array lies in, which nobody may write any more. */
function textOf(bytes: ArrayBuffer | undefined): ByteString {
  return bytes ? (E.toString(bytes) as ByteString) : '';
}

/**
 * The bytes, each four of them XORed with the word `mask`, whose lowest byte comes first. In four statements a turn, because a
 * turn of a loop takes as long as they do; what they write behind the end is lost.
 */
export function xorWithWord(bytes: ByteString, mask: number): ByteString {
  const length = bytes.length;
  // Not E.mapInPlace: its mask for 32 bits overflows, and a function would get zeros.
  const words = new Uint32Array(E.toUint8Array(bytes + '\x00\x00\x00').buffer, 0, (length + 3) >> 2);
  for (let i = 0; i < words.length; i += 4) {
    words[i]! ^= mask;
    words[i + 1]! ^= mask;
    words[i + 2]! ^= mask;
    words[i + 3]! ^= mask;
  }
  return textOf(words.buffer).substr(0, length);
}

/** SHA-256 and AES. The interpreter's default mode is CBC, without padding. */
export function cryptoPrimitives(): Primitives {
  const crypto = require('crypto');
  const cbc = (how: 'encrypt' | 'decrypt') => (key: ByteString, iv: ByteString, blocks: ByteString) =>
    textOf(crypto.AES[how](blocks, key, { iv: iv }));
  return {
    hashOf: (bytes) => textOf(crypto.SHA256(bytes)),
    xorWith: (bytes, byte) => xorWithWord(bytes, byte * 0x1010101),
    encryptCbc: cbc('encrypt'),
    decryptCbc: cbc('decrypt'),
  };
}

/** Bytes as lower-case hex digits, as `toHex` of wire/byte-string.ts makes them, in a twelfth of the time. */
export function hexOf(bytes: ByteString): string {
  const digits = new Uint8Array(2 * bytes.length);
  E.mapInPlace(E.toUint8Array(bytes), digits, E.toUint8Array('0123456789abcdef'), 4);
  return textOf(digits.buffer);
}

/** 16 random bytes of the chip. */
export function randomBytes(): ByteString {
  const words = new Uint32Array(4);
  E.mapInPlace(words, words, E.hwRand);
  return textOf(words.buffer);
}
