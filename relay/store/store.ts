// What the relay remembers across restarts: JSON objects under short keys.

/** Anything that survives JSON unchanged. */
export type Json = string | number | boolean | null | readonly Json[] | JsonObject;

/** What a key holds. Members that are undefined are left out. */
export type JsonObject = { readonly [name: string]: Json | undefined };

/** A key and what it holds. */
export type Entry = { readonly key: string; readonly value: JsonObject };

/** One step of a commit. Removing what is not there is no mistake; of two changes of one key the later counts. */
export type Change = { readonly put: string; readonly value: JsonObject } | { readonly remove: string };

/** A part of a list: keys greater than `after`, `limit` at most. */
export type Page = { readonly after?: string; readonly limit?: number };

/** Printable ASCII without blanks, 1 to this many bytes. */
export const KEY_MAX_BYTES = 200;

/** Of a value as JSON in UTF-8. */
export const VALUE_MAX_BYTES = 64 * 1024;

/**
 * The store. Reads tell what is committed or being committed, so whoever called `commit` reads it at once.
 * What comes back is a copy: it may be changed without harm.
 */
export interface Store {
  /** What the key holds, or undefined. Rejects with `StoreFailed`. */
  get(key: string): Promise<JsonObject | undefined>;
  /** All entries whose key begins with `prefix` (`''`: all there are), in the order of their keys' bytes. */
  list(prefix: string, page?: Page): Promise<readonly Entry[]>;
  /**
   * All of `changes` or none. Resolves once they would survive a loss of power; commits take effect in the order they
   * were made. Values are read during the call, not later. Rejects with `BadChange`, having done nothing, or with
   * `StoreFailed`; then commits that waited behind are rejected as well, since they may rest on what was lost.
   * A commit made after a failure was told may succeed again.
   */
  commit(changes: readonly Change[]): Promise<void>;
  /** Waits for the commits under way. May be called twice; whatever is asked later rejects with `StoreFailed`, `closed`. */
  close(): Promise<void>;
}
