import { join } from 'node:path';
import { type Blob, compileKernels, readKernels } from '../../xtensa';
import { BLOCKS } from '../firmware/kernels/random-blocks';
import { randomFrom } from '../firmware/kernels/random-data';
import { firstDifference, hostMachine, lx6Machine } from '../support/kernel-machines';
import { loadCompiler } from './miscompilations-compiler';
import { MISCOMPILATIONS } from './miscompilations-list';

// Would the comparison of machine code with JavaScript notice a mistake in the compiler? Mistakes are put into the compiler
// on purpose, one by one, and the comparison must fail for each of them, by another result or a trap.

const SEED = 20_000;
const BLOCKS_A_KERNEL = 40;

const program = readKernels(join(__dirname, '../firmware/kernels/all-kernels.ts'));
const random = randomFrom(SEED);
const steps = Object.values(BLOCKS).flatMap((makeStep) =>
  Array.from({ length: BLOCKS_A_KERNEL }, () => makeStep(random)),
);
const expected = hostMachine(program).run(steps);

/** What is wrong with the code: a trap, or the first kernel with another result. Undefined if nothing is. */
function complaintAbout(blob: Blob): string {
  const machine = lx6Machine(blob, 'SRAM1');
  let answers: Buffer;
  try {
    answers = machine.run(steps);
  } catch (error) {
    return `trap: ${(error as Error).message}`;
  }
  const different = firstDifference(steps, expected, answers);
  return different < 0 ? '' : `another answer of ${steps[different]!.entry}`;
}

test('the loaded compiler makes the same code as the original, and the comparison finds nothing', () => {
  const blob = loadCompiler()(program);
  expect(blob.listing).toBe(compileKernels(program).listing);
  expect(complaintAbout(blob)).toBe('');
});

test.each(MISCOMPILATIONS)('%s is noticed', (_what, mutation) => {
  expect(complaintAbout(loadCompiler(mutation)(program))).toMatch(/^(trap: |another answer of )/);
});
