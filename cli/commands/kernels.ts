import { isBroken, limitLine } from '../../firmware/build/limits';
import { codeBytes } from '../../xtensa/blob-module';
import { compileBlob, kernelLimits } from '../build/kernel-blob';

/** `stagebox kernels`: compiles the kernels, and prints their entries, sizes and limits. Gives the exit code. */
export function kernels(options: { readonly listing: boolean }, entryFile?: string): number {
  const blob = compileBlob(entryFile);
  const offsets = Object.entries(blob.entries).sort(([, a], [, b]) => a - b);
  for (const [name, offset] of offsets) console.log(`${offset.toString(16).padStart(4, '0')}  ${name}`);
  console.log(`code ${codeBytes(blob)}, tables ${blob.tables.length}`);
  const limits = kernelLimits(blob);
  for (const limit of limits) console.log(limitLine(limit));
  if (options.listing) console.log(`\n${blob.listing}`);
  return limits.some(isBroken) ? 1 : 0;
}
