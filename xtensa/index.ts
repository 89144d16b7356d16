export { KernelError } from './kernel-error';
export type { KernelProgram } from './source/kernel-program';
export { readKernels } from './source/read-kernels';
export { createHostMemory } from './host/host-memory';
export { type HostKernel, runOnHost } from './host/run-on-host';
export { type Blob, compileKernels } from './compile-kernels';
