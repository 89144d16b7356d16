import * as v from 'valibot';
import { isRefusal } from '../ports/refusal';
import { exactly, type FieldsOf } from '../records/fields';
import { readRecord } from '../records/read-as';
import type { Change, JsonObject, Store } from '../store/store';
import { DAY_MS, HOUR_MS } from '../ports/time-units';

const PREFIX = 'audit/';
const TIME_DIGITS = 15;
const COUNT_DIGITS = 9;
/** How long entries are kept. */
export const AUDIT_FOR_MS = 90 * DAY_MS;
/** The most entries that are listed or removed at once. */
export const AUDIT_LIST_MAX = 1000;
/** Longest text in an entry, in characters. */
const TEXT_MAX = 120;

/** Who did what to whom. It never holds a key, a token or something that somebody wrote. */
export type AuditEntry = {
  /** Time of day, in milliseconds since 1970. */
  readonly atMs: number;
  /** A person, or `operator`. */
  readonly by: string;
  readonly action: string;
  readonly room?: string;
  readonly to?: string;
};

const cut = (text: string): string => Array.from(text).slice(0, TEXT_MAX).join('');

const record = exactly({
  atMs: v.number(),
  by: v.string(),
  action: v.string(),
  room: v.exactOptional(v.string()),
  to: v.exactOptional(v.string()),
} satisfies FieldsOf<AuditEntry>);

/** A list with the entry. It is empty if the record is not an entry. */
function readEntry(value: JsonObject): readonly AuditEntry[] {
  const entry = readRecord(record, value);
  return isRefusal(entry) ? [] : [entry];
}

/** What was done in rooms and to the relay, in order. Entries are kept for 90 days. */
export class AuditLog {
  private readonly store: Pick<Store, 'list' | 'commit'>;
  private lastMs: number;
  private count: number;

  private constructor(store: Pick<Store, 'list' | 'commit'>, lastMs: number, count: number) {
    this.store = store;
    this.lastMs = lastMs;
    this.count = count;
  }

  /** Continues after the last entry, even if the clock was set back since then. */
  static async open(store: Pick<Store, 'list' | 'commit'>): Promise<AuditLog> {
    // The store lists from old to new, so a binary search finds the last instant that has an entry.
    let lastMs = 0;
    for (let spanMs = 2 ** 49; spanMs >= 1; spanMs /= 2) {
      const later = await store.list(PREFIX, { after: keyAt(lastMs + spanMs, 0), limit: 1 });
      if (later.length > 0) lastMs += spanMs;
    }
    let count = 0;
    for (;;) {
      const page = await store.list(PREFIX, { after: keyAt(lastMs, count), limit: AUDIT_LIST_MAX });
      if (page.length === 0) return new AuditLog(store, lastMs, count);
      count = Number(page.at(-1)?.key.split('-')[1]) || 0;
    }
  }

  /** Resolves once the entry is stored. Texts are cut after 120 characters. */
  async write(entry: AuditEntry): Promise<void> {
    await this.store.commit([this.changeOf(entry)]);
  }

  /** The change that stores an entry, for a caller that stores it together with what it reports. Entries keep the order of the calls. */
  changeOf(entry: AuditEntry): Change {
    this.lastMs = Math.max(this.lastMs, Math.floor(entry.atMs));
    this.count++;
    const value: JsonObject = {
      atMs: entry.atMs,
      by: cut(entry.by),
      action: cut(entry.action),
      room: entry.room === undefined ? undefined : cut(entry.room),
      to: entry.to === undefined ? undefined : cut(entry.to),
    };
    return { put: keyAt(this.lastMs, this.count), value };
  }

  /** The newest entries, newest first. */
  async latest(limit: number): Promise<AuditEntry[]> {
    const wanted = Math.min(Math.max(0, Math.floor(limit)), AUDIT_LIST_MAX);
    // The store lists from old to new, so this looks back over longer and longer spans until there are enough entries.
    for (let spanMs = HOUR_MS; ; spanMs *= 8) {
      const sinceMs = this.lastMs - spanMs;
      const entries = await this.since(sinceMs, wanted);
      if (entries.length >= wanted || sinceMs <= 0) return entries.reverse();
    }
  }

  /** Removes the entries that are older than 90 days. Returns their number. */
  async forgetOld(nowMs: number): Promise<number> {
    let removed = 0;
    for (;;) {
      const page = await this.store.list(PREFIX, { limit: AUDIT_LIST_MAX });
      // The time in the entry counts, not the key: after a clock was wrong once, later keys are wrong as well.
      const old = page.filter(({ value }) => !(Number(value.atMs) >= nowMs - AUDIT_FOR_MS));
      if (old.length > 0) await this.store.commit(old.map(({ key }) => ({ remove: key })));
      removed += old.length;
      if (old.length < AUDIT_LIST_MAX) return removed;
    }
  }

  /** The last `wanted` entries since an instant, the oldest first. */
  private async since(sinceMs: number, wanted: number): Promise<AuditEntry[]> {
    const entries: AuditEntry[] = [];
    let after = keyAt(Math.max(0, sinceMs), 0);
    for (;;) {
      const page = await this.store.list(PREFIX, { after, limit: AUDIT_LIST_MAX });
      for (const { value } of page) entries.push(...readEntry(value));
      entries.splice(0, entries.length - wanted);
      const last = page.at(-1);
      if (!last || page.length < AUDIT_LIST_MAX) return entries;
      after = last.key;
    }
  }
}

function keyAt(atMs: number, count: number): string {
  return PREFIX + String(atMs).padStart(TIME_DIGITS, '0') + '-' + String(count).padStart(COUNT_DIGITS, '0');
}
