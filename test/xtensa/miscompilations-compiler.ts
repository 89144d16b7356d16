import type { Blob, KernelProgram } from '../../xtensa';
import type { Mutation } from '../support/bundle';
import { loadMutated } from '../support/mutated-modules';

/** Loads the compiler with at most one mistake in its sources. */
export function loadCompiler(mutation?: Mutation): (program: KernelProgram) => Blob {
  const { compileKernels } = loadMutated('xtensa/compile-kernels.ts', mutation);
  return compileKernels as (program: KernelProgram) => Blob;
}
