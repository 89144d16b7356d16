import { dialectProblems } from '../firmware/build/dialect';
import { fileLimits, isBroken, limitLine } from '../firmware/build/limits';
import { builtFileOf, MANIFEST_NAME, type StorageFiles } from '../firmware/build/storage-names';
import type { Blob } from '../xtensa';
import { kernelLimits } from './kernels';

/** What is said of a build, line by line, and whether boards can have it. */
type BuildReport = { readonly lines: readonly string[]; readonly isGood: boolean };

/** Judges the files of a build by their size and by what stock Espruino understands, and its machine code by its size. */
export function reportOn(firmware: StorageFiles, blob: Blob): BuildReport {
  const files = Object.entries(firmware);
  const scripts = files.filter(([name]) => name !== MANIFEST_NAME);
  const problems = scripts.flatMap(([name, text]) =>
    dialectProblems(text).map((problem) => `${builtFileOf(name)}:${problem}`),
  );
  const limits = [...fileLimits(firmware), ...kernelLimits(blob)];
  return {
    lines: [
      ...files.map(([name, text]) => `dist/${builtFileOf(name)}: ${text.length} bytes, ${name} in Storage`),
      ...limits.map(limitLine),
      problems.length === 0 ? 'dialect: stock Espruino can run it' : `dialect:\n  ${problems.join('\n  ')}`,
    ],
    isGood: problems.length === 0 && !limits.some(isBroken),
  };
}
