import { DataPort } from '../../../host-sim/lx6/data-port';
import { createMemoryMap, ramOf } from '../../../host-sim/lx6/memory-map';
import { Windows } from '../../../host-sim/lx6/windows';
import { assemble, type Line } from '../../support/lx6-assembler';
import { createLx6Bench } from '../../support/lx6-bench';

/** Registers that survive a call by a number of quads, besides a0 to a3. */
const survivors = (increment: number): number[] => Array.from({ length: 4 * increment - 4 }, (_, i) => 4 + i);

/**
 * `f(n, sum)` calls itself or a function of the same kind with n - 1 and sum + n, until n is 0. Before each call it
 * fills the registers that must survive and a word of its stack with numbers of its own. If one of them has changed
 * after the call, all give -1.
 */
function recursive(label: string, increment: number, called: string): Line[] {
  const free = 4 * increment + 3;
  const bad = `${label}-bad`;
  return [
    '.align',
    label,
    ['entry', { s: 1, i: 8 }],
    ['bnez', { s: 2 }, `${label}-more`],
    ['mov.n', { t: 2, s: 3 }],
    ['retw.n'],
    `${label}-more`,
    ['s32i', { s: 1, t: 2, i: 0 }],
    ...survivors(increment).map((r): Line => ['addmi', { t: r, s: 2, i: r }]),
    ['addi', { t: 4 * increment + 2, s: 2, i: 0xff }],
    ['add.n', { r: free, s: 3, t: 2 }],
    [`call${4 * increment}`, {}, called],
    ['l32i', { s: 1, t: free, i: 0 }],
    ['bne', { s: free, t: 2 }, bad],
    ...survivors(increment).flatMap((r): Line[] => [
      ['addmi', { t: free, s: 2, i: r }],
      ['bne', { s: free, t: r }, bad],
    ]),
    ['mov.n', { t: 2, s: 4 * increment + 2 }],
    ['retw'],
    bad,
    ['movi', { t: 2, i: 0xff, h: 15 }],
    ['retw.n'],
  ];
}

const sumTo = (n: number): number => (n * (n + 1)) / 2;

test.each([1, 2, 3])(
  'windows turned by call%i quads deep keep every register and the stack, however deep',
  (increment) => {
    const { words } = assemble(recursive('f', increment, 'f'));
    for (const depth of [0, 1, 3, 7, 12, 16, 17, 40, 300]) {
      const bench = createLx6Bench(words);
      expect(bench.call(0, depth, 5).result).toBe(5 + sumTo(depth));
    }
  },
);

test('windows of all sizes take turns', () => {
  const { words, labels } = assemble([
    ...recursive('f', 1, 'g'),
    ...recursive('g', 3, 'h'),
    ...recursive('h', 2, 'i'),
    ...recursive('i', 3, 'f'),
  ]);
  for (const label of ['f', 'g', 'h', 'i'])
    for (const depth of [12, 40, 41, 42, 43]) {
      const bench = createLx6Bench(words);
      expect(bench.call(labels.get(label) as number, depth, 0).result).toBe(sumTo(depth));
    }
});

test('a function that is given too small a frame for what it calls damages its callers, and is found out', () => {
  const small = recursive('f', 2, 'f').map((line): Line => (line[0] === 'entry' ? ['entry', { s: 1, i: 2 }] : line));
  const bench = createLx6Bench(assemble(small).words);
  expect(() => {
    if (bench.call(0, 20, 0).result !== sumTo(20)) throw new Error('found out: a wrong answer');
  }).toThrow();
});

test('a kernel that writes over its caller’s stack or registers is told so', () => {
  // entry a1,32; s32i a2,a1,32+256; retw.n
  const overwriting = createLx6Bench(
    assemble([['entry', { s: 1, i: 4 }], ['s32i', { s: 1, t: 2, i: 12 }], ['retw.n']]).words,
  );
  expect(() => overwriting.call(0, 1)).toThrow(/caller.*stack.*overwritten/);
  // The base save area below the caller's stack pointer, where an overflow has saved the registers of its frame.
  const saved: Line[] = [...recursive('f', 2, 'g'), '.align', 'g', ['entry', { s: 1, i: 4 }], ['retw.n']];
  expect(createLx6Bench(assemble(saved).words).call(0, 0, 9).result).toBe(9);
});

