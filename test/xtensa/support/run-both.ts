import { type Blob, type KernelProgram, createHostMemory, runOnHost } from '../../../xtensa';
import { relocated } from './place-blob';

/** One call of an entry on memory; tables are to lie right behind the memory. */
export type Job = {
  readonly program: KernelProgram;
  readonly blob: Blob;
  readonly entry: string;
  readonly values: readonly number[];
  readonly memory: Uint8Array;
};

/** What a call leaves behind. */
export type Outcome = { readonly result: number; readonly memory: Buffer };

/** The reference: the same source as JavaScript. `base` is the address of the memory. */
export function onHost({ program, entry, values, memory }: Job, base: number): Outcome {
  const flat = createHostMemory(memory.length, base);
  flat.bytes.set(memory);
  const [a, b, c, d] = values;
  const result = runOnHost(program, flat)[entry](a, b, c, d);
  return { result, memory: Buffer.from(flat.bytes) };
}

/** The bytes of the code and of the tables for memory at `base`, and where the tables go. */
export function placed(
  { blob, memory }: Job,
  base: number,
): { code: Uint8Array; tables: Uint8Array; tablesAt: number } {
  const tablesAt = (base + memory.length + 3) & ~3;
  return { code: relocated(blob, tablesAt), tables: blob.tables, tablesAt };
}
