import { dialectProblems } from '../../firmware/build/dialect';
import { fileLimits, isBroken, limitLine } from '../../firmware/build/limits';
import { builtFileOf, MANIFEST_NAME, type StorageFiles } from '../../firmware/build/storage-names';
import type { Blob } from '../../xtensa';
import { kernelLimits } from './kernel-blob';

/** The lines that describe a build, and whether boards can run it. */
type BuildReport = { readonly lines: readonly string[]; readonly isGood: boolean };

/** Checks the sizes of a build's files and machine code, and whether stock Espruino understands the files. */
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
