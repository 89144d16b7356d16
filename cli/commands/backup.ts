import { existsSync } from 'node:fs';
import { open, rename, rm, type FileHandle } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { openLevelStore, storeFolder } from '../../relay/node/level-store';
import { StoreProblem, StoreTooNew } from '../../relay/store/errors';
import { META_PREFIX, newestVersion, versionOf } from '../../relay/store/migrations';
import type { Store } from '../../relay/store/store';
import { BackupSum, lineOf } from '../backup-file';
import { Failure } from '../failure';

const PAGE_ENTRIES = 500;

/** Every entry as a line, read in pages, so that they are never all in memory. */
async function* linesOf(store: Store): AsyncGenerator<string> {
  for (let after = ''; ;) {
    const page = await store.list('', { after, limit: PAGE_ENTRIES });
    for (const entry of page) if (!entry.key.startsWith(META_PREFIX)) yield lineOf(entry);
    if (page.length < PAGE_ENTRIES) return;
    after = page.at(-1)?.key ?? '';
  }
}

async function writeLines(file: FileHandle, header: string, lines: AsyncIterable<string>): Promise<void> {
  await file.writeFile(header);
  let text = '';
  for await (const line of lines) {
    text += line;
    if (text.length < 1 << 18) continue;
    await file.writeFile(text);
    text = '';
  }
  await file.writeFile(text);
  await file.sync();
}

/** Writes a folder to disk, which makes a new name in it durable. Some systems do not support it. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r').catch(() => undefined);
  await handle?.sync().catch(() => {});
  await handle?.close();
}

/**
 * Writes another file and then renames it, so that the path always names a whole backup: the old one or the new one.
 */
async function replaceFile(path: string, write: (file: FileHandle) => Promise<void>): Promise<void> {
  const part = `${path}.part`;
  try {
    await rm(part, { force: true });
    // A backup has the keys of devices, so only its owner may read it.
    const file = await open(part, 'wx', 0o600);
    try {
      await write(file);
    } finally {
      await file.close();
    }
    await rename(part, path);
    await syncFolder(dirname(path));
  } catch (error) {
    await rm(part, { force: true }).catch(() => {});
    if (error instanceof StoreProblem) throw error;
    throw new Failure(`cannot write ${path}: ${(error as Error).message}`);
  }
}

/**
 * `stagebox backup`: writes everything stored in the data folder into one file, which it replaces. Gives the number of
 * entries.
 * @throws Failure, or a StoreProblem such as StoreInUse while a relay uses the folder
 */
export async function backup(path: string, dataFolder: string): Promise<number> {
  const nothing = new Failure(`there is nothing stored in ${dataFolder}: give the folder of the relay with --data`);
  if (!existsSync(join(storeFolder(dataFolder), 'CURRENT'))) throw nothing;
  const store = await openLevelStore(dataFolder);
  try {
    const version = await versionOf(store, dataFolder);
    if (version === 0) throw nothing;
    if (version > newestVersion()) throw new StoreTooNew(version, newestVersion());
    // The store is locked, so both passes read the same entries.
    const sum = new BackupSum(version);
    for await (const line of linesOf(store)) sum.add(line);
    await replaceFile(path, (file) => writeLines(file, sum.header(), linesOf(store)));
    return sum.entries;
  } finally {
    await store.close();
  }
}
