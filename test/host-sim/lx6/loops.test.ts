import { assemble, type Line } from '../../support/lx6-assembler';
import { BENCH_RAM, createLx6Bench } from '../../support/lx6-bench';

const ENTRY: Line = ['entry', { s: 1, i: 4 }];
const run = (lines: readonly Line[], ...values: number[]): { result: number; instructions: number } =>
  createLx6Bench(assemble(lines).words).call(0, ...values);

/** A loop by the instruction `name`, of a2 rounds that add 3 to a3. */
const counting = (name: string): Line[] => [
  ENTRY,
  [name, { s: 2 }, 'end'],
  ['addi', { t: 3, s: 3, i: 3 }],
  'end',
  ['mov.n', { t: 2, s: 3 }],
  ['retw.n'],
];

test.each([
  ['loop', 5, 15, 2 + 5 + 2],
  ['loop', 1, 3, 2 + 1 + 2],
  ['loopnez', 5, 15, 2 + 5 + 2],
  ['loopnez', 0, 0, 4],
  ['loopgtz', 2, 6, 2 + 2 + 2],
  ['loopgtz', 0, 0, 4],
  ['loopgtz', -7, 0, 4],
])('%s of %i rounds', (name, rounds, result, instructions) => {
  expect(run(counting(name), rounds, 0)).toEqual({ result, instructions });
});

test('loop of 0 rounds, and loopnez of a negative number, go round 2^32 times: the run stops', () => {
  for (const [name, rounds] of [
    ['loop', 0],
    ['loopnez', -1],
  ] as const) {
    const bench = createLx6Bench(assemble(counting(name)).words, { instructionLimit: 100_000 });
    expect(() => bench.call(0, rounds, 0)).toThrow(/no end after 100000 instructions/);
  }
});

test('a branch out of the loop leaves it, and one to its end does not go round', () => {
  // Each round adds 1 to a3. The loop is left when a3 equals a4: a branch to `end` does not end a round.
  const lines: Line[] = [
    ENTRY,
    ['loop', { s: 2 }, 'end'],
    ['addi.n', { r: 3, s: 3, i: 1 }],
    ['beq', { s: 3, t: 4 }, 'end'],
    ['nop'],
    'end',
    ['mov.n', { t: 2, s: 3 }],
    ['retw.n'],
  ];
  expect(run(lines, 10, 0, 4).result).toBe(4);
  expect(run(lines, 10, 0, 99).result).toBe(10);
});

test('a loop whose last instruction is a branch not taken goes round', () => {
  const lines: Line[] = [
    ENTRY,
    ['loop', { s: 2 }, 'end'],
    ['addi.n', { r: 3, s: 3, i: 1 }],
    ['beq', { s: 3, t: 4 }, 'out'],
    'end',
    ['mov.n', { t: 2, s: 3 }],
    ['retw.n'],
    'out',
    ['movi', { t: 2, i: 0xff, h: 15 }],
    ['retw.n'],
  ];
  expect(run(lines, 10, 0, 99).result).toBe(10);
  expect(run(lines, 10, 0, 4).result).toBe(-1);
});

test('a loop within a branching loop, and a call within a loop, keep their counts', () => {
  const lines: Line[] = [
    ENTRY,
    ['movi.n', { s: 4, i: 0 }],
    'outer',
    ['movi.n', { s: 5, i: 7 }],
    ['loop', { s: 5 }, 'inner-end'],
    ['mov.n', { t: 10, s: 4 }],
    ['call8', {}, 'increment'],
    ['mov.n', { t: 4, s: 10 }],
    'inner-end',
    ['addi', { t: 2, s: 2, i: 0xff }],
    ['bnez', { s: 2 }, 'outer'],
    ['mov.n', { t: 2, s: 4 }],
    ['retw.n'],
    '.align',
    'increment',
    ENTRY,
    ['addi.n', { r: 2, s: 2, i: 1 }],
    ['retw.n'],
  ];
  expect(run(lines, 3).result).toBe(21);
});

test('a computed jump into the body of a loop stays in the loop', () => {
  const lines: Line[] = [
    ENTRY,
    ['mov.n', { t: 8, s: 0 }],
    ['call0', {}, 'here'],
    'here',
    // call0 has put the address of `here` into a0. The last instruction of the loop is 15 bytes behind it.
    ['mov.n', { t: 6, s: 0 }],
    ['mov.n', { t: 0, s: 8 }],
    ['addi', { t: 6, s: 6, i: 15 }],
    ['loop', { s: 2 }, 'end'],
    ['nop.n'],
    ['jx', { s: 6 }],
    ['addi.n', { r: 3, s: 3, i: 1 }],
    'end',
    ['mov.n', { t: 2, s: 3 }],
    ['retw.n'],
  ];
  expect(run(lines, 6, 0).result).toBe(6);
});

test('two loops may end at the same place', () => {
  const lines: Line[] = [
    ENTRY,
    ['beqz', { s: 4 }, 'second'],
    ['loop', { s: 2 }, 'end'],
    ['addi.n', { r: 3, s: 3, i: 2 }],
    ['j', {}, 'last'],
    'second',
    ['loop', { s: 2 }, 'end'],
    ['addi.n', { r: 3, s: 3, i: 5 }],
    'last',
    ['nop'],
    'end',
    ['mov.n', { t: 2, s: 3 }],
    ['retw.n'],
  ];
  expect(run(lines, 4, 0, 1).result).toBe(8);
  expect(run(lines, 4, 0, 0).result).toBe(20);
});

test('LBEG, LEND and LCOUNT can be read within a loop', () => {
  const lines: Line[] = [
    ENTRY,
    ['loop', { s: 2 }, 'end'],
    ['rsr', { t: 5, i: 2 }],
    ['s32i', { t: 5, s: 3, i: 0 }],
    ['addi', { t: 3, s: 3, i: 4 }],
    'end',
    ['rsr', { t: 4, i: 0 }],
    ['rsr', { t: 5, i: 1 }],
    ['sub', { r: 2, s: 5, t: 4 }],
    ['retw.n'],
  ];
  const bench = createLx6Bench(assemble(lines).words);
  expect(bench.call(0, 3, BENCH_RAM).result).toBe(9);
  expect([...new Int32Array(bench.ram, 0, 3)]).toEqual([2, 1, 0]);
});
