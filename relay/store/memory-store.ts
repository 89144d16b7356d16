import { StoreInUse } from './errors';
import { createQueuedStore, type StoreEngine } from './queued-store';
import type { Store } from './store';

/** What a store in memory writes to: JSON by key. Give the same one again to come back after a restart. */
export type MemoryMedium = Map<string, string>;

export type MemoryStoreOptions = {
  readonly medium?: MemoryMedium;
  /** Called before each write. What it throws is what the write fails with; what it promises, the write waits for. */
  readonly beforeWrite?: () => void | Promise<void>;
};

const inUse = new WeakSet<MemoryMedium>();

/** A store for tests and the simulator. Throws `StoreInUse` while another one is open on the same medium. */
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
  return createQueuedStore(engine);
}
