import { allocate } from './allocate/allocate';
import { type AssembledFunction, assemble } from './encode/assemble';
import { writeListing } from './encode/listing';
import { buildGraph } from './ir/build-graph';
import { chooseInlined } from './ir/inlining';
import { loadConstantsEarly } from './allocate/early-constants';
import { lower } from './lower/lower';
import { LiteralPool } from './machine/machine-function';
import { optimise } from './optimise/optimise';
import type { KernelFunction, KernelProgram } from './source/kernel-program';
import { layOutTables } from './table-layout';

/** The machine code of all kernels, ready to be placed in memory. */
export type Blob = {
  /** Position-independent code with its literals. It must lie at a multiple of 4 in executable memory. */
  readonly words: Uint32Array;
  /** Constant data. It must lie at a multiple of 4 in memory that can be read byte by byte. */
  readonly tables: Uint8Array;
  /** The indices of the words to which the address of the tables must be added. */
  readonly relocations: readonly number[];
  /** The byte offset of each entry's first instruction, a multiple of 4. */
  readonly entries: Readonly<Record<string, number>>;
  /** The code as text: addresses, bytes, mnemonics and the source lines they come from. */
  readonly listing: string;
};

/** Compiles a program of `readKernels` to code for the Xtensa LX6: source → ir → optimise → lower → allocate → encode. */
export function compileKernels(program: KernelProgram): Blob {
  const inlined = chooseInlined(program);
  const functions = program.functions.filter((kernel) => !inlined.has(kernel));
  const numbers = new Map(functions.map((kernel, index) => [kernel, index]));
  const numberOf = (kernel: KernelFunction): number => {
    const number = numbers.get(kernel);
    if (number === undefined) throw new Error(`${kernel.name} is called but not compiled`);
    return number;
  };
  const pool = new LiteralPool();
  const machines = functions.map((kernel) => {
    const graph = buildGraph(kernel, inlined);
    optimise(graph);
    const machine = lower(graph, pool, numberOf);
    loadConstantsEarly(machine);
    return allocate(machine);
  });
  const layout = layOutTables(program);
  const assembled = assemble(machines, pool);
  const entries = [...program.entries].map(([name, kernel]) => [name, assembled[numberOf(kernel)].start] as const);
  return {
    words: wordsOf(pool, assembled, (table) => layout.offsets.get(table) ?? 0),
    tables: layout.bytes,
    relocations: pool.literals.flatMap(({ table }, index) => (table ? [index] : [])),
    entries: Object.fromEntries(entries),
    listing: writeListing(program, pool.literals, assembled),
  };
}

function wordsOf(
  { literals }: LiteralPool,
  functions: readonly AssembledFunction[],
  offsetOf: (table: NonNullable<LiteralPool['literals'][number]['table']>) => number,
): Uint32Array {
  const placed = functions.flatMap(({ instructions }) => instructions);
  const end = placed.reduce((most, { offset, bytes }) => Math.max(most, offset + bytes.length), 4 * literals.length);
  const bytes = new Uint8Array((end + 3) & ~3);
  const view = new DataView(bytes.buffer);
  literals.forEach(({ value, table }, index) =>
    view.setInt32(4 * index, table ? offsetOf(table) + value : value, true),
  );
  for (const { offset, bytes: code } of placed) bytes.set(code, offset);
  return Uint32Array.from({ length: bytes.length / 4 }, (_, index) => view.getUint32(4 * index, true));
}
