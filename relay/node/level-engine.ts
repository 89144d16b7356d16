import type { ClassicLevel } from 'classic-level';
import { listThrough, type Overlay, type TextList } from '../store/overlay';
import type { StoreEngine } from '../store/queued-store';
import type { KeyRange, TextChange } from '../store/stored-text';
import { asStoreFailed } from './level-faults';
import { proveRoomToOpen } from './room-to-open';

/** A LevelDB that maps text to text. */
export type LevelDatabase = ClassicLevel<string, string>;

/**
 * An engine on a LevelDB that is open in `folder`.
 *
 * LevelDB must not be written to after a write has failed: its log may end in a torn record, and whatever is written
 * behind that record is lost when the log is read again. So after a failed write the database is only read. The next
 * write opens it again, once there is room for that, and first undoes what the failed write may have left in the log,
 * because its caller was told that nothing of it is kept.
 */
export class LevelEngine implements StoreEngine {
  private readonly db: LevelDatabase;
  private readonly folder: string;
  /** `hurt`: may be read but not written. `shut`: opening it again has failed, and whoever needs it tries again. */
  private state: 'open' | 'hurt' | 'shut' = 'open';
  private failedKeys: string[] = [];
  /** What stood before the failed write. Reads go through it until it is written again. */
  private undo: Overlay = new Map();
  private reopening: Promise<void> | undefined;
  private readonly reads = new Set<Promise<unknown>>();

  constructor(db: LevelDatabase, folder: string) {
    this.db = db;
    this.folder = folder;
  }

  get(key: string): Promise<string | undefined> {
    return this.read(async () => (this.undo.has(key) ? this.undo.get(key) : this.db.get(key)));
  }

  list(range: KeyRange, limit: number): Promise<TextList> {
    return this.read(() => listThrough(this.undo, range, limit, (most) => this.listOf(range, most)));
  }

  async write(changes: readonly TextChange[]): Promise<void> {
    if (this.state !== 'open') await this.reopen();
    try {
      await this.writeDurably(changes);
    } catch (error) {
      this.state = 'hurt';
      this.failedKeys = [...new Set(changes.map(({ key }) => key))];
      throw asStoreFailed(error);
    }
  }

  async close(): Promise<void> {
    // A last attempt to undo what failed. Without room for it, the log stays as it is.
    if (this.state !== 'open') await this.reopen().catch(() => {});
    await Promise.allSettled(this.reads);
    await this.db.close();
  }

  private writeDurably(changes: readonly TextChange[]): Promise<void> {
    const steps = changes.map(({ key, text }) =>
      text === undefined ? { type: 'del' as const, key } : { type: 'put' as const, key, value: text },
    );
    // With `sync`, LevelDB calls fdatasync before it answers.
    return this.db.batch(steps, { sync: true });
  }

  private async listOf({ from, below }: KeyRange, limit: number): Promise<TextList> {
    return this.db.iterator({ gte: from, lt: below, limit: limit === Infinity ? -1 : limit }).all();
  }

  private reopen(): Promise<void> {
    this.reopening ??= this.openAgain().finally(() => {
      this.reopening = undefined;
    });
    return this.reopening;
  }

  private async openAgain(): Promise<void> {
    try {
      if (this.state === 'hurt') await this.shut();
      await this.db.open();
      this.state = 'hurt';
      if (this.undo.size > 0) await this.writeDurably([...this.undo].map(([key, text]) => ({ key, text })));
      this.undo = new Map();
      this.state = 'open';
    } catch (error) {
      throw asStoreFailed(error);
    }
  }

  private async shut(): Promise<void> {
    if (this.failedKeys.length > 0) await this.rememberBefore();
    await proveRoomToOpen(this.folder);
    await Promise.allSettled(this.reads);
    this.state = 'shut';
    await this.db.close();
  }

  /** Reads what stood before the failed write. What that write left is in the log at most, which reads do not see yet. */
  private async rememberBefore(): Promise<void> {
    const texts = await this.db.getMany(this.failedKeys);
    this.undo = new Map(this.failedKeys.map((key, i) => [key, texts[i]]));
    this.failedKeys = [];
  }

  private async read<T>(reading: () => Promise<T>): Promise<T> {
    // Nothing can be read while the database is opened again. Whether that succeeded shows in `state`.
    while (this.reopening) await this.reopening.catch(() => {});
    if (this.state === 'shut') await this.reopen();
    const result = reading();
    this.reads.add(result);
    try {
      return await result;
    } catch (error) {
      throw asStoreFailed(error);
    } finally {
      this.reads.delete(result);
    }
  }
}
