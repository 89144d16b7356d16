import type { ClassicLevel } from 'classic-level';
import { listThrough, type Overlay, type TextList } from '../store/overlay';
import type { StoreEngine } from '../store/queued-store';
import type { KeyRange, TextChange } from '../store/stored-text';
import { proveRoomToOpen } from './free-room';
import { asStoreFailed } from './level-faults';

/** The database as it is used here: text under text. */
export type LevelDatabase = ClassicLevel<string, string>;

/**
 * An engine on an open LevelDB in `folder`.
 *
 * LevelDB must not be written to after a write failed: its log then ends in a torn record, and what came behind it would
 * be lost when the log is read again. So a failed write leaves the database open for reading only. The next write opens
 * it anew, once there is room for that, and first takes back what the failed one may have left, which was told to have
 * left nothing.
 */
export function createLevelEngine(db: LevelDatabase, folder: string): StoreEngine {
  /** `hurt`: can be read, not written; `shut`: opening it anew failed, and is tried again by whoever needs it. */
  let state: 'open' | 'hurt' | 'shut' = 'open';
  let failedKeys: string[] = [];
  /** What the failed write must not have changed; reads go through it until that is written. */
  let undo: Overlay = new Map();
  let renewing: Promise<void> | undefined;
  const reads = new Set<Promise<unknown>>();

  function writeDurably(changes: readonly TextChange[]): Promise<void> {
    const steps = changes.map(({ key, text }) =>
      text === undefined ? { type: 'del' as const, key } : { type: 'put' as const, key, value: text },
    );
    // `sync`: LevelDB calls fdatasync before it answers.
    return db.batch(steps, { sync: true });
  }

  async function listOf({ from, below }: KeyRange, limit: number): Promise<TextList> {
    return db.iterator({ gte: from, lt: below, limit: limit === Infinity ? -1 : limit }).all();
  }

  /** What a failed write left is in the log at most, and not yet in what is read. */
  async function rememberBefore(): Promise<void> {
    const texts = await db.getMany(failedKeys);
    undo = new Map(failedKeys.map((key, i) => [key, texts[i]]));
    failedKeys = [];
  }

  async function openAnew(): Promise<void> {
    try {
      if (state === 'hurt') {
        if (failedKeys.length > 0) await rememberBefore();
        await proveRoomToOpen(folder);
        await Promise.allSettled(reads);
        state = 'shut';
        await db.close();
      }
      await db.open();
      state = 'hurt';
      if (undo.size > 0) await writeDurably([...undo].map(([key, text]) => ({ key, text })));
      undo = new Map();
      state = 'open';
    } catch (error) {
      throw asStoreFailed(error);
    }
  }

  function renew(): Promise<void> {
    renewing ??= openAnew().finally(() => {
      renewing = undefined;
    });
    return renewing;
  }

  async function read<T>(reading: () => Promise<T>): Promise<T> {
    // While it is opened anew nothing can be read; whether that went well is seen by the state.
    while (renewing) await renewing.catch(() => {});
    if (state === 'shut') await renew();
    const result = reading();
    reads.add(result);
    try {
      return await result;
    } catch (error) {
      throw asStoreFailed(error);
    } finally {
      reads.delete(result);
    }
  }

  return {
    get: (key) => read(async () => (undo.has(key) ? undo.get(key) : db.get(key))),
    list: (range, limit) => read(() => listThrough(undo, range, limit, (most) => listOf(range, most))),
    async write(changes) {
      if (state !== 'open') await renew();
      try {
        await writeDurably(changes);
      } catch (error) {
        state = 'hurt';
        failedKeys = [...new Set(changes.map(({ key }) => key))];
        throw asStoreFailed(error);
      }
    },
    async close() {
      // A last try to take back what failed; without room for that it stays as it is.
      if (state !== 'open') await renew().catch(() => {});
      await Promise.allSettled(reads);
      await db.close();
    },
  };
}
