const BUCKETS = 256;

/** Which bucket a key is in: FNV-1a for text, the low bits for whole numbers, which are given out one after the other. */
function bucketOf(key: number | string): number {
  if (typeof key === 'number') return key & (BUCKETS - 1);
  let hash = 0x811c9dc5;
  for (let i = 0; i < key.length; i++) hash = Math.imul(hash ^ key.charCodeAt(i), 0x01000193);
  return (hash ^ (hash >>> 16)) & (BUCKETS - 1);
}

/**
 * An immutable map from whole numbers or text to values, in no particular order. A change copies one of 256 buckets and
 * the list of them, however the keys are spread, so that a room of 8,000 can be a value.
 */
export class KeyedTable<K extends number | string, V> {
  readonly size: number;
  private readonly buckets: readonly (ReadonlyMap<K, V> | undefined)[];

  constructor(buckets: readonly (ReadonlyMap<K, V> | undefined)[] = [], size = 0) {
    this.buckets = buckets;
    this.size = size;
  }

  get(key: K): V | undefined {
    return this.buckets[bucketOf(key)]?.get(key);
  }

  has(key: K): boolean {
    return this.buckets[bucketOf(key)]?.has(key) ?? false;
  }

  with(key: K, value: V): KeyedTable<K, V> {
    const at = bucketOf(key);
    const bucket = new Map(this.buckets[at]);
    const size = bucket.has(key) ? this.size : this.size + 1;
    bucket.set(key, value);
    return new KeyedTable(this.withBucket(at, bucket), size);
  }

  without(key: K): KeyedTable<K, V> {
    const at = bucketOf(key);
    if (!this.buckets[at]?.has(key)) return this;
    const bucket = new Map(this.buckets[at]);
    bucket.delete(key);
    return new KeyedTable(this.withBucket(at, bucket), this.size - 1);
  }

  *entries(): IterableIterator<readonly [K, V]> {
    for (const bucket of this.buckets) if (bucket) yield* bucket.entries();
  }

  *values(): IterableIterator<V> {
    for (const bucket of this.buckets) if (bucket) yield* bucket.values();
  }

  private withBucket(at: number, bucket: ReadonlyMap<K, V>): readonly (ReadonlyMap<K, V> | undefined)[] {
    const buckets = this.buckets.length > 0 ? this.buckets.slice() : new Array<undefined>(BUCKETS).fill(undefined);
    buckets[at] = bucket;
    return buckets;
  }
}
