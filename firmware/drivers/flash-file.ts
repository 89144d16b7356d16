/** Files in flash. */
export const storage = require('Storage');

/** Before each file, and what rounds it up. */
export const OVERHEAD_BYTES = 36;

/**
 * Whether so many bytes have room in one file. Otherwise the interpreter would compact the flash, and move the program
 * that runs from it.
 */
export function hasRoom(bytes: number): boolean {
  return storage.getFree() >= bytes + OVERHEAD_BYTES;
}

/** Writes a file in flash, or a part of a file of `size` bytes. Returns false when there is no room. */
export function writeFlashFile(name: string, data: string, offset?: number, size?: number): boolean {
  if (!offset && !hasRoom(size || data.length)) return false;
  try {
    return storage.write(name, data, offset, size);
  } catch (e) {
    return false;
  }
}
