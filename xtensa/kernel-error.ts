/** A place in the sources of the kernels. Lines and columns are counted from 1. */
export type Position = { readonly file: string; readonly line: number; readonly column: number };

/** A kernel cannot be compiled. The message says where, why, and what to write instead. */
export class KernelError extends Error {
  override readonly name = 'KernelError';

  constructor({ file, line, column }: Position, message: string) {
    super(`${file}:${line}:${column}: ${message}`);
  }
}
