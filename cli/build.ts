import { rollup, type RollupOptions } from 'rollup';
import { dialectProblems } from '../firmware/build/dialect';
import { FIRMWARE_PATH, readFirmware } from './firmware-text';
// eslint-disable-next-line @typescript-eslint/no-require-imports
const config = require('../rollup.config.js') as RollupOptions & { output: { file: string } };

/** Never more than this, minified: docs/reference/limits.md. */
export const BUNDLE_MAX_BYTES = 48 * 1024;

/** `stagebox build`: bundles the firmware and judges it; the exit code. */
export async function build(): Promise<number> {
  const bundle = await rollup(config);
  await bundle.write({ ...config.output, file: FIRMWARE_PATH });
  await bundle.close();
  const text = readFirmware();
  const problems = dialectProblems(text);
  console.log(`dist/firmware.js: ${text.length} of at most ${BUNDLE_MAX_BYTES} bytes`);
  console.log(problems.length === 0 ? 'dialect: stock Espruino can run it' : `dialect:\n  ${problems.join('\n  ')}`);
  return problems.length === 0 && text.length <= BUNDLE_MAX_BYTES ? 0 : 1;
}
