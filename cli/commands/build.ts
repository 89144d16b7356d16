import { join } from 'node:path';
import { rollup, type OutputOptions, type RollupOptions } from 'rollup';
import { reportOn } from '../build/build-report';
import { FIRMWARE_FOLDER, readFirmware } from '../firmware-text';
import { PACKAGE_ROOT } from '../package-root';
import { compileBlob } from '../build/kernel-blob';
// eslint-disable-next-line @typescript-eslint/no-require-imports
const config = require(join(PACKAGE_ROOT, 'rollup.config.js')) as RollupOptions & { output: OutputOptions };

/** `stagebox build`: makes the files of the firmware, and prints what is left of each limit. Gives the exit code. */
export async function build(): Promise<number> {
  const bundle = await rollup(config);
  await bundle.write({ ...config.output, dir: FIRMWARE_FOLDER });
  await bundle.close();
  const { lines, isGood } = reportOn(readFirmware(), compileBlob());
  for (const line of lines) console.log(line);
  return isGood ? 0 : 1;
}
