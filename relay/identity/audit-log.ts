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
/** Most entries that are listed at once, and removed at once. */
export const AUDIT_LIST_MAX = 1000;
/** Longest text in an entry. */
const TEXT_MAX = 120;

/** Who did what to whom. Never a key, a token or what somebody said. */
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

/** The entry in a list of its own; an empty list for a record that is none. */
function readEntry(value: JsonObject): readonly AuditEntry[] {
  const entry = readRecord(record, value);
  return isRefusal(entry) ? [] : [entry];
}

/** What was done in rooms and to the relay, kept for 90 days, in the order in which it was done. */
export class AuditLog {
  private readonly store: Pick<Store, 'list' | 'commit'>;
  private lastMs: number;
  private count: number;

  private constructor(store: Pick<Store, 'list' | 'commit'>, lastMs: number, count: number) {
    this.store = store;
    this.lastMs = lastMs;
    this.count = count;
  }

  /** Goes on after the last entry, also when the clock was set back meanwhile. */
  static async open(store: Pick<Store, 'list' | 'commit'>): Promise<AuditLog> {
    // The store lists from old to new, so the last instant with an entry is searched for by halves.
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

  /** Resolves once the entry is stored. Texts over 120 characters are cut. */
  async write(entry: AuditEntry): Promise<void> {
    await this.store.commit([this.changeOf(entry)]);
  }

  /** The change that stores an entry, for whoever stores it together with what it tells of; in the order of the calls. */
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
    // The store lists from old to new: look back over ever longer spans until there are enough.
    for (let spanMs = HOUR_MS; ; spanMs *= 8) {
      const sinceMs = this.lastMs - spanMs;
      const entries = await this.since(sinceMs, wanted);
      if (entries.length >= wanted || sinceMs <= 0) return entries.reverse();
    }
  }

  /** Removes what is older than 90 days; returns how many entries that were. */
  async forgetOld(nowMs: number): Promise<number> {
    let removed = 0;
    for (;;) {
      const page = await this.store.list(PREFIX, { limit: AUDIT_LIST_MAX });
      // By what is written in them: a clock that was wrong once names later keys too.
      const old = page.filter(({ value }) => !(Number(value.atMs) >= nowMs - AUDIT_FOR_MS));
      if (old.length > 0) await this.store.commit(old.map(({ key }) => ({ remove: key })));
      removed += old.length;
      if (old.length < AUDIT_LIST_MAX) return removed;
    }
  }

  /** The last `wanted` entries from an instant on, oldest first. */
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
