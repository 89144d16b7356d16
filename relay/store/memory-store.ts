import { StoreInUse } from './errors';
import { QueuedStore, type StoreEngine } from './queued-store';
import type { Store } from './store';

/** Where a store in memory keeps its JSON, by key. Pass the same medium again to test a restart. */
export type MemoryMedium = Map<string, string>;

type MemoryStoreOptions = {
  readonly medium?: MemoryMedium;
  /** Called before each write, which waits for its promise and fails with what it throws. */
  readonly beforeWrite?: () => void | Promise<void>;
};

const inUse = new WeakSet<MemoryMedium>();

/** Opens a store in memory, for tests and the simulator. Throws `StoreInUse` while another one is open on the same medium. */
export function createMemoryStore({ medium = new Map(), beforeWrite }: MemoryStoreOptions = {}): Store {
  if (inUse.has(medium)) throw new StoreInUse('memory');
  inUse.add(medium);
  const engine: StoreEngine = {
    get: async (key) => medium.get(key),
    list: async ({ from, below }, limit) =>
      [...medium]
        .filter(([key]) => key >= from && key < below)
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .slice(0, limit),
    async write(changes) {
      await beforeWrite?.();
      for (const { key, text } of changes) {
        if (text === undefined) medium.delete(key);
        else medium.set(key, text);
      }
    },
    close: async () => void inUse.delete(medium),
  };
  return new QueuedStore(engine);
}
