import { StoreTooNew, StoreUnusable } from './errors';
import type { Change, Entry, JsonObject, Store } from './store';

/** The step from the data of version `to - 1` to version `to`. */
export type Migration = {
  readonly to: number;
  /** What must change, given all entries in key order but those under `meta/`. A pure function. */
  readonly changes: (entries: readonly Entry[]) => readonly Change[];
};

/** The key that holds `{ version }`. Keys under `meta/` belong to the store itself. */
export const VERSION_KEY = 'meta/version';

/** Migrations do not change anything under this prefix. */
export const META_PREFIX = 'meta/';

/** The steps that this relay knows. Version 1 is the first one, so its step changes nothing. */
export const MIGRATIONS: readonly Migration[] = [
  { to: 1, changes: () => [] },
  { to: 2, changes: roomOrdersInCamelCase },
];

/** The version that `migrations` lead to. Throws if their versions are not 1, 2, 3 …, which is a mistake in the code. */
export function newestVersion(migrations: readonly Migration[] = MIGRATIONS): number {
  migrations.forEach(({ to }, i) => {
    if (to !== i + 1) throw new Error(`migration ${i + 1} says that it leads to version ${to}`);
  });
  return migrations.length;
}

/** All entries but those that belong to the store itself. */
export async function dataOf(store: Store): Promise<readonly Entry[]> {
  return (await store.list('')).filter(({ key }) => !key.startsWith(META_PREFIX));
}

/** The version of the stored data, 0 for an empty store. Rejects with `StoreUnusable`, `foreign`, for data without one. */
export async function versionOf(store: Store, folder: string): Promise<number> {
  const version = (await store.get(VERSION_KEY))?.version;
  if (typeof version === 'number' && Number.isInteger(version) && version > 0) return version;
  if (version === undefined && (await store.list('', { limit: 1 })).length === 0) return 0;
  throw new StoreUnusable(folder, 'foreign', 'it is not data of a relay', 'choose another folder, or restore a backup');
}

/**
 * Brings the stored data to the newest version, and resolves to that version. Each step is one commit together with its
 * version, so a process that is killed at any instant continues where it was. Rejects with `StoreTooNew`, having changed
 * nothing, or with `StoreFailed`.
 */
export async function migrate(
  store: Store,
  folder: string,
  migrations: readonly Migration[] = MIGRATIONS,
): Promise<number> {
  const newest = newestVersion(migrations);
  const version = await versionOf(store, folder);
  if (version > newest) throw new StoreTooNew(version, newest);
  for (const { to, changes } of migrations.slice(version)) {
    const steps = changes(await dataOf(store));
    const own = steps.find((change) => ('put' in change ? change.put : change.remove).startsWith(META_PREFIX));
    if (own) throw new Error(`migration ${to} changes what is under ${META_PREFIX}`);
    await store.commit([...steps, { put: VERSION_KEY, value: { version: to } }]);
  }
  return newest;
}

/** Orders to rooms hold an `event`, of which the kind is camel case: `{ event: { kind: 'seatReserved' } }`. */
function roomOrdersInCamelCase(entries: readonly Entry[]): readonly Change[] {
  return entries.flatMap(({ key, value: { happening, ...rest } }): readonly Change[] => {
    if (!key.startsWith('room-order/') || typeof happening !== 'object' || happening === null) return [];
    const event = happening as JsonObject;
    if (typeof event.kind !== 'string') return [];
    const kind = event.kind.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
    return [{ put: key, value: { ...rest, event: { ...event, kind } } }];
  });
}
