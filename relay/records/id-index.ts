/** An index of ids by a key. The ids of a key keep the order in which they were added. A key without ids needs no memory. */
export class IdIndex {
  private readonly sets = new Map<string, Set<string>>();
  private static readonly none: ReadonlySet<string> = new Set<string>();

  get(key: string): ReadonlySet<string> {
    return this.sets.get(key) ?? IdIndex.none;
  }

  keys(): readonly string[] {
    return [...this.sets.keys()];
  }

  add(key: string, id: string): void {
    const set = this.sets.get(key);
    if (set) set.add(id);
    else this.sets.set(key, new Set([id]));
  }

  remove(key: string, id: string): void {
    const set = this.sets.get(key);
    if (set?.delete(id) && set.size === 0) this.sets.delete(key);
  }
}
