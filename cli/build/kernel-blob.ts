import type { Limit } from '../../firmware/build/limits';
import { type Blob, KernelError, compileKernels, readKernels } from '../../xtensa';
import { blobBytes, codeBytes, KERNEL_BYTES, RTC_FAST_CODE_BYTES } from '../../xtensa/blob-module';
import { Failure } from '../failure';

const KERNELS_ENTRY = 'firmware/kernels/index.ts';

/** The limits of the machine code. */
export function kernelLimits(blob: Blob): Limit[] {
  return [
    { what: 'kernels in SRAM1, code and tables', used: blobBytes(blob), most: KERNEL_BYTES },
    {
      what: 'kernels in RTC FAST memory, code',
      used: codeBytes(blob),
      most: RTC_FAST_CODE_BYTES,
      beyond: 'boards whose sound memory is not in SRAM1 use tables',
    },
  ];
}

/** Compiles the kernels of the firmware. @throws Failure for a mistake in them */
export function compileBlob(entryFile = KERNELS_ENTRY): Blob {
  try {
    return compileKernels(readKernels(entryFile));
  } catch (error) {
    throw error instanceof KernelError ? new Failure(error.message) : error;
  }
}
