import { assemble } from '../../../xtensa/encode/assemble';
import { rowFor } from '../../../xtensa/machine/instruction-table';
import {
  type Instruction,
  LiteralPool,
  type MachineFunction,
  instruction,
} from '../../../xtensa/machine/machine-function';

const AT = { file: 'x.ts', line: 1, column: 1 };
const RETURN = instruction('retw.n', [], AT);
const filler = (count: number): Instruction[] => Array.from({ length: count }, () => instruction('sub', [2, 2, 3], AT));

function machineOf(blocks: readonly (readonly Instruction[])[]): MachineFunction {
  const targets = (block: readonly Instruction[]): number[] =>
    block.filter(({ mnemonic }) => /^(b|j$)/.test(mnemonic)).map(({ operands }) => operands[operands.length - 1]!);
  return {
    name: 'f',
    at: AT,
    blocks: blocks.map((instructions) => ({
      instructions: [...instructions],
      successors: targets(instructions),
      depth: 0,
    })),
    registers: 16,
    slots: 0,
  };
}

/** What a branch on a2 becomes if `bytes` of code lie between it and its target, or between it and its loop's start. */
function branchOver(mnemonic: 'beqz' | 'beqi', count: number, isBackward = false): string[] {
  const branch = instruction(mnemonic, mnemonic === 'beqz' ? [2, isBackward ? 1 : 2] : [2, 5, isBackward ? 1 : 2], AT);
  const machine = isBackward
    ? machineOf([[instruction('j', [1], AT)], [...filler(count), branch, instruction('j', [2], AT)], [RETURN]])
    : machineOf([[branch, instruction('j', [1], AT)], [...filler(count), instruction('j', [2], AT)], [RETURN]]);
  const { instructions } = assemble([machine], new LiteralPool())[0]!;
  const found = instructions.filter(({ mnemonic: each }) => /^(b|j$)/.test(each));
  const expected = instructions[isBackward ? 1 : instructions.length - 1]!.offset;
  // The last one of the pair leads where the branch was meant to lead.
  const last = found[found.length - 1]!;
  const word = last.bytes.reduce((sum, byte, index) => sum | (byte << (8 * index)), 0);
  const target = rowFor(last.mnemonic).operands.find(({ kind }) => kind === 'target');
  expect(target?.kind === 'target' && target.code.take(last.offset, word)).toBe(expected);
  return found.map(({ mnemonic: each }) => each);
}

describe('a branch is as short as its target allows', () => {
  test.each<[string, 'beqz' | 'beqi', number, boolean, readonly string[]]>([
    ['two bytes over 63', 'beqz', 21, false, ['beqz.n']],
    ['two bytes up to 67 from its own start', 'beqz', 21, false, ['beqz.n']],
    ['three bytes beyond', 'beqz', 23, false, ['beqz']],
    ['twelve bits far', 'beqz', 680, false, ['beqz']],
    ['over a jump beyond twelve bits', 'beqz', 690, false, ['bnez', 'j']],
    ['eight bits far', 'beqi', 42, false, ['beqi']],
    ['over a jump beyond eight bits', 'beqi', 44, false, ['bnei', 'j']],
    ['three bytes backwards', 'beqz', 3, true, ['beqz']],
    ['eight bits back', 'beqi', 41, true, ['beqi']],
    ['over a jump backwards', 'beqi', 43, true, ['bnei', 'j']],
  ])('%s', (_, mnemonic, count, isBackward, expected) => {
    expect(branchOver(mnemonic, count, isBackward)).toEqual(expected);
  });
});

test('jumps to the next block are removed, and branches inverted to make that possible', () => {
  const branch = instruction('blt', [2, 3, 1], AT);
  const machine = machineOf([[branch, instruction('j', [2], AT)], [...filler(1), instruction('j', [2], AT)], [RETURN]]);
  const { instructions } = assemble([machine], new LiteralPool())[0]!;
  expect(instructions.map(({ mnemonic }) => mnemonic)).toEqual(['entry', 'bge', 'sub', 'retw.n']);
});

test('literals come first, functions start at multiples of 4, and the code refers to both correctly', () => {
  const pool = new LiteralPool();
  const literal = instruction('l32r', [2, pool.indexOf({ value: 0x12345678, table: undefined })], AT);
  const again = instruction('l32r', [3, pool.indexOf({ value: 0x12345678, table: undefined })], AT);
  const other = instruction('l32r', [4, pool.indexOf({ value: 7000, table: undefined })], AT);
  const call = { ...instruction('call8', [0], AT) };
  const functions = assemble([machineOf([[literal, RETURN]]), machineOf([[again, other, call, RETURN]])], pool);
  expect(pool.literals.map(({ value }) => value)).toEqual([0x12345678, 7000]);
  expect(functions.map(({ start }) => start)).toEqual([8, 16]);
  expect(functions[1]!.instructions.map(({ operands }) => operands[operands.length - 1])).toEqual([
    32,
    0,
    4,
    8,
    undefined,
  ]);
});

test('the frame has room for spilled values, in steps of 16 bytes, besides the save areas of call8', () => {
  const frameOf = (slots: number): number =>
    assemble([{ ...machineOf([[RETURN]]), slots }], new LiteralPool())[0]!.instructions[0]!.operands[1]!;
  expect([0, 1, 4, 5].map(frameOf)).toEqual([32, 48, 48, 64]);
});
