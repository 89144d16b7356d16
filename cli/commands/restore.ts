import { existsSync } from 'node:fs';
import { readFile, rename } from 'node:fs/promises';
import { openLevelStore, storeFolder } from '../../relay/node/level-store';
import { BadChange, StoreFailed, StoreUnusable } from '../../relay/store/errors';
import { META_PREFIX, newestVersion, VERSION_KEY } from '../../relay/store/migrations';
import type { Change, Store } from '../../relay/store/store';
import { readBackup, type Backup } from '../backup-file';
import { Failure } from '../failure';

/** What a restore has done. */
type Restored = {
  readonly entries: number;
  /** The folder that damaged files were moved to, if there were any. */
  readonly setAside: string | undefined;
};

const isDamaged = (error: unknown): boolean =>
  (error instanceof StoreUnusable || error instanceof StoreFailed) && error.code === 'damaged';

/** Opens the store and lists all its keys. */
async function openToReplace(dataFolder: string): Promise<{ store: Store; keys: readonly string[] }> {
  const store = await openLevelStore(dataFolder);
  try {
    return { store, keys: (await store.list('')).map(({ key }) => key) };
  } catch (error) {
    await store.close();
    throw error;
  }
}

function freeName(folder: string): string {
  for (let n = 1; ; n++) if (!existsSync(`${folder}.damaged-${n}`)) return `${folder}.damaged-${n}`;
}

/** The changes that replace everything stored. They are one commit, so that a crash leaves the old data or the new. */
function changesTo({ version, entries }: Backup, keys: readonly string[]): readonly Change[] {
  const kept = new Set(entries.map(({ key }) => key));
  return [
    ...keys.filter((key) => !kept.has(key)).map((key) => ({ remove: key })),
    ...entries.map(({ key, value }) => ({ put: key, value })),
    { put: VERSION_KEY, value: { version } },
  ];
}

/**
 * `stagebox restore`: replaces everything stored in the data folder by a backup. If something is stored there, `force`
 * is required. With it, damaged files are moved aside.
 * @throws Failure or a StoreProblem, without having changed anything
 */
export async function restore(path: string, dataFolder: string, force: boolean): Promise<Restored> {
  const bytes = await readFile(path).catch((error: Error) => {
    throw new Failure(`cannot read ${path}: ${error.message}`);
  });
  const backup = readBackup(path, bytes, newestVersion());
  let setAside: string | undefined;
  const { store, keys } = await openToReplace(dataFolder).catch(async (error: unknown) => {
    if (!isDamaged(error)) throw error;
    if (!force) throw new Failure(`${(error as Error).message}; --force sets the damaged files aside`);
    setAside = freeName(storeFolder(dataFolder));
    await rename(storeFolder(dataFolder), setAside);
    return openToReplace(dataFolder);
  });
  try {
    const stored = keys.filter((key) => !key.startsWith(META_PREFIX)).length;
    if (stored > 0 && !force) throw new Failure(`${dataFolder} holds ${stored} entries: --force replaces them`);
    await store.commit(changesTo(backup, keys));
    return { entries: backup.entries.length, setAside };
  } catch (error) {
    if (error instanceof BadChange) throw new Failure(`${path} cannot be restored: ${error.message}`);
    throw error;
  } finally {
    await store.close();
  }
}
