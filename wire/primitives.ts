import type { ByteString } from './byte-string';

/** What a HMAC is made of. */
export type Hashing = Pick<Primitives, 'hashOf' | 'xorWith'>;

/** What the cryptography in this folder is made of; firmware and relay each have their own. */
export type Primitives = {
  /** SHA-256 (FIPS 180-4): 32 bytes. */
  readonly hashOf: (bytes: ByteString) => ByteString;
  /** 64 bytes, each with `byte` added bit by bit. */
  readonly xorWith: (bytes: ByteString, byte: number) => ByteString;
  /** AES-128 in CBC mode (SP 800-38A) over whole blocks, without padding; nothing when memory does not suffice. */
  readonly encryptCbc: (key: ByteString, iv: ByteString, blocks: ByteString) => ByteString;
  readonly decryptCbc: (key: ByteString, iv: ByteString, blocks: ByteString) => ByteString;
};
