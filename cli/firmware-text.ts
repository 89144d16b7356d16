import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { builtFileOf, MANIFEST_NAME, type StorageFiles } from '../firmware/build/storage-names';
import { Failure } from './failure';
import { PACKAGE_ROOT } from './package-root';

/** Where the build puts the files of the firmware. */
export const FIRMWARE_FOLDER = join(PACKAGE_ROOT, 'dist');

/** The text of the source map of a file of the firmware, by the file's name in Storage, or undefined if there is none. */
export function readSourceMap(storageName: string, folder = FIRMWARE_FOLDER): string | undefined {
  const path = join(folder, `${builtFileOf(storageName)}.map`);
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
}

/**
 * The files of the firmware by their names in Storage, as they go onto a board. The manifest comes last.
 * @throws Failure when it was not built
 */
export function readFirmware(folder = FIRMWARE_FOLDER): StorageFiles {
  const read = (name: string): string => readFileSync(join(folder, builtFileOf(name)), 'latin1');
  try {
    const manifest = read(MANIFEST_NAME);
    const names = Object.keys(JSON.parse(manifest) as object);
    return { ...Object.fromEntries(names.map((name) => [name, read(name)])), [MANIFEST_NAME]: manifest };
  } catch {
    throw new Failure('the firmware is not built yet: run "npm run build" first');
  }
}
