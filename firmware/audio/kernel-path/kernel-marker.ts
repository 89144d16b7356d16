import { storage, writeFlashFile } from '../../drivers/flash-file';

// The crash marker of the kernels: a file that exists from before their first call until their self-test has passed. If
// the file is there at boot, the last try ended in a crash. Writes flash: only while no stream runs.

const FILE = 'sb.trying';

/** Whether the kernels of this version crashed when they were tried. Another version tries its own again. */
export function haveKernelsCrashed(): boolean {
  return storage.read(FILE) === __VERSION__;
}

/** Writes the marker before the kernels are called; false when flash is full, and then they must not be called. */
export function markKernelsTried(): boolean {
  return writeFlashFile(FILE, __VERSION__);
}

/** Erases the marker: the kernels work, or may be tried again. */
export function forgetKernelCrash(): void {
  storage.erase(FILE);
}
