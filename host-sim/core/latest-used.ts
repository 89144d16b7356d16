/** Keeps the values that were used last, at most `most` of them. */
export class LatestUsed<K, V> {
  private readonly most: number;
  /** The value used last comes last. */
  private readonly values = new Map<K, V>();

  constructor(most: number) {
    this.most = most;
  }

  /** The value of a key, which `make` makes if it is not kept. */
  get(key: K, make: () => V): V {
    const known = this.values.get(key);
    const value = known ?? make();
    if (known !== undefined) this.values.delete(key);
    this.values.set(key, value);
    if (this.values.size > this.most) this.values.delete(this.values.keys().next().value as K);
    return value;
  }
}
