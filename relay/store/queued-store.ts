import { StoreFailed } from './errors';
import type { Change, Entry, JsonObject, Page, Store } from './store';
import { listThrough, type Overlay, type TextList } from './overlay';
import { fromText, rangeOf, toText, type KeyRange, type TextChange } from './stored-text';

/** What a medium has to do; order, grouping and reading what is not written yet are done here for all of them. */
export interface StoreEngine {
  /** Reads what was written when it was called. */
  get(key: string): Promise<string | undefined>;
  /** In key order, `limit` at most. */
  list(range: KeyRange, limit: number): Promise<TextList>;
  /** All or nothing, durable when it resolves. Never called while another write is under way. Rejects with `StoreFailed`. */
  write(changes: readonly TextChange[]): Promise<void>;
  close(): Promise<void>;
}

/** A group is written at once; beyond this much text the rest waits for the next, so that no write takes very long. */
const GROUP_MAX_CHARS = 1 << 20;

type Waiting = {
  readonly changes: readonly TextChange[];
  readonly number: number;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
};

const charsOf = ({ changes }: Waiting): number =>
  changes.reduce((sum, { key, text = '' }) => sum + key.length + text.length, 0);

/** The first of the line, and as many behind it as go well into one write. */
function groupLength(line: readonly Waiting[]): number {
  let chars = 0;
  const first = line.findIndex((waiting) => (chars += charsOf(waiting)) > GROUP_MAX_CHARS);
  return first === -1 ? line.length : Math.max(1, first);
}

/** What is not written yet, with the number of the commit that said it last. */
type Pending = Map<string, { readonly text: string | undefined; readonly number: number }>;

const textsOf = (pending: Pending): Overlay => new Map([...pending].map(([key, { text }]) => [key, text]));

/** A store on an engine: one write at a time, and while it is under way the next commits gather to one group. */
export function createQueuedStore(engine: StoreEngine): Store {
  const pending: Pending = new Map();
  let line: Waiting[] = [];
  let commits = 0;
  let writing: Promise<void> | undefined;
  let closed: Promise<void> | undefined;

  const checkOpen = (): void => {
    if (closed) throw new StoreFailed('closed', 'it is closed already');
  };

  async function writeLine(): Promise<void> {
    // Whatever is committed in this turn goes into the first group, too.
    await undefined;
    while (line.length > 0) {
      const group = line.slice(0, groupLength(line));
      try {
        await engine.write(group.flatMap(({ changes }) => changes));
      } catch (error) {
        const lost = line;
        line = [];
        pending.clear();
        for (const { reject } of lost) reject(error);
        continue;
      }
      line = line.slice(group.length);
      const written = group[group.length - 1].number;
      for (const { key } of group.flatMap(({ changes }) => changes)) {
        if ((pending.get(key)?.number ?? Infinity) <= written) pending.delete(key);
      }
      for (const { resolve } of group) resolve();
    }
    writing = undefined;
  }

  async function list(prefix: string, { after, limit = Infinity }: Page = {}): Promise<readonly Entry[]> {
    checkOpen();
    const range = rangeOf(prefix, after);
    const entries = await listThrough(textsOf(pending), range, limit, (most) => engine.list(range, most));
    return entries.map(([key, text]) => ({ key, value: fromText(key, text) }));
  }

  return {
    async get(key: string): Promise<JsonObject | undefined> {
      checkOpen();
      const unwritten = pending.get(key);
      const text = unwritten ? unwritten.text : await engine.get(key);
      return text === undefined ? undefined : fromText(key, text);
    },
    list,
    async commit(changes: readonly Change[]): Promise<void> {
      checkOpen();
      const texts = toText(changes);
      const number = ++commits;
      for (const { key, text } of texts) pending.set(key, { text, number });
      const written = new Promise<void>((resolve, reject) => {
        line.push({ changes: texts, number, resolve, reject });
      });
      writing ??= writeLine();
      return written;
    },
    close() {
      closed ??= (async () => {
        await writing;
        await engine.close();
      })();
      return closed;
    },
  };
}
