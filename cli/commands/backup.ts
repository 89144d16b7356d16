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

/** Every entry as a line, without ever holding them all. */
async function* linesOf(store: Store): AsyncGenerator<string> {
  for (let after = ''; ;) {
    const page = await store.list('', { after, limit: PAGE_ENTRIES });
    for (const entry of page) if (!entry.key.startsWith(META_PREFIX)) yield lineOf(entry);
    if (page.length < PAGE_ENTRIES) return;
    after = page[page.length - 1].key;
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

/** A new name in a folder is durable once the folder is; some systems cannot be asked for that. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r').catch(() => undefined);
  await handle?.sync().catch(() => {});
  await handle?.close();
}

/** Writes beside the file and then takes its name: under that name there is always a whole backup, the old or the new. */
async function replaceFile(path: string, write: (file: FileHandle) => Promise<void>): Promise<void> {
  const part = `${path}.part`;
  try {
    await rm(part, { force: true });
    // It holds the keys of devices: nobody else may read it.
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
 * Writes all that is stored in the data folder into one file, which is replaced if it is there. Resolves to the number of
 * entries. Throws `Failure`, or a `StoreProblem` such as `StoreInUse` while a relay runs on the data.
 */
export async function backup(path: string, dataFolder: string): Promise<number> {
  const nothing = new Failure(`there is nothing stored in ${dataFolder}: give the folder of the relay with --data`);
  if (!existsSync(join(storeFolder(dataFolder), 'CURRENT'))) throw nothing;
  const store = await openLevelStore(dataFolder);
  try {
    const version = await versionOf(store, dataFolder);
    if (version === 0) throw nothing;
    if (version > newestVersion()) throw new StoreTooNew(version, newestVersion());
    // Nobody else has the store, so both times it tells the same.
    const sum = new BackupSum(version);
    for await (const line of linesOf(store)) sum.add(line);
    await replaceFile(path, (file) => writeLines(file, sum.header(), linesOf(store)));
    return sum.entries;
  } finally {
    await store.close();
  }
}
