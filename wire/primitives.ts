import type { ByteString } from './byte-string';

/** The primitives that an HMAC needs. */
export type Hashing = Pick<Primitives, 'hashOf' | 'xorWith'>;

/** The primitives of the cryptography in this folder. Firmware and relay each have their own. */
export type Primitives = {
  /** SHA-256 (FIPS 180-4): 32 bytes. */
  readonly hashOf: (bytes: ByteString) => ByteString;
  /** Up to 64 bytes, each XORed with `byte`. */
  readonly xorWith: (bytes: ByteString, byte: number) => ByteString;
  /** AES-128 in CBC mode (SP 800-38A) over whole blocks, without padding. Gives an empty string when memory runs out. */
  readonly encryptCbc: (key: ByteString, iv: ByteString, blocks: ByteString) => ByteString;
  readonly decryptCbc: (key: ByteString, iv: ByteString, blocks: ByteString) => ByteString;
};
