import { open, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

const CHUNK = new Uint8Array(64 * 1024);

/** Room for what opening writes besides the log: a new list of files and the like. */
const MARGIN_BYTES = 256 * 1024;

/** When LevelDB opens, it writes what its log holds into a table before it deletes the log. */
async function bytesToOpen(folder: string): Promise<number> {
  let bytes = MARGIN_BYTES;
  for (const name of await readdir(folder)) {
    if (name.endsWith('.log')) bytes += (await stat(join(folder, name))).size;
  }
  return bytes;
}

/**
 * Proves that the file system of `folder` has the room that a LevelDB needs to open, by taking that room for a moment.
 * Rejects as the file system does if it has not.
 */
export async function proveRoomToOpen(folder: string): Promise<void> {
  const path = join(folder, 'room-to-open');
  const bytes = await bytesToOpen(folder);
  const file = await open(path, 'w', 0o600);
  try {
    // Written, not reserved, because some file systems reserve what they do not have.
    for (let written = 0; written < bytes; written += CHUNK.length) await file.writeFile(CHUNK);
    await file.sync();
  } finally {
    await file.close();
    await rm(path, { force: true });
  }
}
