/** A table begins with `FEW` buckets. At `FULL` entries a bucket it gets more, up to `MANY`, which are still cheap to copy. */
const FEW = 8;
const MANY = 512;
const FULL = 16;

type Buckets<K, V> = readonly (ReadonlyMap<K, V> | undefined)[];

/** Spreads keys over the buckets: FNV-1a for text. Whole numbers are given out in sequence, so they spread without a hash. */
function spread(key: number | string): number {
  if (typeof key === 'number') return key;
  let hash = 0x811c9dc5;
  for (let i = 0; i < key.length; i++) hash = Math.imul(hash ^ key.charCodeAt(i), 0x01000193);
  return hash ^ (hash >>> 16);
}

/**
 * An immutable map from whole numbers or text to values, in no particular order. A change copies one bucket and the list
 * of buckets, so that a room of 8,000 can be a value.
 */
export class KeyedTable<K extends number | string, V> {
  readonly size: number;
  private readonly buckets: Buckets<K, V>;

  constructor(buckets: Buckets<K, V> = new Array<undefined>(FEW).fill(undefined), size = 0) {
    this.buckets = buckets;
    this.size = size;
  }

  get(key: K): V | undefined {
    return this.buckets[spread(key) & (this.buckets.length - 1)]?.get(key);
  }

  has(key: K): boolean {
    return this.buckets[spread(key) & (this.buckets.length - 1)]?.has(key) ?? false;
  }

  with(key: K, value: V): KeyedTable<K, V> {
    const { buckets } = this;
    if (this.size >= buckets.length * FULL && buckets.length < MANY) return this.enlarged().with(key, value);
    const at = spread(key) & (buckets.length - 1);
    const bucket = new Map(buckets[at]);
    const size = bucket.has(key) ? this.size : this.size + 1;
    return new KeyedTable(replaced(buckets, at, bucket.set(key, value)), size);
  }

  without(key: K): KeyedTable<K, V> {
    const at = spread(key) & (this.buckets.length - 1);
    const bucket = new Map(this.buckets[at]);
    if (!bucket.delete(key)) return this;
    return new KeyedTable(replaced(this.buckets, at, bucket.size > 0 ? bucket : undefined), this.size - 1);
  }

  *entries(): IterableIterator<readonly [K, V]> {
    for (const bucket of this.buckets) if (bucket) yield* bucket.entries();
  }

  *values(): IterableIterator<V> {
    for (const bucket of this.buckets) if (bucket) yield* bucket.values();
  }

  /** The same entries in more buckets. A table never goes back to fewer, so that a size near the limit does not copy it each time. */
  private enlarged(): KeyedTable<K, V> {
    const buckets = Array.from({ length: this.buckets.length * 8 }, () => new Map<K, V>());
    for (const [key, value] of this.entries()) buckets[spread(key) & (buckets.length - 1)]?.set(key, value);
    return new KeyedTable(buckets, this.size);
  }
}

function replaced<K, V>(buckets: Buckets<K, V>, at: number, bucket: ReadonlyMap<K, V> | undefined): Buckets<K, V> {
  const copy = buckets.slice();
  copy[at] = bucket;
  return copy;
}
