import fc from 'fast-check';
import { createHostMemory, runOnHost } from '../../../xtensa';
import { buildGraph } from '../../../xtensa/ir/build-graph';
import { optimise } from '../../../xtensa/optimise/optimise';
import { kernelsOf } from '../support/kernel-text';

const EDGES = [0, 1, -1, 2, 31, 32, 33, 127, 128, -128, 255, 256, 0x7fff, -0x8000, 0xffff, 0x7fffffff, -0x80000000];
const anyValue = fc.oneof(fc.constantFrom(...EDGES), fc.integer());

const EXPRESSIONS = [
  'a + b',
  'a - b',
  'a * b',
  'a & b',
  'a | b',
  'a ^ b',
  'a << b',
  'a >> b',
  'a >>> b',
  'Math.imul(a, b)',
  'Math.min(a, b)',
  'Math.max(a, b)',
  '-a',
  '~a',
  'Math.abs(a)',
  'Math.clz32(a)',
  'a < b ? 1 : 2',
  'a <= b ? 1 : 2',
  'a > b ? 1 : 2',
  'a >= b ? 1 : 2',
  'a === b ? 1 : 2',
  'a !== b ? 1 : 2',
  'a && b ? 1 : 2',
  'a || !b ? 1 : 2',
];

/** The value that a kernel which returns `expression` is reduced to if a and b are constants. */
function folded(expression: string, a: number, b: number): number | undefined {
  const text = `const A = ${a}; const B = ${b}; export function f(): number { const a = A + 0 * A; const b = B + 0 * B; return ${expression}; }`;
  const program = kernelsOf(text);
  const graph = buildGraph(program.functions[0]!, new Set());
  optimise(graph);
  const [first, ...more] = graph.blocks;
  const isOne = more.length === 0 && first?.nodes.length === 0;
  const end = isOne ? first.end : undefined;
  return end?.kind === 'return' && end.value?.operation === 'constant' ? end.value.value : undefined;
}

test.each(EXPRESSIONS)('%s of constants is computed at build time, and is what the host computes', (expression) => {
  const program = kernelsOf(`export function f(a: number, b: number): number { return ${expression}; }`);
  const { f } = runOnHost(program, createHostMemory(0));
  fc.assert(
    fc.property(anyValue, anyValue, (a, b) => expect(folded(expression, a, b)).toBe(f!(a, b))),
    { numRuns: 12 },
  );
});

test('operators wrap at 32 bits, shifts count modulo 32', () => {
  const text =
    'export function add(a: number, b: number): number { return a + b; }' +
    'export function mul(a: number, b: number): number { return a * b; }' +
    'export function shl(a: number, b: number): number { return a << b; }' +
    'export function shr(a: number, b: number): number { return a >>> b; }' +
    'export function less(a: number, b: number): number { return a >>> 0 < b ? 1 : 0; }';
  const { add, mul, shl, shr, less } = runOnHost(kernelsOf(text), createHostMemory(0));
  expect(add!(0x7fffffff, 1)).toBe(-0x80000000);
  expect(mul!(0x7fffffff, 0x7fffffff)).toBe(1);
  expect(shl!(1, 33)).toBe(2);
  expect(shr!(-1, 0)).toBe(-1);
  // The result of >>> is compared as a signed value, like every value.
  expect(less!(-1, 1)).toBe(1);
});
