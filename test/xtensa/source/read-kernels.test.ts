import { createHostMemory, runOnHost } from '../../../xtensa';
import { ENTRY, kernelsOf } from '../support/kernel-text';

/** The error of reading a function with this body, which begins on line 3: the position and the message. */
function refusal(body: string, before = ''): string {
  try {
    kernelsOf(`export function f(a: number, b: number): number {\n${body}\nreturn a + b; }\n${before}`);
  } catch (error) {
    return (error as Error).message.replace(`${ENTRY}:`, '');
  }
  return 'accepted';
}

describe('what kernels do not have is refused with its position and with what to write instead', () => {
  test.each([
    ['a = b / 2;', '3:5: no division: write `>>`'],
    ['a /= 2;', '3:1: no division'],
    ['a = b % 8;', '3:5: no remainder: write `& (n - 1)`'],
    ['a = b ** 2;', '3:5: no powers'],
    ['  a = 0.5;', '3:7: 0.5 is not a 32-bit integer: scale it'],
    ['a = 0x100000000;', '3:5: 0x100000000 is not a 32-bit integer'],
    ["a = 'x';", '3:5: no strings in kernels'],
    ['a = `x`;', '3:5: no strings in kernels'],
    ['const o = { x: 1 };', '3:11: no objects in kernels'],
    ['const o = [1];', '3:11: no arrays in kernels'],
    ['a = b[0];', '3:5: no arrays in kernels: write `load32('],
    ['const g = () => 1;', '3:11: no closures in kernels'],
    ['const g = function () {};', '3:11: no closures in kernels'],
    ['function g() {}', '3:1: no closures in kernels'],
    ['try { a = 1; } catch { a = 2; }', '3:1: no exceptions in kernels'],
    ['throw a;', '3:1: no exceptions in kernels'],
    ['a = new Date();', '3:5: no `new` in kernels'],
    ['switch (a) { default: }', '3:1: no switch in kernels: write `if`'],
    ['var x = 1;', '3:1: no `var` in kernels: write `let`'],
    ['a = Date.now();', '3:5: `Date.now` is not a kernel'],
    ['a = Math.floor(b);', '3:5: no Math.floor in kernels'],
    ['a = Math.max(a, b, 1);', '3:5: Math.max takes 2 values, not 3'],
    ['a = now;', '3:5: `now` is unknown here'],
    ['a = b && 1;', '3:5: `&&` is for conditions only'],
    ['a = !b;', '3:5: `!` is for conditions only'],
    ['a = b < 1;', '3:5: `<` is for conditions only'],
    ['a = b ?? 1;', '3:5: no `??` in kernels'],
    ['a = (b, 1);', '3:6: no `,` operator in kernels'],
    ['a;', '3:1: this does nothing'],
    ['load8(a);', '3:1: this does nothing'],
    ['let x: number;', '3:5: give `x` a value'],
    ['const { x } = a;', '3:7: no destructuring'],
    ['const x = true;', '3:11: `true` is for conditions only'],
    ['for (const x of a) {}', '3:1: no for-of in kernels'],
    ['outer: while (a) a--;', '3:1: no labels'],
    ['a = g(b);', '3:5: `g` is not a kernel'],
    ['a = f(b, 1);', '3:5: f calls itself: write a loop'],
    ['a = store8(b, 1);', '3:5: store8 has no value'],
    ['a = table8([1]);', '3:5: table8 makes constant data'],
    ['a = f;', '3:5: `f` is a function: write `f(…)`'],
    ['b[0] = 1;', '3:1: `b[0]` is not a variable of this function: write to memory with `store32('],
    ['a = b as number;', '3:5: no casts'],
    ['a = ;', '3:5: Expression expected'],
  ])('%s', (body, expected) => {
    expect(refusal(body)).toMatch(new RegExp(`^${expected.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}`));
  });

  test.each([
    ['a = g;', 'let g = 1;', '3:5: `g` is a variable outside the function'],
    ['a = G;', 'const G = 0.5;', '5:11: 0.5 is not a 32-bit integer'],
    ['a = G;', 'const G = [1];', '5:11: not constant'],
    ['a = G;', 'const G = H; const H = G;', '5:11: `H` has no value here'],
    ['a = G;', 'const G = table8([256]);', '5:19: 256 does not fit into 8 bits'],
    ['a = G;', 'const G = table16(4);', '5:19: a table takes its values in brackets'],
    ['a = g();', 'function g(): number { return f(1, 2); }', '5:31: f calls itself'],
    ['a = g(1);', 'function g(): number { return 1; }', '3:5: g takes 0 values, not 1'],
    ['a = g(1);', 'function g(x = 1): number { return x; }', '5:12: no optional parameters in kernels'],
    ['a = g(1);', 'function g(x: string): number { return 1; }', '5:12: `x` is not a number'],
    ['a = g();', 'function g(): boolean { return true; }', '5:15: g must return a number or void'],
    ['a = g();', 'function* g(): number { return 1; }', '5:1: no generators in kernels'],
    ['a = g(1);', 'async function g(): number { return 1; }', '5:1: no `async` kernels'],
    [
      'g(1,2,3,4,5,6,7);',
      'function g(a: number, b: number, c: number, d: number, e: number, f: number, g: number) {}',
      '5:78: more than 6',
    ],
    ['a = g();', 'function g(): void {}', "3:1: Type 'void' is not assignable to type 'number'"],
    [
      'a = 1;',
      'export function h(a: number, b: number, c: number, d: number, e: number): void {}',
      '5:63: an entry takes at most 4',
    ],
  ])('%s with %s', (body, before, expected) => {
    expect(refusal(body, before).slice(0, expected.length)).toBe(expected);
  });

  test('an entry file without kernels is refused', () => {
    expect(() => kernelsOf('const x = 1;')).toThrow(`${ENTRY}:1:1: no kernel is exported`);
    expect(() => kernelsOf('export { g } from "./g";')).toThrow('no kernel is exported');
  });

  test('a mistake in another file is reported with the name of that file', () => {
    const g = 'export function g(x: number): number {\n  return x / 2; }';
    expect(() => kernelsOf('export { g } from "./g";', { 'g.ts': g })).toThrow('kernels/g.ts:2:10: no division');
  });
});

