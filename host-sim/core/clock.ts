/** A timer that was set. `cancel()` may be called twice, and after the timer has run. */
export interface Timer {
  cancel(): void;
}

/** The only source of time. Instants are integer nanoseconds since the start of the run. */
export interface Clock {
  readonly nowNs: number;
  /**
   * Runs `action` at `timeNs`, or as soon as possible if that instant is past. Timers of the same instant run in the
   * order in which they were set.
   */
  at(timeNs: number, action: () => void): Timer;
}

type Entry = { readonly timeNs: number; readonly order: number; action: (() => void) | undefined };

/** Virtual time. It passes only in `runUntil`. Every timer runs at its own instant and may set new timers. */
export class VirtualClock implements Clock {
  nowNs = 0;
  /** A binary heap: the entry that is due next comes first. */
  private readonly heap: Entry[] = [];
  private order = 0;

  /** @throws RangeError unless `timeNs` is finite */
  at(timeNs: number, action: () => void): Timer {
    if (!Number.isFinite(timeNs)) throw new RangeError(`a timer for ${timeNs} ns can never run`);
    const entry: Entry = { timeNs: Math.max(Math.ceil(timeNs), this.nowNs), order: this.order++, action };
    this.push(entry);
    return { cancel: () => (entry.action = undefined) };
  }

  /** The instant of the next timer, or undefined when none is set. */
  get nextAtNs(): number | undefined {
    let first = this.heap[0];
    while (first !== undefined && first.action === undefined) {
      this.pop();
      first = this.heap[0];
    }
    return first?.timeNs;
  }

  /** Runs every timer up to and including `untilNs`, then stands at `untilNs`. */
  runUntil(untilNs: number): void {
    for (let next = this.nextAtNs; next !== undefined && next <= untilNs; next = this.nextAtNs) {
      const entry = this.pop();
      this.nowNs = entry.timeNs;
      const { action } = entry;
      entry.action = undefined;
      action?.();
    }
    this.nowNs = Math.max(this.nowNs, untilNs);
  }

  private isBefore(a: Entry, b: Entry): boolean {
    return a.timeNs < b.timeNs || (a.timeNs === b.timeNs && a.order < b.order);
  }

  private push(entry: Entry): void {
    const heap = this.heap;
    let at = heap.push(entry) - 1;
    while (at > 0) {
      const above = (at - 1) >> 1;
      const parent = heap[above]!;
      if (this.isBefore(parent, entry)) break;
      heap[at] = parent;
      at = above;
    }
    heap[at] = entry;
  }

  private pop(): Entry {
    const heap = this.heap;
    const first = heap[0]!;
    const last = heap.pop()!;
    if (heap.length === 0) return first;
    let at = 0;
    for (;;) {
      let below = 2 * at + 1;
      if (below >= heap.length) break;
      if (below + 1 < heap.length && this.isBefore(heap[below + 1]!, heap[below]!)) below++;
      const child = heap[below]!;
      if (this.isBefore(last, child)) break;
      heap[at] = child;
      at = below;
    }
    heap[at] = last;
    return first;
  }
}
