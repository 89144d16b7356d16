import { fromHex, toHex, type ByteString } from '../../wire/byte-string';
import type { Random } from '../ports/ports';
import { isRefusal } from '../ports/refusal';
import { exactly, keyHex } from '../records/fields';
import { readRecord } from '../records/read-as';
import type { Store } from '../store/store';
import { randomByteString } from './bytes';

const KEY = 'identity/secrets';
const SECRET_BYTES = 32;
const record = exactly({ linkKey: keyHex, decoyKey: keyHex });

/** The secrets that the relay makes at its first start and stores. Each has 32 bytes. */
type Secrets = {
  /** The key of links. */ readonly linkKey: ByteString;
  /** The secret from which the keys for unknown devices are made. */ readonly decoyKey: ByteString;
};

/** Reads the secrets, or makes them. Throws if the stored record is damaged: with new secrets no link would work any more. */
export async function openSecrets(store: Pick<Store, 'get' | 'commit'>, random: Random): Promise<Secrets> {
  const stored = await store.get(KEY);
  if (stored === undefined) {
    const made = {
      linkKey: randomByteString(random, SECRET_BYTES),
      decoyKey: randomByteString(random, SECRET_BYTES),
    };
    await store.commit([{ put: KEY, value: { linkKey: toHex(made.linkKey), decoyKey: toHex(made.decoyKey) } }]);
    return made;
  }
  const read = readRecord(record, stored);
  if (isRefusal(read)) throw new Error(`what is stored under ${KEY} is broken: ${read.message}`);
  const { linkKey, decoyKey } = read;
  return { linkKey: fromHex(linkKey), decoyKey: fromHex(decoyKey) };
}
