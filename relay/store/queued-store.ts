import { StoreFailed } from './errors';
import { listThrough, type Overlay, type TextList } from './overlay';
import type { Change, Entry, JsonObject, Page, Store } from './store';
import { fromText, rangeOf, toText, type KeyRange, type TextChange } from './stored-text';

/** What a medium must do. `QueuedStore` adds the order of commits, groups, and reads of what is not written yet. */
export interface StoreEngine {
  /** Reads what had been written when it was called. */
  get(key: string): Promise<string | undefined>;
  /** Lists at most `limit` texts in key order. */
  list(range: KeyRange, limit: number): Promise<TextList>;
  /**
   * Writes all changes or none. They are durable when it resolves. It is never called while another write is under way.
   * Rejects with `StoreFailed`.
   */
  write(changes: readonly TextChange[]): Promise<void>;
  close(): Promise<void>;
}

/** Commits are written in groups. A group ends when it holds this much text, so that no write takes very long. */
const GROUP_MAX_CHARS = 1 << 20;

type Waiting = {
  readonly changes: readonly TextChange[];
  readonly number: number;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
};

const charsOf = ({ changes }: Waiting): number =>
  changes.reduce((sum, { key, text = '' }) => sum + key.length + text.length, 0);

/** How many commits make the next group: the first one, and those behind it as long as the group stays small enough. */
function groupLength(line: readonly Waiting[]): number {
  let chars = 0;
  const first = line.findIndex((waiting) => (chars += charsOf(waiting)) > GROUP_MAX_CHARS);
  return first === -1 ? line.length : Math.max(1, first);
}

/** What is not written yet, by key, with the number of the commit that set it last. */
type Pending = Map<string, { readonly text: string | undefined; readonly number: number }>;

const textsOf = (pending: Pending): Overlay => new Map([...pending].map(([key, { text }]) => [key, text]));

/** A store on an engine. It writes one group at a time, while the next commits gather to the next group. */
export class QueuedStore implements Store {
  private readonly engine: StoreEngine;
  private readonly pending: Pending = new Map();
  private line: Waiting[] = [];
  private commits = 0;
  private writing: Promise<void> | undefined;
  private closed: Promise<void> | undefined;

  constructor(engine: StoreEngine) {
    this.engine = engine;
  }

  async get(key: string): Promise<JsonObject | undefined> {
    this.checkOpen();
    const unwritten = this.pending.get(key);
    const text = unwritten ? unwritten.text : await this.engine.get(key);
    return text === undefined ? undefined : fromText(key, text);
  }

  async list(prefix: string, { after, limit = Infinity }: Page = {}): Promise<readonly Entry[]> {
    this.checkOpen();
    const range = rangeOf(prefix, after);
    const texts = await listThrough(textsOf(this.pending), range, limit, (most) => this.engine.list(range, most));
    return texts.map(([key, text]) => ({ key, value: fromText(key, text) }));
  }

  async commit(changes: readonly Change[]): Promise<void> {
    this.checkOpen();
    const texts = toText(changes);
    const number = ++this.commits;
    for (const { key, text } of texts) this.pending.set(key, { text, number });
    const written = new Promise<void>((resolve, reject) => {
      this.line.push({ changes: texts, number, resolve, reject });
    });
    this.writing ??= this.writeLine();
    return written;
  }

  close(): Promise<void> {
    this.closed ??= this.closeEngine();
    return this.closed;
  }

  private async closeEngine(): Promise<void> {
    await this.writing;
    await this.engine.close();
  }

  private checkOpen(): void {
    if (this.closed) throw new StoreFailed('closed', 'it is closed');
  }

  private async writeLine(): Promise<void> {
    // Wait for the end of this turn, so that everything committed in it belongs to the first group.
    await Promise.resolve();
    while (this.line.length > 0) {
      const group = this.line.slice(0, groupLength(this.line));
      try {
        await this.engine.write(group.flatMap(({ changes }) => changes));
      } catch (error) {
        this.rejectAll(error);
        continue;
      }
      this.line = this.line.slice(group.length);
      for (const waiting of group) this.forgetPending(waiting);
      for (const { resolve } of group) resolve();
    }
    this.writing = undefined;
  }

  /** Rejects all commits that wait, too, because they may rest on the one that failed. */
  private rejectAll(error: unknown): void {
    const lost = this.line;
    this.line = [];
    this.pending.clear();
    for (const { reject } of lost) reject(error);
  }

  /** Drops what a commit has set, unless a later one has set it again. */
  private forgetPending({ changes, number }: Waiting): void {
    for (const { key } of changes) if (this.pending.get(key)?.number === number) this.pending.delete(key);
  }
}
