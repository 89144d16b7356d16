import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Failure } from './failure';

/** Where the build puts the bundle. */
export const FIRMWARE_PATH = join(__dirname, '..', 'dist', 'firmware.js');

/** The text of the bundle, the very one that goes onto a board. @throws Failure when it was not built */
export function readFirmware(path = FIRMWARE_PATH): string {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    throw new Failure('the firmware is not built yet: run "npm run build" first');
  }
}
