import type { ByteString } from './byte-string';

export type Sha256 = (bytes: ByteString) => ByteString;

/** What the cryptography in this folder is made of; firmware and relay each have their own. */
export type Primitives = {
  /** SHA-256 (FIPS 180-4): 32 bytes. */
  readonly sha256: Sha256;
  /** AES-128 in CBC mode (SP 800-38A) over whole blocks, without padding; undefined when memory does not suffice. */
  readonly encryptCbc: (key: ByteString, iv: ByteString, blocks: ByteString) => ByteString | undefined;
  readonly decryptCbc: (key: ByteString, iv: ByteString, blocks: ByteString) => ByteString | undefined;
};
