import { fromHex, toHex, type ByteString } from '../../wire/byte-string';
import { isSame } from '../../wire/constant-time';
import type { Primitives } from '../../wire/primitives';
import { isKeyHex } from '../../wire/signal';
import type { Random } from '../ports/ports';
import { isRefusal } from '../ports/refusal';
import { exactly, keyHex } from '../records/fields';
import { readRecord } from '../records/read-as';
import type { Store } from '../store/store';
import { randomByteString } from './bytes';

const KEY = 'identity/operator';
const KEY_BYTES = 32;
const HASH_BYTES = 32;
const record = exactly({ hash: keyHex });

/** The key of the operator. It is made at the first start of the relay and shown once; the store has only its hash. */
export class OperatorKey {
  private readonly primitives: Primitives;
  private readonly random: Random;
  private readonly store: Pick<Store, 'commit'>;
  private hash: ByteString;

  private constructor(primitives: Primitives, random: Random, store: Pick<Store, 'commit'>, hash: ByteString) {
    this.primitives = primitives;
    this.random = random;
    this.store = store;
    this.hash = hash;
  }

  /** Reads the hash, or makes a key: then `shown` is the key as 64 hex digits. Throws if the stored record is damaged. */
  static async open(
    primitives: Primitives,
    random: Random,
    store: Pick<Store, 'get' | 'commit'>,
  ): Promise<{ readonly operatorKey: OperatorKey; readonly shown?: string }> {
    const stored = await store.get(KEY);
    if (stored === undefined) {
      const operatorKey = new OperatorKey(primitives, random, store, '');
      return { operatorKey, shown: await operatorKey.replace() };
    }
    const read = readRecord(record, stored);
    if (isRefusal(read)) throw new Error(`what is stored under ${KEY} is broken: ${read.message}`);
    return { operatorKey: new OperatorKey(primitives, random, store, fromHex(read.hash)) };
  }

  /** Whether `key` is the operator's key. Total. The time that this takes does not depend on where they differ. */
  isRight(key: unknown): boolean {
    const { hashOf } = this.primitives;
    const given = hashOf(isKeyHex(key) ? fromHex(key) : '');
    return this.hash.length === HASH_BYTES && isSame(hashOf, this.hash, this.hash, given);
  }

  /** Makes a new key and returns it this once. The old one is refused as soon as the new one is stored. */
  async replace(): Promise<string> {
    const key = randomByteString(this.random, KEY_BYTES);
    const hash = this.primitives.hashOf(key);
    await this.store.commit([{ put: KEY, value: { hash: toHex(hash) } }]);
    this.hash = hash;
    return toHex(key);
  }
}
