import fc from 'fast-check';
import { encode, fieldsOf, type Fields } from './lx6-encode';

/** Where the code finds and leaves its registers a4 to a14: a2 points to 16 words in, and 16 words out behind them. */
export const FIRST_REGISTER = 4;
export const REGISTERS = 11;
export const OUT_OFFSET = 64;

export const ARITHMETIC = [
  ...['and', 'or', 'xor', 'add', 'add.n', 'addx2', 'addx4', 'addx8', 'sub', 'subx2', 'subx4', 'subx8', 'neg', 'abs'],
  ...['mull', 'mul16u', 'mul16s', 'min', 'max', 'minu', 'maxu', 'moveqz', 'movnez', 'movltz', 'movgez', 'nsa', 'nsau'],
  ...['sext', 'clamps', 'slli', 'srai', 'srli', 'extui', 'movi', 'movi.n', 'addi', 'addmi', 'addi.n', 'mov.n'],
  ...['src', 'sll', 'srl', 'sra', 'ssr', 'ssl', 'ssa8l', 'ssa8b', 'ssai'],
] as const;

/** Conditional branches, here always over one instruction of three bytes. */
const BRANCHES = [
  ...['beq', 'bne', 'blt', 'bge', 'bltu', 'bgeu', 'bany', 'bnone', 'ball', 'bnall', 'bbc', 'bbs', 'bbci', 'bbsi'],
  ...['beqz', 'bnez', 'bltz', 'bgez', 'beqi', 'bnei', 'blti', 'bgei', 'bltui', 'bgeui', 'beqz.n', 'bnez.n'],
] as const;

const register = fc.integer({ min: FIRST_REGISTER, max: FIRST_REGISTER + REGISTERS - 1 });

/** One instruction with random fields; for `slli` not the shift by 32, which is no instruction. */
export function instruction(name: string, fixed: Fields = {}): fc.Arbitrary<{ name: string; fields: Fields }> {
  const fields = Object.fromEntries(
    [...fieldsOf(name)].map(([letter, bits]) => {
      if ('rst'.includes(letter)) return [letter, register];
      return [letter, fc.integer({ min: name === 'slli' ? 1 : 0, max: 2 ** bits - 1 })];
    }),
  );
  return fc.record(fields).map((drawn) => ({ name, fields: { ...drawn, ...fixed } }));
}

/** A few instructions: arithmetic, sometimes behind a branch that may leave it out. */
export function randomCode(names: readonly string[] = ARITHMETIC): fc.Arbitrary<number[]> {
  const anything = fc.constantFrom(...names).chain((name) => instruction(name));
  const wide = fc.constantFrom(...names.filter((name) => !name.endsWith('.n'))).chain((name) => instruction(name));
  // The target lies behind the next instruction: pc + 4 + 2 after a branch of three bytes, pc + 4 + 1 after one of two.
  const guarded = fc.tuple(
    fc.constantFrom(...BRANCHES).chain((name) => instruction(name, { i: name.endsWith('.n') ? 1 : 2, h: 0 })),
    wide,
  );
  const bytesOf = ({ name, fields }: { name: string; fields: Fields }): number[] => encode(name, fields);
  return fc
    .array(
      fc.oneof(
        { arbitrary: anything.map(bytesOf), weight: 4 },
        { arbitrary: guarded.map(([branch, next]) => [...bytesOf(branch), ...bytesOf(next)]), weight: 1 },
      ),
      { minLength: 1, maxLength: 60, size: 'max' },
    )
    .map((parts) => parts.flat());
}

/** A function of the windowed ABI around the code: registers in, registers out. Its length is a multiple of 4. */
export function framed(code: readonly number[]): number[] {
  const all = Array.from({ length: REGISTERS }, (_, i) => i);
  const bytes = [
    ...encode('entry', { s: 1, i: 8 }),
    ...encode('ssai', { i: 0 }),
    ...all.flatMap((i) => encode('l32i', { s: 2, t: FIRST_REGISTER + i, i })),
    ...code,
    ...all.flatMap((i) => encode('s32i', { s: 2, t: FIRST_REGISTER + i, i: OUT_OFFSET / 4 + i })),
    ...encode('retw.n'),
  ];
  while (bytes.length % 4 !== 0) bytes.push(0);
  return bytes;
}
