import type { Position } from '../kernel-error';
import { rowFor } from '../machine/instruction-table';
import type { Literal } from '../machine/machine-function';
import type { KernelProgram } from '../source/kernel-program';
import type { AssembledFunction, Placed } from './assemble';

const hex = (value: number, digits: number): string => (value >>> 0).toString(16).padStart(digits, '0');

/** The blob as text: literals, then each function with its addresses, bytes, instructions and source lines. */
export function writeListing(
  program: KernelProgram,
  literals: readonly Literal[],
  functions: readonly AssembledFunction[],
): string {
  const lines = ['literals'];
  literals.forEach(({ value, table }, index) => {
    const meaning = table ? `address of ${table.name}` : `${value}`;
    lines.push(`  ${hex(4 * index, 4)}  ${table ? '........' : hex(value, 8)}  ${meaning}`);
  });
  for (const { name, start, instructions } of functions) {
    const size = instructions.reduce((sum, { bytes }) => sum + bytes.length, 0);
    lines.push('', `${name}  at ${hex(start, 4)}, ${size} bytes, ${instructions.length} instructions`);
    const targets = new Set(instructions.flatMap((each) => localTargets(each)));
    let source = '';
    for (const each of instructions) {
      const line = sourceOf(program, each.at);
      const comment = line === source ? '' : `; ${line}`;
      source = line;
      const mark = targets.has(each.offset) ? '>' : ' ';
      const code = `${mark} ${hex(each.offset, 4)}  ${inOrder(each.bytes)}  ${text(each)}`;
      lines.push(comment ? `${code.padEnd(52)}${comment}` : code);
    }
  }
  return `${lines.join('\n')}\n`;
}

const inOrder = (bytes: readonly number[]): string =>
  bytes
    .map((byte) => hex(byte, 2))
    .join(' ')
    .padEnd(8);

function localTargets({ mnemonic, operands }: Placed): number[] {
  return rowFor(mnemonic).operands.flatMap(({ kind }, index) => (kind === 'target' ? [operands[index]] : []));
}

function text({ mnemonic, operands }: Placed): string {
  const written = rowFor(mnemonic).operands.map(({ kind }, index) => {
    if (kind === 'register') return `a${operands[index]}`;
    return kind === 'target' ? hex(operands[index], 4) : String(operands[index]);
  });
  return `${mnemonic.padEnd(8)}${written.join(', ')}`;
}

function sourceOf({ sources }: KernelProgram, { file, line }: Position): string {
  return `${file}:${line}  ${(sources.get(file)?.[line - 1] ?? '').trim()}`;
}
