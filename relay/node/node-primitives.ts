import { createCipheriv, createDecipheriv, hash, type Cipher, type Decipher } from 'node:crypto';
import type { ByteString } from '../../wire/byte-string';
import type { Primitives } from '../../wire/primitives';

const CBC = 'aes-128-cbc';

function run(cipher: Cipher | Decipher, blocks: ByteString): ByteString {
  cipher.setAutoPadding(false);
  return cipher.update(blocks, 'latin1', 'latin1') + cipher.final('latin1');
}

const bytesOf = (text: ByteString): Buffer => Buffer.from(text, 'latin1');

/** SHA-256 and AES by Node's crypto module. */
export const nodePrimitives: Primitives = {
  hashOf: (bytes) => hash('sha256', bytesOf(bytes), 'binary'),
  xorWith: (bytes, byte) => Buffer.from(bytesOf(bytes).map((one) => one ^ byte)).toString('latin1'),
  encryptCbc: (key, iv, blocks) => run(createCipheriv(CBC, bytesOf(key), bytesOf(iv)), blocks),
  decryptCbc: (key, iv, blocks) => run(createDecipheriv(CBC, bytesOf(key), bytesOf(iv)), blocks),
};
