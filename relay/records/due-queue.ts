type Due = { readonly dueMs: number; readonly id: string };

/**
 * A queue of things by the time at which they are due. A change costs the logarithm of their number: an entry that is out of
 * date stays in the heap, and is dropped when it comes first.
 */
export class DueQueue {
  private heap: Due[] = [];
  private readonly dueOf = new Map<string, number>();

  /** The number of things in the queue. */
  get size(): number {
    return this.dueOf.size;
  }

  /** When the next thing is due. Undefined if the queue is empty. */
  get nextDueMs(): number | undefined {
    return this.first()?.dueMs;
  }

  /** Sets when a thing is due. `undefined` removes it. */
  set(id: string, dueMs: number | undefined): void {
    if (this.dueOf.get(id) === dueMs) return;
    if (dueMs === undefined) {
      this.dueOf.delete(id);
      return;
    }
    this.dueOf.set(id, dueMs);
    this.rise(this.heap.push({ dueMs, id }) - 1);
    if (this.heap.length > 2 * this.dueOf.size + 64) this.rebuild();
  }

  /** Removes and returns the next thing that is due by then. Things that are due at the same time come in the order of their ids. */
  takeDue(byMs: number): string | undefined {
    const first = this.first();
    if (!first || first.dueMs > byMs) return undefined;
    this.dueOf.delete(first.id);
    return first.id;
  }

  private first(): Due | undefined {
    for (let first = this.heap[0]; first; first = this.heap[0]) {
      if (this.dueOf.get(first.id) === first.dueMs) return first;
      this.dropFirst();
    }
    return undefined;
  }

  private isBefore(a: number, b: number): boolean {
    const [one, other] = [this.heap[a]!, this.heap[b]!];
    return one.dueMs < other.dueMs || (one.dueMs === other.dueMs && one.id < other.id);
  }

  private swap(a: number, b: number): void {
    [this.heap[a], this.heap[b]] = [this.heap[b]!, this.heap[a]!];
  }

  private rise(from: number): void {
    for (let at = from; at > 0;) {
      const above = (at - 1) >> 1;
      if (!this.isBefore(at, above)) return;
      this.swap(at, above);
      at = above;
    }
  }

  private sink(from: number): void {
    for (let at = from; ;) {
      let least = at;
      for (const below of [2 * at + 1, 2 * at + 2]) {
        if (below < this.heap.length && this.isBefore(below, least)) least = below;
      }
      if (least === at) return;
      this.swap(at, least);
      at = least;
    }
  }

  private dropFirst(): void {
    const last = this.heap.pop();
    if (last && this.heap.length > 0) {
      this.heap[0] = last;
      this.sink(0);
    }
  }

  private rebuild(): void {
    this.heap = [...this.dueOf].map(([id, dueMs]) => ({ dueMs, id }));
    for (let at = (this.heap.length >> 1) - 1; at >= 0; at--) this.sink(at);
  }
}
