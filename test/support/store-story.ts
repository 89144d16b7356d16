import type { Change, Entry, JsonObject } from '../../relay/store/store';

// A history of commits that follows from its seed, so that what a store must hold after each commit is known.

/** The key that holds the number of the last commit. Every commit writes it. */
export const LAST_KEY = 'story/last';

/** 32 pseudo-random bits from a seed and an index (Wang's hash). */
export function scatter(seed: number, place: number): number {
  let x = (seed ^ Math.imul(place + 1, 0x9e3779b1)) >>> 0;
  x = Math.imul(x ^ (x >>> 16), 0x85ebca6b);
  x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35);
  return (x ^ (x >>> 16)) >>> 0;
}

/** Commit `n` of the story. It puts or removes some of 60 keys, and a few of its values are large. */
export function commitOf(seed: number, n: number): readonly Change[] {
  const changes: Change[] = [];
  const count = 1 + (scatter(seed, n * 16) % 6);
  for (let i = 0; i < count; i++) {
    const dice = scatter(seed, n * 16 + 1 + i);
    const key = `story/key/${dice % 60}`;
    const text = 'x'.repeat((dice >>> 8) % ((dice >>> 20) % 20 === 0 ? 20_000 : 300));
    changes.push((dice >>> 28) % 4 === 0 ? { remove: key } : { put: key, value: { n, text } });
  }
  return [...changes, { put: LAST_KEY, value: { n } }];
}

/** What a store holds after commits of the story. */
export class Story {
  last = 0;
  private readonly entries = new Map<string, JsonObject>();
  private readonly seed: number;

  constructor(seed: number) {
    this.seed = seed;
  }

  /** The entries after commit `n`. Call it with growing numbers. */
  stateAfter(n: number): readonly Entry[] {
    while (this.last < n) {
      for (const change of commitOf(this.seed, ++this.last)) {
        if ('put' in change) this.entries.set(change.put, change.value);
        else this.entries.delete(change.remove);
      }
    }
    return [...this.entries].sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, value]) => ({ key, value }));
  }
}
