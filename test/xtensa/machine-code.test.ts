import { ARENA } from '../support/kernel-machines';
import { type Call, MEMORY_BYTES, disagreement } from './support/compare-machines';
import { kernelsOf } from './support/kernel-text';

// Kernels that use rare features of the compiler, on every machine at hand.

const MEMORY = Uint8Array.from({ length: MEMORY_BYTES }, (_, index) => (index * 0x9d + 7) & 0xff);
const EDGES = [0, 1, -1, 5, 31, 32, 127, -128, 0x7fff, -0x8000, 0x12345678, 0x7fffffff, -0x80000000];
const calls = (...values: readonly (readonly number[])[]): Call[] =>
  values.map((each) => ({ entry: 'f', values: each, memory: MEMORY }));
const pairs = EDGES.flatMap((a) => EDGES.map((b): readonly number[] => [a, b, ARENA]));
const repeat = (count: number, line: (index: number) => string): string =>
  Array.from({ length: count }, (_, i) => line(i)).join('\n');

test.each<[string, string, readonly Call[]]>([
  [
    'every operator, on the edges',
    `export function f(a: number, b: number, to: number): number {
      store32(to, a + b); store32(to + 4, a - b); store32(to + 8, a * b); store32(to + 12, a << b);
      store32(to + 16, a >> b); store32(to + 20, a >>> b); store32(to + 24, (a & b) ^ (a | ~b));
      store32(to + 28, Math.min(a, b)); store32(to + 32, Math.max(a, b)); store32(to + 36, Math.abs(a));
      store32(to + 40, Math.clz32(a)); store32(to + 44, -a); store16(to + 48, a); store8(to + 50, b);
      store32(to + 52, load8(to + 48) + load16(to + 48) + load16u(to + 48));
      return (a < b ? 1 : 0) | (a <= b ? 2 : 0) | (a === b ? 4 : 0) | (a > 0 ? 8 : 0) | (b & 4 ? 16 : 0) | (a ? 32 : 0);
    }`,
    calls(...pairs),
  ],
  [
    'comparisons with constants, on both sides of each',
    `export function f(a: number): number {
      let r = 0;
      ${[-1, 0, 1, 2, 7, 8, 9, 16, 127, 256, 1000, 0x7fffffff].map((c, i) => `if (a < ${c}) r |= ${1 << i}; if (a > ${c}) r ^= ${1 << (i + 12)};`).join('\n')}
      return r;
    }`,
    calls(...EDGES.concat([2, 3, 7, 8, 9, 10, 255, 256, 257, 999, 1000, 1001]).map((a) => [a])),
  ],
  [
    'more values at once than there are registers',
    `export function f(a: number, b: number, at: number): number {
      ${repeat(15, (i) => `let v${i} = load32(at + ${4 * i});`)}
      for (let i = 0; i < 9; i++) {
        ${repeat(15, (i) => `v${i} = (v${(i + 1) % 15} ^ (v${(i + 4) % 15} + a)) - b;`)}
      }
      return ${repeat(15, (i) => `v${i}`)
        .split('\n')
        .join(' + ')};
    }`,
    calls([1, 2, ARENA], [-7, 0x12345678, ARENA]),
  ],
  [
    'loops and branches further than any branch reaches',
    `export function f(a: number, b: number, at: number): number {
      while (a > 0) {
        if (b & 1) { ${repeat(40, () => 'b = b * 3 ^ a;')} }
        else { ${repeat(40, (i) => `b = b * 5 + load8(at + ${i});`)} }
        if (b < 0) { ${repeat(400, () => 'b = b * 9 ^ a;')} }
        a--;
      }
      return b;
    }`,
    calls([0, 1, ARENA], [1, 1, ARENA], [3, 2, ARENA], [5, -7, ARENA]),
  ],
  [
    'calls so deep that all windows overflow',
    `${repeat(
      14,
      (i) => `function g${i}(a: number, b: number): number {
        const kept = a * ${i + 3} + b;
        const first = ${i === 0 ? 'kept ^ 5' : `g${i - 1}(a + ${i}, b)`};
        return first * 3 + kept + ${i === 0 ? 'a' : `(b & 1 ? g${i - 1}(b >> 1, kept) : a)`};
      }`,
    )}
    export function f(a: number, b: number): number { const x = g13(a, b); return g13(b, a) - x; }`,
    calls([1, 2], [1000, -1], [-0x80000000, 12345]),
  ],
  [
    'six parameters, and values kept over calls',
    `function six(a: number, b: number, c: number, d: number, e: number, g: number): number {
      let s = a; for (let i = 0; i < 3; i++) s = s * 3 + b - c * d + (e ^ g); return s;
    }
    export function f(a: number, b: number, c: number, d: number): number {
      const x = six(a, b, c, d, 5, 6); const y = six(d, c, b, a, x, 100000);
      return six(x, y, a, b, c, d) + x * 2 + y * 4 + a + b + c + d;
    }`,
    calls([1, 2, 3, 4], [-1, 0x7fffffff, 12, -5]),
  ],
  [
    'values that change places in a loop',
    `export function f(a: number, b: number, c: number): number {
      for (let i = 0; i < 10; i++) { const t = a; a = b; b = c; c = t; if (i === 6) { const u = a; a = b; b = u; } }
      return a * 100 + b * 10 + c;
    }`,
    calls([1, 2, 3], [9, 5, 7]),
  ],
  [
    'values that do nothing but change places',
    `export function f(a: number, b: number, c: number, n: number): number {
      while (n-- > 0) { const t = a; a = b; b = c; c = t; }
      return a * 100 + b * 10 + c;
    }`,
    calls([1, 2, 3, 1], [9, 5, 7, 2], [1, 2, 3, 3]),
  ],
  [
    'break, continue and return out of loops',
    `export function f(a: number, b: number): number {
      let sum = 0;
      for (let i = 0; i < 50; i++) {
        if ((i & 3) === b) continue;
        for (let j = i; ; j += 3) { if (j > a) break; sum += j; if (sum > 5000) return -sum; }
        do { sum ^= i; if (sum & 16) break; } while (sum++ & 7);
      }
      return sum;
    }`,
    calls([0, 0], [10, 1], [30, 2], [200, 3]),
  ],
  [
    'changes in the middle of an expression',
    `export function f(a: number, b: number): number {
      let x = a; let y = b;
      return x++ * 3 + (y = x--) * 5 + --x * 7 + (x += y) + (y++ > 3 && x-- > 0 ? x : y);
    }`,
    calls([1, 2], [-4, 10], [100, -100]),
  ],
])('%s', (_, text, each) => {
  expect(disagreement(kernelsOf(text), each)).toBeUndefined();
});
