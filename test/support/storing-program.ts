import { ClassicLevel } from 'classic-level';
import { openLevelStore } from '../../relay/node/level-store';
import type { Change, Store } from '../../relay/store/store';
import { say } from './speaking-program';
import { commitOf, LAST_KEY } from './store-story';

// Makes the commits of a story in a store until it is killed: node storing-program <data folder> <seed> [mistake]

/** The most commits that are under way at once. */
export const UNDER_WAY_MAX = 8;

/** Stores with a mistake, which the kill loop must find. */
export const MISTAKES = {
  'acknowledges what is not written yet': (store: Store) => (changes: readonly Change[]) => {
    const written = store.commit(changes);
    return { acknowledged: Promise.resolve(), written };
  },
  'writes a commit in two parts': (store: Store) => (changes: readonly Change[]) => {
    const parts = store.commit(changes.slice(0, 1)).then(() => store.commit(changes.slice(1)));
    return { acknowledged: parts, written: parts };
  },
} as const;

export type Mistake = keyof typeof MISTAKES;

type Committed = { readonly acknowledged: Promise<void>; readonly written: Promise<void> };

function faultless(store: Store): (changes: readonly Change[]) => Committed {
  return (changes) => {
    const written = store.commit(changes);
    return { acknowledged: written, written };
  };
}

async function main(folder: string, seed: number, mistake?: Mistake): Promise<void> {
  say('opening');
  // LevelDB begins a new log and table every few dozen commits.
  const store = await openLevelStore(folder, (location) => new ClassicLevel(location, { writeBufferSize: 64 * 1024 }));
  say(`state ${JSON.stringify(await store.list(''))}`);
  const commit = mistake ? MISTAKES[mistake](store) : faultless(store);
  const underWay = new Set<Promise<void>>();
  for (let n = Number((await store.get(LAST_KEY))?.n ?? 0) + 1; ; n++) {
    const { acknowledged, written } = commit(commitOf(seed, n));
    underWay.add(written);
    void acknowledged.then(() => say(`ok ${n}`));
    void written.then(() => underWay.delete(written));
    if (underWay.size >= UNDER_WAY_MAX) await Promise.race(underWay);
  }
}

if (require.main === module) {
  const [folder, seed, mistake] = process.argv.slice(2);
  void main(folder!, Number(seed), mistake as Mistake | undefined);
}
