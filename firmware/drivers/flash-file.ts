/** Files in flash. */
export const storage = require('Storage');

/**
 * Writes a file in flash, or a part of a file of `size` bytes. Returns false when there is no room; the interpreter
 * throws then.
 */
export function writeFlashFile(name: string, data: string, offset?: number, size?: number): boolean {
  try {
    return storage.write(name, data, offset, size);
  } catch (e) {
    return false;
  }
}
