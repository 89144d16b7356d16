import { mkdir, readdir, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { ClassicLevel } from 'classic-level';
import { StoreProblem, StoreUnusable } from '../store/errors';
import { migrate } from '../store/migrations';
import { QueuedStore } from '../store/queued-store';
import type { Store } from '../store/store';
import { LevelEngine, type LevelDatabase } from './level-engine';
import { asOpeningProblem } from './level-faults';

/** How much opening may have to write again after a failed write or a kill. It is small for the sake of small disks. */
const LOG_BYTES = 1 << 20;

/** Makes the database in a folder. Tests pass their own to watch or disturb it. */
type MakeLevelDatabase = (folder: string) => LevelDatabase;

const makeClassicLevel: MakeLevelDatabase = (folder) => new ClassicLevel(folder, { writeBufferSize: LOG_BYTES });

/** The folder of the store's files in a data folder. */
export function storeFolder(dataFolder: string): string {
  return join(resolve(dataFolder), 'store');
}

/** Makes a folder that only its owner can use. Node's own `recursive` never ends on a file system that makes no folders. */
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

/** Refuses a database without the file CURRENT, because LevelDB would begin a new one and delete the old files. */
async function refuseWithoutCurrent(dataFolder: string, folder: string): Promise<void> {
  const names = await readdir(folder);
  if (!names.includes('CURRENT') && names.some((name) => /\.(ldb|sst|log)$/.test(name))) {
    throw new StoreUnusable(dataFolder, 'damaged', 'the file CURRENT is gone', 'restore a backup');
  }
}

/**
 * Opens the store in `dataFolder`, and makes the folder if it does not exist. Rejects with `StoreInUse` or
 * `StoreUnusable`.
 *
 * It uses LevelDB (classic-level) and not LMDB for four reasons. LevelDB needs one fdatasync for a commit, LMDB two. A
 * lock of the kernel on LevelDB's folder keeps a second relay out and ends with the process, even with kill -9, while
 * LMDB lets any number of processes in. LevelDB takes 7 MB installed, prebuilt for all platforms in one package, LMDB
 * 20 MB. On a full disk, promises of lmdb-js reject where nobody can catch them, which ends the process.
 */
export async function openLevelStore(dataFolder: string, make: MakeLevelDatabase = makeClassicLevel): Promise<Store> {
  const folder = storeFolder(dataFolder);
  try {
    await makeFolder(folder);
    await refuseWithoutCurrent(dataFolder, folder);
    const db = make(folder);
    await db.open();
    return new QueuedStore(new LevelEngine(db, folder));
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
