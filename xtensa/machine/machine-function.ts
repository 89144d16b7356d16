import type { Position } from '../kernel-error';
import type { Table } from '../source/kernel-program';
import { type Mnemonic, rowFor } from './instruction-table';

/** Registers below this number are the machine's a0 to a15; the others are yet to be allocated. */
export const FIRST_VIRTUAL = 16;
export const STACK_POINTER = 1;
/** The first of the registers in which values come in, and the one in which the result goes out. */
export const FIRST_ARGUMENT = 2;
/** The same, as the caller of `call8` sees it: the callee's window starts eight registers further on. */
export const FIRST_OUTGOING = 10;
/** What a callee may overwrite: its return address, its stack pointer and its a2 to a7. */
export const LOST_IN_CALLS: readonly number[] = [8, 9, 10, 11, 12, 13, 14, 15];

/** Operands as the table lists them: registers, immediates, and for targets the number of a block, literal or function. */
export type Instruction = {
  readonly mnemonic: Mnemonic;
  readonly operands: number[];
  readonly at: Position;
  /** Registers that are read or written without being operands. */
  readonly alsoReads: readonly number[];
  readonly alsoWrites: readonly number[];
};

export type MachineBlock = {
  instructions: Instruction[];
  readonly successors: readonly number[];
  /** How many loops are around it. */
  readonly depth: number;
};

export type MachineFunction = {
  readonly name: string;
  readonly at: Position;
  readonly blocks: MachineBlock[];
  registers: number;
  /** 32-bit places on the stack for values that found no register. */
  slots: number;
  readonly makesCalls: boolean;
};

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
/** Whether the value can be made again instead of being kept. */
export const isConstant = ({ mnemonic }: Instruction): boolean => mnemonic === 'movi' || mnemonic === 'l32r';

/** Puts other registers in the place of some. */
export function renamed(each: Instruction, rename: (register: number, writes: boolean) => number): Instruction {
  const { operands } = rowFor(each.mnemonic);
  const replaced = each.operands.map((value, index) => {
    const operand = operands[index];
    return operand.kind === 'register' ? rename(value, operand.writes) : value;
  });
  return { ...each, operands: replaced };
}

/** A word in front of the code; a table's address is only known when the blob is placed. */
export type Literal = { readonly value: number; readonly table: Table | undefined };

/** The literals of all functions, each word once. */
export class LiteralPool {
  readonly literals: Literal[] = [];

  indexOf(literal: Literal): number {
    const known = this.literals.findIndex(({ value, table }) => value === literal.value && table === literal.table);
    return known >= 0 ? known : this.literals.push(literal) - 1;
  }
}
