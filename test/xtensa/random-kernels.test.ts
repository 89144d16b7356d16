import fc from 'fast-check';
import { ARENA } from '../support/kernel-machines';
import { disagreement } from './support/compare-machines';
import { kernelsOf } from './support/kernel-text';
import { RANDOM_MEMORY_BYTES, randomKernel } from './support/random-kernels';

// Runs random kernels with loops, calls, tables and many variables as JavaScript and as machine code. The environment
// variable RANDOM_KERNELS sets how many.

const COUNT = Number(process.env['RANDOM_KERNELS'] ?? 60);
const EDGES = [0, 1, -1, 7, 255, 0x7fff, -0x8000, 0x12345678, 0x7fffffff, -0x80000000];

const anyValue = fc.oneof(fc.constantFrom(...EDGES), fc.integer());
const anyCalls = fc.array(
  fc.record({
    entry: fc.constant('f'),
    values: fc.tuple(anyValue, anyValue, anyValue).map((values) => [...values, ARENA]),
    memory: fc.uint8Array({ minLength: RANDOM_MEMORY_BYTES, maxLength: RANDOM_MEMORY_BYTES }),
  }),
  { minLength: 3, maxLength: 5 },
);

test('machine code gives the results of JavaScript', () => {
  let made = 0;
  fc.assert(
    fc.property(fc.integer(), fc.integer({ min: 5, max: 80 }), anyCalls, (seed, size, calls) => {
      // Starting a process for each core takes time, so only every tenth kernel runs on QEMU.
      expect(disagreement(kernelsOf(randomKernel(seed, size)), calls, made++ % 10 === 0)).toBeUndefined();
    }),
    { numRuns: COUNT, endOnFailure: true },
  );
});
