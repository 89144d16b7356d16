import { type Blob, compileKernels } from '../../xtensa';
import { kernelsOf } from './support/kernel-text';

const compile = (text: string): Blob => compileKernels(kernelsOf(text));
/** The mnemonics of one function in the listing. */
function code(blob: Blob, name: string): string[] {
  const [, ...parts] = blob.listing.split('\n\n');
  const part = parts.find((each) => each.startsWith(`${name} `)) ?? '';
  return part
    .split('\n')
    .flatMap(
      (line) => /^[> ] [0-9a-f]{4} {2}(?:[0-9a-f]{2} ){2,3} *(\S+.*?)(?: {2,};.*)?$/.exec(line)?.[1]?.trim() ?? [],
    );
}
const one = (body: string, parameters = 'a: number, b: number, c: number, d: number'): string[] =>
  code(compile(`export function f(${parameters}): number {\n${body}\n}`), 'f').map((line) => line.replace(/ +/g, ' '));

describe('the shortest instructions are chosen', () => {
  test.each<[string, readonly string[]]>([
    ['return (a << 2) + b;', ['addx4 a2, a2, a3']],
    ['return (a << 3) - b;', ['subx8 a2, a2, a3']],
    ['return a * 9;', ['addx8 a2, a2, a2']],
    ['return a * 16;', ['slli a2, a2, 4']],
    ['return (a >> 5) & 7;', ['extui a2, a2, 5, 3']],
    ['return (a << 16) >> 16;', ['sext a2, a2, 15']],
    ['return Math.max(-32768, Math.min(32767, a));', ['clamps a2, a2, 15']],
    ['return a < 0 ? -a : a;', ['abs a2, a2']],
    ['if (a > b) a = b; return a;', ['min a2, a2, a3']],
    ['return a < 0 ? 8 : 0;', ['extui a2, a2, 31, 1', 'slli a2, a2, 3']],
    ['return a + 0x300;', ['addmi a2, a2, 768']],
    ['return load32(a + 60) + load8(a + 255);', ['l32i.n a3, a2, 60', 'l8ui a2, a2, 255', 'add.n a2, a3, a2']],
    ['return load8(a + (b << 1) + 3);', ['addx2 a2, a3, a2', 'l8ui a2, a2, 3']],
    [
      'return (load8(a) << 8) | load8(a + 1);',
      ['l8ui a3, a2, 0', 'slli a3, a3, 8', 'l8ui a2, a2, 1', 'add.n a2, a3, a2'],
    ],
    ['return a >>> 20;', ['extui a2, a2, 20, 12']],
    ['return a << b;', ['ssl a3', 'sll a2, a2']],
    ['return 2 * 3 + (a & 0);', ['movi.n a2, 6']],
    ['return -(a - b);', ['sub a2, a3, a2']],
  ])('%s', (body, expected) => {
    expect(one(body).slice(1, -1)).toEqual(expected);
  });

  test.each([
    ['a & 8', 'bbci a2, 3'],
    ['(a >> 4) & 1', 'bbci a2, 4'],
    ['(a & b) !== 0', 'bnone a2, a3'],
    ['a === 5', 'bnei a2, 5'],
    ['a > 7', 'blti a2, 8'],
    ['a >= 0', 'bltz a2,'],
    ['a === 0', 'bnez.n a2,'],
    ['a < b', 'bge a2, a3'],
  ])('if (%s) is one branch', (condition, expected) => {
    const [, branch] = one(`if (${condition}) { store8(c, d); store8(c, d); } return d;`);
    expect(branch).toContain(expected);
  });
});

test('a condition that an inlined function returns as 1 or 0 is tested once', () => {
  const text = `function isOdd(a: number): number { return a & 1 ? 1 : 0; }
    export function f(a: number, b: number): number { if (isOdd(a) === 0) { store8(b, a); store8(b, a); } return b; }`;
  const lines = code(compile(text), 'f');
  expect(lines.map((line) => line.split(' ')[0])).toEqual(['entry', 'bbsi', 's8i', 's8i', 'mov.n', 'retw.n']);
});

test('an iteration of a loop costs one branch and no jump', () => {
  const lines = one('let sum = 0; for (let i = 0; i < b; i++) sum += load8(a + i); return sum;');
  expect(lines.filter((line) => /^(b|j )/.test(line))).toHaveLength(2);
  expect(lines.filter((line) => line.startsWith('j '))).toHaveLength(1);
});

test('what is the same in every iteration is computed before the loop', () => {
  const lines = one('let sum = 0; while (a < b) { sum += load8(a) * (c * 100000) ^ 0x12345678; a++; } return sum;');
  const jump = lines.findIndex((line) => line.startsWith('j '));
  const before = lines.slice(0, jump).map((line) => line.split(' ')[0]);
  expect(before.filter((mnemonic) => mnemonic === 'l32r' || mnemonic === 'mull')).toEqual(['l32r', 'mull', 'l32r']);
  expect(lines.slice(jump).filter((line) => line.startsWith('l32r'))).toEqual([]);
});

test('functions that are tiny or called once are inlined, others are called', () => {
  const big = 'let s = a; for (let i = 0; i < 9; i++) s += load8(a + i) ^ s; return s;';
  const text = `function tiny(a: number): number { return a + 1; } function once(a: number): number { ${big} }
    function often(a: number): number { ${big} }
    export function f(a: number): number { return tiny(tiny(a)) + once(a); }
    export function g(a: number): number { return often(a) + often(a + 1); }`;
  const blob = compile(text);
  expect(code(blob, 'f').filter((line) => line.startsWith('call8'))).toEqual([]);
  expect(code(blob, 'g').filter((line) => line.startsWith('call8'))).toHaveLength(2);
  expect(code(blob, 'tiny')).toEqual([]);
  expect(code(blob, 'often')).not.toEqual([]);
});

test('the blob names its entries, its relocations and all its code', () => {
  const text = `const T = table16([1, 2, 3]); const B = table8([9]);
    export function first(i: number): number { return load16(T + (i << 1)) + 0x12345678; }
    export function second(): number { return load8(B); }`;
  const { words, tables, entries, relocations, listing } = compile(text);
  expect(Object.keys(entries)).toEqual(['first', 'second']);
  for (const offset of Object.values(entries)) {
    expect(offset % 4).toBe(0);
    // entry a1, 32
    expect(words[offset / 4]! & 0xffffff).toBe(0x004136);
  }
  expect([...tables]).toEqual([1, 0, 2, 0, 3, 0, 9, 0]);
  expect(relocations.map((index) => words[index]).sort()).toEqual([0, 6]);
  expect(listing).toContain('address of T');
  expect(listing).toContain('12345678  305419896');
  expect(listing).toMatch(/entry .*kernels\/index\.ts:3 {2}export function first/);
});

test('the same kernels give the same blob', () => {
  const text =
    'export function f(a: number, b: number): number { while (a-- > 0) b += load8(b + a) * 77777; return b; }';
  expect(compile(text)).toEqual(compile(text));
});
