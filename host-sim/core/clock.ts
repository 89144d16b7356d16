/** A timer that was set and can be called off. `cancel()` may be called twice, and after it has run. */
export interface Timer {
  cancel(): void;
}

/** The one source of time. Instants are integer nanoseconds since the start of the run. */
export interface Clock {
  readonly nowNs: number;
  /** Runs `action` at `timeNs`; an instant already past means as soon as possible. Equal instants run in the order set. */
  at(timeNs: number, action: () => void): Timer;
}

type Entry = { readonly timeNs: number; readonly order: number; action: (() => void) | undefined };

/** Virtual time: nothing passes until somebody runs it. Every timer runs at its own instant and may set new ones. */
export class VirtualClock implements Clock {
  nowNs = 0;
  private readonly heap: Entry[] = [];
  private order = 0;

  at(timeNs: number, action: () => void): Timer {
    if (!Number.isFinite(timeNs)) throw new RangeError(`a timer for ${timeNs} ns can never run`);
    const entry: Entry = { timeNs: Math.max(Math.ceil(timeNs), this.nowNs), order: this.order++, action };
    this.push(entry);
    return { cancel: () => (entry.action = undefined) };
  }

  /** The instant of the next timer, or undefined when none is set. */
  get nextAtNs(): number | undefined {
    while (this.heap.length > 0 && this.heap[0].action === undefined) this.pop();
    return this.heap[0]?.timeNs;
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
      const parent = (at - 1) >> 1;
      if (this.isBefore(heap[parent], entry)) break;
      heap[at] = heap[parent];
      at = parent;
    }
    heap[at] = entry;
  }

  private pop(): Entry {
    const heap = this.heap;
    const first = heap[0];
    const last = heap.pop() as Entry;
    if (heap.length === 0) return first;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && this.isBefore(heap[child + 1], heap[child])) child++;
      if (this.isBefore(last, heap[child])) break;
      heap[at] = heap[child];
      at = child;
    }
    heap[at] = last;
    return first;
  }
}
