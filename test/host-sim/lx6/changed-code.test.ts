import { createLx6, createMemoryMap, ramOf } from '../../../host-sim';
import { assemble, type Line } from '../../support/lx6-assembler';
import { BENCH_RAM, createLx6Bench, type CodePlace } from '../../support/lx6-bench';

const ENTRY: Line = ['entry', { s: 1, i: 4 }];
const giving = (value: number): number[] => assemble([ENTRY, ['movi', { t: 2, i: value }], ['retw']]).words;

test.each<CodePlace>(['sram1', 'rtc', 'flat'])('code in %s that was written over is seen at the next call', (place) => {
  const bench = createLx6Bench(giving(1), { place });
  expect(bench.call(0).result).toBe(1);
  bench.place(giving(2));
  expect(bench.call(0).result).toBe(2);
  bench.place(giving(1));
  expect(bench.call(0).result).toBe(1);
});

test.each<CodePlace>(['sram1', 'rtc', 'flat'])(
  'two cores with different code at one address in %s run their own',
  (place) => {
    const benches = [1, 2, 3, 4, 5, 6, 7, 1, 2].map((value) => createLx6Bench(giving(value), { place }));
    for (let round = 0; round < 2; round++)
      expect(benches.map((bench) => bench.call(0).result)).toEqual([1, 2, 3, 4, 5, 6, 7, 1, 2]);
  },
);

test('code that ended where memory ended goes on where there is memory later', () => {
  const { words } = assemble([ENTRY, ['movi', { t: 2, i: 7 }], ['movi', { t: 2, i: 8 }], ['retw'], ['nop']]);
  const create = (count: number) => {
    const flat = { address: 0x10000000, buffer: Uint32Array.from(words.slice(0, count)).buffer };
    const space = createMemoryMap({ ram: ramOf([]), flat: [flat] });
    return createLx6({ space, stack: { address: 0x3ffd9e00, buffer: new ArrayBuffer(25_000) } });
  };
  expect(() => create(2).call(0x10000000, [])).toThrow(/nothing to execute/);
  expect(create(words.length).call(0x10000000, []).result).toBe(8);
  expect(() => create(2).call(0x10000000, [])).toThrow(/nothing to execute/);
});

test('a literal that was changed is seen at the next call', () => {
  const { words, labels } = assemble([
    'literal',
    ['nop'],
    ['nop.n'],
    '.align',
    'f',
    ENTRY,
    ['l32r', { t: 2 }, 'literal'],
    ['retw'],
  ]);
  const bench = createLx6Bench(words);
  const offset = labels.get('f') as number;
  expect(bench.call(offset).result).toBe(words[0]! | 0);
  bench.place([123, ...words.slice(1)]);
  expect(bench.call(offset).result).toBe(123);
});

test('a literal may lie in data memory that cannot be executed', () => {
  const flat = { address: 0x10000000, buffer: new ArrayBuffer(64) };
  const data = { address: flat.address - 4, buffer: Uint32Array.of(99).buffer };
  const lx6 = createLx6({
    space: createMemoryMap({ ram: ramOf([data]), flat: [flat] }),
    stack: { address: 0x3ffd9e00, buffer: new ArrayBuffer(25_000) },
  });
  // An l32r at offset 3 counts from 4, so its literal is two words before.
  new Uint32Array(flat.buffer).set(assemble([ENTRY, ['l32r', { t: 2, i: 0xfffe }], ['retw']]).words);
  expect(lx6.call(flat.address, []).result).toBe(99);
  new Uint32Array(data.buffer)[0] = 98;
  expect(lx6.call(flat.address, []).result).toBe(98);
});

test('code that changes itself is seen behind isync', () => {
  // Stores a3 over the instruction word at a4 and jumps there.
  const { words, labels } = assemble([
    ENTRY,
    ['bnez', { s: 2 }, 'first'],
    'again',
    ['j', {}, 'patch'],
    'first',
    ['s32i', { s: 4, t: 3, i: 0 }],
    ['memw'],
    ['isync'],
    ['j', {}, 'again'],
    '.align',
    'patch',
    ['movi.n', { s: 2, i: 1 }],
    ['retw.n'],
  ]);
  const bench = createLx6Bench(words);
  const patch = labels.get('patch') as number;
  expect(bench.call(0, 0).result).toBe(1);
  const changed = assemble([['movi.n', { s: 2, i: 5 }], ['retw.n']]).words[0]!;
  expect(bench.call(0, 1, changed, bench.code + patch).result).toBe(5);
  expect(bench.call(0, 0).result).toBe(5);
});

test('the same code runs wherever it lies', () => {
  const { words } = assemble([ENTRY, ['l32i', { s: 2, t: 2 }], ['addi', { t: 2, s: 2, i: 1 }], ['retw.n']]);
  for (const place of ['sram1', 'rtc', 'flat'] as const)
    for (const moved of [0, 1, 100, 777]) {
      const bench = createLx6Bench(words, { place, moved });
      new Int32Array(bench.ram)[3] = 41;
      expect(bench.call(0, BENCH_RAM + 12).result).toBe(42);
    }
});
