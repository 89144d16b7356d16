// What the relay remembers across restarts: JSON objects by short keys.

/** Anything that survives JSON unchanged. */
export type Json = string | number | boolean | null | readonly Json[] | JsonObject;

/** The value of a key. Members that are undefined are left out. */
export type JsonObject = { readonly [name: string]: Json | undefined };

/** A key and its value. */
export type Entry = { readonly key: string; readonly value: JsonObject };

/** One step of a commit. A key that is removed need not exist. Of two changes of one key, the later one counts. */
export type Change = { readonly put: string; readonly value: JsonObject } | { readonly remove: string };

/** A part of a list: the keys greater than `after`, at most `limit` of them. */
export type Page = { readonly after?: string; readonly limit?: number };

/** The longest key. Keys are 1 to this many characters of printable ASCII without blanks. */
export const KEY_MAX_BYTES = 200;

/** The longest value, as JSON in UTF-8. */
export const VALUE_MAX_BYTES = 64 * 1024;

/**
 * The store. A read returns what is committed or being committed, so a caller of `commit` can read it at once.
 * What a read returns is a copy, which the caller may change.
 */
export interface Store {
  /** The value of the key, or undefined. Rejects with `StoreFailed`. */
  get(key: string): Promise<JsonObject | undefined>;
  /** All entries whose key begins with `prefix`, or simply all for `''`, in the order of their keys' bytes. */
  list(prefix: string, page?: Page): Promise<readonly Entry[]>;
  /**
   * Makes all of `changes` or none. Resolves once they would survive a loss of power. Commits take effect in the order in
   * which they were made. Values are read during the call, not later. Rejects with `BadChange`, having done nothing, or
   * with `StoreFailed`. Then all commits that waited behind it are rejected, too, because they may rest on what was lost.
   * A commit made after the rejection may succeed again.
   */
  commit(changes: readonly Change[]): Promise<void>;
  /** Waits for the commits under way, and closes. May be called twice. Later calls reject with `StoreFailed`, `closed`. */
  close(): Promise<void>;
}
