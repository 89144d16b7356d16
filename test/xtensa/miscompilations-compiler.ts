import { join } from 'node:path';
import type { Blob, KernelProgram } from '../../xtensa';
import type { Mutation } from '../support/bundle';
import { loadMutated } from '../support/mutated-modules';

const ROOT = join(__dirname, '../../xtensa');

/** What turns read kernels into machine code, with at most one mistake put into its sources; its modules are its own. */
export function loadCompiler(mutation?: Mutation): (program: KernelProgram) => Blob {
  const { compileKernels } = loadMutated(ROOT, 'compile-kernels.ts', mutation);
  return compileKernels as (program: KernelProgram) => Blob;
}
