import { join } from 'node:path';
import { rollup, type OutputOptions, type RollupOptions } from 'rollup';
import { dialectProblems } from '../firmware/build/dialect';
import { fileLimits, isBroken, limitLine } from '../firmware/build/limits';
import { MANIFEST_NAME } from '../firmware/build/manifest';
import { PACKAGE_ROOT } from './package-root';
import { builtFileOf, FIRMWARE_FOLDER, readFirmware } from './firmware-text';
import { compileBlob, kernelLimits } from './kernels';
// eslint-disable-next-line @typescript-eslint/no-require-imports
const config = require(join(PACKAGE_ROOT, 'rollup.config.js')) as RollupOptions & { output: OutputOptions };

/** `stagebox build`: makes the files of the firmware, and shows what of each limit is left. The exit code is 1 over a limit. */
export async function build(): Promise<number> {
  const bundle = await rollup(config);
  await bundle.write({ ...config.output, dir: FIRMWARE_FOLDER });
  await bundle.close();
  const firmware = readFirmware();
  const problems: string[] = [];
  for (const [name, text] of Object.entries(firmware)) {
    console.log(`dist/${builtFileOf(name)}: ${text.length} bytes, ${name} in Storage`);
    if (name === MANIFEST_NAME) continue;
    problems.push(...dialectProblems(text).map((problem) => `${builtFileOf(name)}:${problem}`));
  }
  const limits = [...fileLimits(firmware), ...kernelLimits(compileBlob())];
  for (const limit of limits) console.log(limitLine(limit));
  console.log(problems.length === 0 ? 'dialect: stock Espruino can run it' : `dialect:\n  ${problems.join('\n  ')}`);
  return problems.length === 0 && !limits.some(isBroken) ? 0 : 1;
}
