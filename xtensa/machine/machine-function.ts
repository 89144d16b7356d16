import type { Position } from '../kernel-error';
import type { Table } from '../source/kernel-program';
import { type Mnemonic, rowFor } from './instruction-table';

/** Registers below this number are the machine's a0 to a15. The others are virtual, until they are allocated. */
export const FIRST_VIRTUAL = 16;
export const STACK_POINTER = 1;
/** The first register of a function's arguments, which is also the register of its result. */
export const FIRST_ARGUMENT = 2;
/** The same register for the caller, because `call8` moves the callee's window by eight registers. */
export const FIRST_OUTGOING = 10;
/** The registers that a callee may overwrite: its return address, its stack pointer and its a2 to a7. */
export const LOST_IN_CALLS: readonly number[] = [8, 9, 10, 11, 12, 13, 14, 15];

/** An instruction. Its operands are registers, immediates, and the numbers of blocks, literals and functions. */
export type Instruction = {
  readonly mnemonic: Mnemonic;
  readonly operands: number[];
  readonly at: Position;
  /** Registers that are read or written but are not operands. */
  readonly alsoReads: readonly number[];
  readonly alsoWrites: readonly number[];
};

export type MachineBlock = {
  instructions: Instruction[];
  readonly successors: readonly number[];
  /** How many loops the block lies in. */
  readonly depth: number;
};

export type MachineFunction = {
  readonly name: string;
  readonly at: Position;
  readonly blocks: MachineBlock[];
  registers: number;
  /** How many 32-bit stack slots there are for spilled values. */
  slots: number;
};

/** Makes an instruction that reads and writes only its operands. */
export function instruction(mnemonic: Mnemonic, operands: number[], at: Position): Instruction {
  return { mnemonic, operands, at, alsoReads: [], alsoWrites: [] };
}

/** The registers that an instruction reads. */
export function readsOf({ mnemonic, operands, alsoReads }: Instruction): number[] {
  return [...rowFor(mnemonic).reads.map((index) => operands[index]), ...alsoReads];
}

/** The registers that an instruction writes. */
export function writesOf({ mnemonic, operands, alsoWrites }: Instruction): number[] {
  return [...rowFor(mnemonic).writes.map((index) => operands[index]), ...alsoWrites];
}

export const isCopy = ({ mnemonic }: Instruction): boolean => mnemonic === 'mov.n';
/** Whether the instruction makes a constant. */
export const isConstant = ({ mnemonic }: Instruction): boolean => mnemonic === 'movi' || mnemonic === 'l32r';

/** The instruction with other registers. */
export function renamed(each: Instruction, rename: (register: number) => number): Instruction {
  const { operands } = rowFor(each.mnemonic);
  const replaced = each.operands.map((value, index) => {
    const operand = operands[index];
    return operand.kind === 'register' ? rename(value) : value;
  });
  return { ...each, operands: replaced };
}

/** A word in front of the code: a value, or an offset from a table, whose address is known when the blob is placed. */
export type Literal = { readonly value: number; readonly table: Table | undefined };

/** The literals of all functions, each word once. */
export class LiteralPool {
  readonly literals: Literal[] = [];

  /** The index of a literal, which is added if it is new. */
  indexOf(literal: Literal): number {
    const known = this.literals.findIndex(({ value, table }) => value === literal.value && table === literal.table);
    return known >= 0 ? known : this.literals.push(literal) - 1;
  }
}
