import { emittedName, emitJavaScript } from './emit-javascript';
import type { HostMemory } from './host-memory';
import type { KernelProgram } from '../source/kernel-program';
import { layOutTables } from '../table-layout';

/** A kernel that can be called as E.nativeCall calls it: missing values are 0, and the result is a 32-bit integer. */
export type HostKernel = (a?: number, b?: number, c?: number, d?: number) => number;

const { imul, min, max, abs, clz32 } = Math;
/** Passed in as values, because looking them up in a test's global scope is slow. */
const ARITHMETIC = { imul, min, max, abs, clz32 };

/** The kernels as JavaScript functions on `memory`. Machine code must give the same results. */
export function runOnHost(program: KernelProgram, memory: HostMemory): Record<string, HostKernel> {
  const layout = layOutTables(program);
  const entries = [...program.entries].map(([name, kernel]) => {
    const values = ['a', 'b', 'c', 'd'].slice(0, kernel.parameters.length);
    const call = `${emittedName(program, kernel)}(${values.map((value) => `${value} | 0`).join(', ')})`;
    return `${JSON.stringify(name)}: (${values.join(', ')}) => ${call}`;
  });
  // The text is made from checked syntax trees, so it holds only numbers, operators and our own names.
  const text = `'use strict';\n${emitJavaScript(program, layout)}\nreturn { ${entries.join(', ')} };`;
  const outside = { ...ARITHMETIC, memory, tables: layout.bytes.length > 0 ? memory.tables(layout.bytes) : 0 };
  // eslint-disable-next-line @typescript-eslint/no-implied-eval -- that is how the kernels run on the host
  const instantiate = new Function(...Object.keys(outside), text) as (
    ...values: unknown[]
  ) => Record<string, HostKernel>;
  return instantiate(...Object.values(outside));
}