describe('the reader reads', () => {
  const on = (text: string, others?: Readonly<Record<string, string>>) =>
    runOnHost(kernelsOf(text, others), createHostMemory(64));

  test('constants of other files as JavaScript does, also those in objects', () => {
    const others = {
      'c.ts': 'export const RATE = 16000; export const AT = { GAIN: 4 * 2, MASK: 0xffffffff } as const;',
    };
    const text =
      'import { RATE, AT } from "./c"; const FRAME = RATE / 50 - 2 ** 3;\n' +
      'export function f(): number { return FRAME + AT.GAIN; }\nexport function g(): number { return AT.MASK; }';
    const kernels = on(text, others);
    expect(kernels.f!()).toBe(320);
    expect(kernels.g!()).toBe(-1);
  });

  test('functions of other files by the names under which they are exported', () => {
    const others = {
      'g.ts':
        'function twice(x: number): number { return x * 2; }\nexport function g(x: number): number { return twice(x) + 1; }',
    };
    const kernels = on(
      'import { g } from "./g"; function twice(x: number): number { return g(x) * 2; }\nexport { twice as h };',
      others,
    );
    expect(Object.keys(kernels)).toEqual(['h']);
    expect(kernels.h!(5)).toBe(22);
  });

  test('only what the entries reach, so an unused function may hold anything', () => {
    expect(
      on('export function f(): number { return 1; }\nfunction unused(x: string): string { return x / 2; }').f!(),
    ).toBe(1);
  });

  test('a void entry, which returns 0', () => {
    expect(on('export function f(a: number): void { store8(a, 1); }').f!(0x3ffb0000)).toBe(0);
  });

  test('tables, which lie in memory aligned to their elements', () => {
    const text =
      'const B = table8([1, -1, 200]); const H = table16([-2, 65535]); const W = table32([0x12345678]);\n' +
      'export function f(i: number): number { return load8(B + i); }\n' +
      'export function g(i: number): number { return load16(H + (i << 1)); }\n' +
      'export function h(): number { return load32(W); }';
    const kernels = on(text);
    expect([0, 1, 2].map((i) => kernels.f!(i))).toEqual([1, 255, 200]);
    expect([0, 1].map((i) => kernels.g!(i))).toEqual([-2, -1]);
    expect(kernels.h!()).toBe(0x12345678);
  });
});
