import { mkdir, readdir, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { ClassicLevel } from 'classic-level';
import { StoreProblem, StoreUnusable } from '../store/errors';
import { migrate } from '../store/migrations';
import { createQueuedStore } from '../store/queued-store';
import type { Store } from '../store/store';
import { createLevelEngine, type LevelDatabase } from './level-engine';
import { asOpeningProblem } from './level-faults';

/** What opening anew after a failed write, or after a kill, may have to write again: kept small for small disks. */
const LOG_BYTES = 1 << 20;

/** The database itself; given otherwise by tests of what is asked of it. */
export type MakeLevelDatabase = (folder: string) => LevelDatabase;

const makeClassicLevel: MakeLevelDatabase = (folder) => new ClassicLevel(folder, { writeBufferSize: LOG_BYTES });

/** Where in a data folder the store has its files. */
export function storeFolder(dataFolder: string): string {
  return join(resolve(dataFolder), 'store');
}

/** Makes the folder for its owner alone. Node's own recursive way never ends where a file system makes no folders. */
async function makeFolder(folder: string, isRetry = false): Promise<void> {
  try {
    await mkdir(folder, { mode: 0o700 });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST' && (await stat(folder)).isDirectory()) return;
    if (code !== 'ENOENT' || isRetry || dirname(folder) === folder) throw error;
    await makeFolder(dirname(folder));
    await makeFolder(folder, true);
  }
}

/** Without CURRENT, the file that all begins with, LevelDB would start afresh and delete what is there. */
async function refuseWithoutBeginning(dataFolder: string, folder: string): Promise<void> {
  const names = await readdir(folder);
  if (!names.includes('CURRENT') && names.some((name) => /\.(ldb|sst|log)$/.test(name))) {
    throw new StoreUnusable(dataFolder, 'damaged', 'the file CURRENT is gone', 'restore a backup');
  }
}

/**
 * Opens the store in `dataFolder`, which is made if it is not there. Rejects with `StoreInUse` or `StoreUnusable`.
 *
 * On LevelDB (classic-level) rather than LMDB. It needs one fdatasync a commit, LMDB two; the kernel's lock on its folder
 * keeps a second relay out and is gone with the process, even by kill -9, whereas LMDB lets any number of processes in;
 * it takes 7 MB installed, prebuilt for all platforms in one package, LMDB 20 MB; and lmdb-js answers a full disk
 * with promises that reject where nobody can catch them, which ends the process.
 */
export async function openLevelStore(dataFolder: string, make: MakeLevelDatabase = makeClassicLevel): Promise<Store> {
  const folder = storeFolder(dataFolder);
  try {
    await makeFolder(folder);
    await refuseWithoutBeginning(dataFolder, folder);
    const db = make(folder);
    await db.open();
    return createQueuedStore(createLevelEngine(db, folder));
  } catch (error) {
    throw error instanceof StoreProblem ? error : asOpeningProblem(dataFolder, error);
  }
}

/** Opens the store and brings it to the newest version. Rejects with any `StoreProblem`, leaving nothing open. */
export async function openRelayStore(dataFolder: string): Promise<Store> {
  const store = await openLevelStore(dataFolder);
  try {
    await migrate(store, dataFolder);
    return store;
  } catch (error) {
    await store.close();
    throw error;
  }
}
