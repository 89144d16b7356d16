import type { Change, Entry, JsonObject } from '../../relay/store/store';

// A history of commits that anybody can tell again from its seed: what a store must hold after each of them is known.

/** Names the commit that was the last; part of every commit. */
export const LAST_KEY = 'story/last';

/** 32 bits that look random, of a seed and a place (Wang's mixing). */
export function scatter(seed: number, place: number): number {
  let x = (seed ^ Math.imul(place + 1, 0x9e3779b1)) >>> 0;
  x = Math.imul(x ^ (x >>> 16), 0x85ebca6b);
  x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35);
  return (x ^ (x >>> 16)) >>> 0;
}

/** Commit `n` of the story: some of 60 keys are put or removed; a few values are large. */
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

/** What a store holds as the story is told. */
export class Story {
  last = 0;
  private readonly entries = new Map<string, JsonObject>();
  private readonly seed: number;

  constructor(seed: number) {
    this.seed = seed;
  }

  /** Tells on, up to and with commit `n`. */
  tellTo(n: number): readonly Entry[] {
    while (this.last < n) {
      for (const change of commitOf(this.seed, ++this.last)) {
        if ('put' in change) this.entries.set(change.put, change.value);
        else this.entries.delete(change.remove);
      }
    }
    return [...this.entries].sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, value]) => ({ key, value }));
  }
}
