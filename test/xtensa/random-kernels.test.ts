import fc from 'fast-check';
import { compileKernels } from '../../xtensa';
import { kernelsOf } from './support/kernel-text';
import { RANDOM_MEMORY_BYTES, randomKernel } from './support/random-kernels';
import { type Job, onHost } from './support/run-both';
import { MEMORY_AT, onQemu } from './support/run-on-cores';
import { QEMU_CORES, hasQemu } from './qemu';

// Random kernels with loops, calls, tables and too many variables, run as JavaScript and as machine code.

const EDGES = [0, 1, -1, 7, 255, 0x7fff, -0x8000, 0x12345678, 0x7fffffff, -0x80000000];

function jobsOf(seed: number, size: number, runs: readonly (readonly number[])[], memory: Uint8Array): Job[] {
  const program = kernelsOf(randomKernel(seed, size));
  const blob = compileKernels(program);
  return runs.map((values) => ({ program, blob, entry: 'f', values: [...values, MEMORY_AT], memory }));
}

const anyValue = fc.oneof(fc.constantFrom(...EDGES), fc.integer());
const anyJobs = fc
  .tuple(
    fc.integer(),
    fc.integer({ min: 5, max: 70 }),
    fc.array(fc.tuple(anyValue, anyValue, anyValue), { minLength: 3, maxLength: 5 }),
    fc.uint8Array({ minLength: RANDOM_MEMORY_BYTES, maxLength: RANDOM_MEMORY_BYTES }),
  )
  .map(([seed, size, runs, memory]) => ({ seed, size, jobs: jobsOf(seed, size, runs, memory) }));

/** The seeds of the kernels that machine code answers otherwise than JavaScript. */
function wrong(
  batch: readonly { readonly seed: number; readonly size: number; readonly jobs: readonly Job[] }[],
  core: string,
) {
  const outcomes = onQemu(
    core,
    batch.flatMap(({ jobs }) => jobs),
  );
  let next = 0;
  return batch.flatMap(({ seed, size, jobs }) => {
    const differs = jobs.filter((job) => {
      const [machine, host] = [outcomes[next++], onHost(job, MEMORY_AT)];
      return machine.result !== host.result || Buffer.compare(machine.memory, host.memory) !== 0;
    });
    return differs.length > 0 ? [{ seed, size, values: differs[0].values }] : [];
  });
}

(hasQemu() ? describe : describe.skip).each(QEMU_CORES)('on the core %s', (core) => {
  test('machine code answers what JavaScript does', () => {
    fc.assert(
      fc.property(fc.array(anyJobs, { minLength: 25, maxLength: 25 }), (batch) =>
        expect(wrong(batch, core)).toEqual([]),
      ),
      { numRuns: 2, endOnFailure: true },
    );
  });
});
