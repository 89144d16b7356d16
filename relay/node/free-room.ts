import { open, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

const CHUNK = new Uint8Array(64 * 1024);

/** Beside the log itself, opening writes a new list of files and the like. */
const MARGIN_BYTES = 256 * 1024;

/** A database that opens writes what its log holds into a table, before the log is deleted. */
async function bytesToOpen(folder: string): Promise<number> {
  let bytes = MARGIN_BYTES;
  for (const name of await readdir(folder)) {
    if (name.endsWith('.log')) bytes += (await stat(join(folder, name))).size;
  }
  return bytes;
}

/** Rejects, as the file system does, if the folder has not the room that a database needs to open. Asked by taking it. */
export async function proveRoomToOpen(folder: string): Promise<void> {
  const path = join(folder, 'room-to-open');
  const bytes = await bytesToOpen(folder);
  const file = await open(path, 'w', 0o600);
  try {
    // Written, not reserved: some file systems promise what they do not have.
    for (let written = 0; written < bytes; written += CHUNK.length) await file.writeFile(CHUNK);
    await file.sync();
  } finally {
    await file.close();
    await rm(path, { force: true });
  }
}
