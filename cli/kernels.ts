import { isBroken, limitLine, type Limit } from '../firmware/build/limits';
import { type Blob, KernelError, compileKernels, readKernels } from '../xtensa';
import { blobBytes, codeBytes, KERNEL_BYTES, RTC_FAST_CODE_BYTES } from '../xtensa/blob-module';
import { Failure } from './failure';

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

/** `stagebox kernels`: compiles the kernels and tells how large they are and where they start; the exit code. */
export function kernels(options: { readonly listing: boolean }, entryFile = KERNELS_ENTRY): number {
  const blob = compileBlob(entryFile);
  const offsets = Object.entries(blob.entries).sort(([, a], [, b]) => a - b);
  for (const [name, offset] of offsets) console.log(`${offset.toString(16).padStart(4, '0')}  ${name}`);
  console.log(`code ${codeBytes(blob)}, tables ${blob.tables.length}`);
  const limits = kernelLimits(blob);
  for (const limit of limits) console.log(limitLine(limit));
  if (options.listing) console.log(`\n${blob.listing}`);
  return limits.some(isBroken) ? 1 : 0;
}

/** Compiles the kernels of the firmware. @throws Failure for a mistake in them */
export function compileBlob(entryFile = KERNELS_ENTRY): Blob {
  try {
    return compileKernels(readKernels(entryFile));
  } catch (error) {
    throw error instanceof KernelError ? new Failure(error.message) : error;
  }
}
