import { createCipheriv, createDecipheriv, createHash, pbkdf2Sync } from 'node:crypto';
import type { Crypto } from '../espruino/modules/crypto';

/** The `crypto` port on Node's own `crypto` module. */
export const nodeCrypto: Crypto = {
  hash: (name, data) => createHash(name.toLowerCase()).update(data).digest(),
  aes(mode, direction, key, iv, data) {
    const name = `aes-${8 * key.length}-${mode.toLowerCase()}`;
    const create = direction === 'encrypt' ? createCipheriv : createDecipheriv;
    const cipher = create(name, key, mode === 'ECB' ? null : iv).setAutoPadding(false);
    return Buffer.concat([cipher.update(data), cipher.final()]);
  },
  pbkdf2: (hash, passphrase, salt, rounds, bytes) => pbkdf2Sync(passphrase, salt, rounds, bytes, hash.toLowerCase()),
};
