import type { Position } from '../kernel-error';
import { inverted, isBranch } from '../machine/branches';
import { type Mnemonic, rowFor } from '../machine/instruction-table';
import { type LiteralPool, type MachineFunction, STACK_POINTER, instruction } from '../machine/machine-function';
import { type PlacedBlock, arrange } from './arrange';
import { encode, narrowed } from './encode';

/** One instruction in its place. Targets among its operands are byte offsets into the blob. */
export type Placed = {
  readonly offset: number;
  readonly bytes: readonly number[];
  readonly mnemonic: Mnemonic;
  readonly operands: readonly number[];
  readonly at: Position;
};

export type AssembledFunction = {
  readonly name: string;
  readonly start: number;
  readonly instructions: readonly Placed[];
};

/** The room for the base save area of the caller's caller and the extra save area of call8 (windowed ABI). */
const SAVE_AREA_BYTES = 32;

/** Gives every instruction its place and its bytes. Literals come first, because l32r only reaches backwards. */
export function assemble(machines: readonly MachineFunction[], pool: LiteralPool): AssembledFunction[] {
  let start = 4 * pool.literals.length;
  const drafts = machines.map((machine) => new Draft(machine));
  const starts = drafts.map((draft) => {
    const own = start;
    start = (own + draft.settle() + 3) & ~3;
    return own;
  });
  return drafts.map((draft, index) => draft.placed(starts[index], starts));
}

/** The form of a branch: two bytes, three bytes, or the inverted branch over a jump. */
type Form = 'narrow' | 'wide' | 'long';
type Item = {
  readonly mnemonic: Mnemonic;
  readonly operands: readonly number[];
  readonly at: Position;
  readonly label: number | undefined;
  form: Form;
};

class Draft {
  private readonly name: string;
  private readonly items: Item[] = [];
  /** The index of each block's first item. */
  private readonly labels = new Map<number, number>();

  constructor(machine: MachineFunction) {
    this.name = machine.name;
    const frame = SAVE_AREA_BYTES + ((4 * machine.slots + 15) & ~15);
    const entry = instruction('entry', [STACK_POINTER, frame], machine.at);
    const blocks: PlacedBlock[] = arrange(machine);
    this.items.push({ ...entry, label: undefined, form: 'wide' });
    for (const { label, instructions } of blocks) {
      this.labels.set(label, this.items.length);
      for (const { mnemonic, operands, at } of instructions) {
        const isLocal = isBranch(mnemonic) || mnemonic === 'j';
        const form = mnemonic === 'beqz' || mnemonic === 'bnez' ? 'narrow' : 'wide';
        const target = isLocal ? operands[operands.length - 1] : undefined;
        this.items.push({ mnemonic: narrowed(mnemonic, operands), operands, at, label: target, form });
      }
    }
  }

  /** Lengthens branches until all reach their targets. Returns the length of the function in bytes. */
  settle(): number {
    for (;;) {
      const offsets = this.offsets(0);
      const short = this.items.filter((item, index) => item.label !== undefined && !this.reaches(item, index, offsets));
      if (short.length === 0) return offsets[this.items.length];
      for (const item of short) item.form = item.form === 'narrow' ? 'wide' : 'long';
    }
  }

  /** The function at offset `start`. `starts` are the offsets of all functions. */
  placed(start: number, starts: readonly number[]): AssembledFunction {
    const offsets = this.offsets(start);
    const instructions = this.items.flatMap((item, index) => this.encoded(item, index, offsets, starts));
    return { name: this.name, start, instructions };
  }

  private offsets(start: number): number[] {
    let offset = start;
    const offsets = this.items.map((item) => {
      const own = offset;
      offset += item.form === 'long' ? 6 : rowFor(mnemonicOf(item)).bytes;
      return own;
    });
    return [...offsets, offset];
  }

  private targetOf(label: number, offsets: readonly number[]): number {
    const index = this.labels.get(label);
    if (index === undefined) throw new Error(`${this.name}: a branch leads to block ${label}, which is not placed`);
    return offsets[index];
  }

  private reaches(item: Item, index: number, offsets: readonly number[]): boolean {
    if (item.form === 'long') return true;
    const target = rowFor(mnemonicOf(item)).operands.find(({ kind }) => kind === 'target');
    return target?.kind === 'target' && target.code.reaches(offsets[index], this.targetOf(item.label ?? 0, offsets));
  }

  private encoded(item: Item, index: number, offsets: readonly number[], starts: readonly number[]): Placed[] {
    const { at } = item;
    const offset = offsets[index];
    const write = (mnemonic: Mnemonic, operands: readonly number[], from: number): Placed => {
      const word = encode(mnemonic, operands, from);
      const bytes = Array.from({ length: rowFor(mnemonic).bytes }, (_, byte) => (word >>> (8 * byte)) & 0xff);
      return { offset: from, bytes, mnemonic, operands, at };
    };
    if (item.label === undefined) {
      const [first, ...rest] = item.operands;
      if (item.mnemonic === 'call8') return [write('call8', [starts[first]], offset)];
      if (item.mnemonic === 'l32r') return [write('l32r', [first, 4 * rest[0]], offset)];
      return [write(item.mnemonic, item.operands, offset)];
    }
    const target = this.targetOf(item.label, offsets);
    const compared = item.operands.slice(0, -1);
    if (item.form !== 'long') return [write(mnemonicOf(item), [...compared, target], offset)];
    return [write(inverted(item.mnemonic), [...compared, offset + 6], offset), write('j', [target], offset + 3)];
  }
}

function mnemonicOf({ mnemonic, form }: Item): Mnemonic {
  if (form !== 'narrow') return mnemonic;
  return mnemonic === 'beqz' ? 'beqz.n' : mnemonic === 'bnez' ? 'bnez.n' : mnemonic;
}
