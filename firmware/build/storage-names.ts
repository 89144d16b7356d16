/** The boot bundle in dist/. */
export const BOOT_BUNDLE = 'firmware.js';

/** The name in Storage of a file in dist/. */
export function storageNameOf(fileName: string): string {
  return fileName === BOOT_BUNDLE ? '.bootcde' : fileName.replace(/\.js$/, '');
}