describe('the register file', () => {
  const STACK = 0x3ffd0000;
  const create = (): { port: DataPort; windows: Windows; word: (address: number) => number } => {
    const stack = { address: STACK, buffer: new ArrayBuffer(4096) };
    const port = new DataPort(createMemoryMap({ ram: ramOf([]) }), stack);
    return { port, windows: new Windows(port), word: (address) => port.load32(address, 0) };
  };

  /** A frame that calls another by `increment` quads. Its registers have values that name register and frame. */
  const callOn = (windows: Windows, frame: number, increment: number): void => {
    for (const r of [2, 3, ...survivors(increment)]) windows.set(r, 100 * frame + r);
    windows.set(4 * increment, (increment << 30) | frame);
    windows.set(4 * increment + 1, windows.get(1));
    windows.callIncrement = increment;
    windows.entry(1, 64, 0);
  };

  test('puts a0 to a3 below the stack pointer of the called, and the rest below that of the caller', () => {
    const { windows, word } = create();
    windows.set(1, STACK + 2048);
    windows.set(0, 0x123);
    callOn(windows, 0, 1);
    const caller = STACK + 2048;
    callOn(windows, 1, 3);
    callOn(windows, 2, 2);
    windows.reserve(3, 0);
    expect(windows.start).toBe(0b1010011);
    for (const frame of [3, 4, 5]) callOn(windows, frame, 3);
    windows.reserve(3, 0);
    // Frame 0 was saved first, below the stack pointer of frame 1. Frame 1 was saved below those of frames 2 and 0.
    const [first, second, third] = [caller, caller - 64, caller - 128];
    expect([0, 1, 2, 3].map((i) => word(second - 16 + 4 * i))).toEqual([0x123, first, 2, 3]);
    expect([0, 1, 2, 3].map((i) => word(third - 16 + 4 * i))).toEqual([(1 << 30) | 0, second, 102, 103]);
    expect([4, 5, 10, 11].map((i) => word(first - 48 + 4 * (i - 4)))).toEqual([104, 105, 110, 111]);
    for (let frame = 5; frame >= 0; frame--) {
      windows.returnFromWindow(0);
      expect(windows.get(1)).toBe(caller - 64 * frame);
      expect([windows.get(2), windows.get(3)]).toEqual([100 * frame + 2, 100 * frame + 3]);
    }
    expect(windows.get(0)).toBe(0x123);
  });

  test('movsp takes the caller’s frame back in before what is saved of it would be left behind', () => {
    const { windows, port } = create();
    windows.set(1, STACK + 2048);
    port.store32(STACK + 2048 - 12, STACK + 3072, 0);
    callOn(windows, 0, 2);
    windows.set(2, 77);
    // Another window, which reaches round to frame 0, saves that frame.
    windows.base = 15;
    windows.start |= 1 << 15;
    windows.reserve(1, 0);
    windows.start &= ~(1 << 15);
    windows.base = 2;
    expect(windows.start).toBe(0b100);
    windows.set(4, windows.get(1) - 32);
    windows.moveStackPointer(1, 4, 0);
    expect(windows.start).toBe(0b101);
    windows.returnFromWindow(0);
    expect([windows.get(1), windows.get(2)]).toEqual([STACK + 2048, 2]);
  });

  test.each([
    ['retw in a function that nobody has called', (windows: Windows) => windows.returnFromWindow(0)],
    ['entry of a high register', (windows: Windows) => windows.entry(4, 32, 0)],
  ])('refuses %s', (_, act) => {
    expect(() => act(create().windows)).toThrow(/illegal instruction/);
  });

  test('refuses retw by another number of quads than the call turned', () => {
    const { windows } = create();
    windows.set(1, STACK + 2048);
    callOn(windows, 0, 2);
    windows.set(0, 1 << 30);
    expect(() => windows.returnFromWindow(0)).toThrow(/by 1 quads while .* 2 quads below/);
  });
});

test('rotw turns the window and nothing else', () => {
  // After rotw 1, a6 is a2. Its value is in a6 again after turning back.
  const { words } = assemble([
    ['entry', { s: 1, i: 4 }],
    ['movi', { t: 6, i: 9 }],
    ['rotw', { i: 1 }],
    ['addi', { t: 2, s: 2, i: 1 }],
    ['rotw', { i: 15 }],
    ['mov.n', { t: 2, s: 6 }],
    ['retw.n'],
  ]);
  expect(createLx6Bench(words).call(0, 1).result).toBe(10);
});
