// The files of the firmware: how they are called in dist/, and in the board's Storage.

/** The boot bundle in dist/. */
export const BOOT_BUNDLE = 'firmware.js';

/** The boot bundle in Storage: the file that Espruino runs at every start. */
export const BOOT_FILE = '.bootcde';

/** The manifest in Storage. In dist/ it has the ending `.json`. */
export const MANIFEST_NAME = 'sb.manifest';

/** The texts of a build by their names in Storage. After the minifier they are ASCII. */
export type StorageFiles = Readonly<Record<string, string>>;

/** The name in Storage of a script in dist/. */
export function storageNameOf(fileName: string): string {
  return fileName === BOOT_BUNDLE ? BOOT_FILE : fileName.replace(/\.js$/, '');
}

/** The file in dist/ of a name in Storage. */
export function builtFileOf(storageName: string): string {
  if (storageName === BOOT_FILE) return BOOT_BUNDLE;
  return `${storageName}${storageName === MANIFEST_NAME ? '.json' : '.js'}`;
}
