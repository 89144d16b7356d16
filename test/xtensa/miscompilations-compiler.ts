import type { Blob, KernelProgram } from '../../xtensa';
import type { Mutation } from '../support/bundle';
import { loadMutated } from '../support/mutated-modules';

/** What turns read kernels into machine code, with at most one mistake put into its sources; its modules are its own. */
export function loadCompiler(mutation?: Mutation): (program: KernelProgram) => Blob {
  const { compileKernels } = loadMutated('xtensa/compile-kernels.ts', mutation);
  return compileKernels as (program: KernelProgram) => Blob;
}
