import { buildFirmware } from '../build/build-firmware';
import { reportOn } from '../build/build-report';
import { compileBlob } from '../build/kernel-blob';
import { readFirmware } from '../firmware-text';

/**
 * `stagebox build`: makes the files of the firmware, and prints what is left of each limit. Gives the exit code.
 * @throws Failure with file, line and reason if the sources do not build
 */
export async function build(): Promise<number> {
  await buildFirmware({ onlyIfStale: false });
  const { lines, isGood } = reportOn(readFirmware(), compileBlob());
  for (const line of lines) console.log(line);
  return isGood ? 0 : 1;
}
