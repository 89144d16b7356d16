import { type Blob, KernelError, compileKernels, readKernels } from '../xtensa';
import { BLOB_MAX_BYTES, blobBytes } from '../xtensa/blob-module';
import { Failure } from './failure';

/** Where the kernels of the firmware start. */
export const KERNELS_ENTRY = 'firmware/kernels/index.ts';

/** `stagebox kernels`: compiles the kernels and tells how large they are and where they start; the exit code. */
export function kernels(options: { readonly listing: boolean }, entryFile = KERNELS_ENTRY): number {
  const blob = compile(entryFile);
  const codeBytes = 4 * blob.words.length;
  const offsets = Object.entries(blob.entries).sort(([, a], [, b]) => a - b);
  for (const [name, offset] of offsets) console.log(`${offset.toString(16).padStart(4, '0')}  ${name}`);
  console.log(`code ${codeBytes}, tables ${blob.tables.length}: ${blobBytes(blob)} of at most ${BLOB_MAX_BYTES} bytes`);
  if (options.listing) console.log(`\n${blob.listing}`);
  return blobBytes(blob) <= BLOB_MAX_BYTES ? 0 : 1;
}

function compile(entryFile: string): Blob {
  try {
    return compileKernels(readKernels(entryFile));
  } catch (error) {
    throw error instanceof KernelError ? new Failure(error.message) : error;
  }
}
