import { join } from 'node:path';
import { compileKernels, readKernels } from '../../../xtensa';
import {
  ARENA,
  firstDifference,
  hostMachine,
  lx6Machine,
  qemuMachine,
  type Machine,
} from '../../support/kernel-machines';
import { QEMU_CORES, hasQemu } from '../../xtensa/qemu';
import { BLOCKS } from './random-blocks';
import { randomFrom } from './random-data';

// The same source three ways, one answer: as JavaScript, as machine code in the interpreter of host-sim, and as machine
// code on three cores of QEMU. KERNEL_BLOCKS random blocks per kernel (.ci/run: 20,000), from KERNEL_SEED.

const COUNT = Number(process.env['KERNEL_BLOCKS'] ?? 500);
const SEED = Number(process.env['KERNEL_SEED'] ?? Date.now() % 1e9);
/** So many steps share a run of a machine. */
const BATCH = 5000;

const program = readKernels(join(__dirname, 'all-kernels.ts'));
const blob = compileKernels(program);
const host = hostMachine(program);
const machines: Machine[] = [lx6Machine(blob, 'SRAM1'), lx6Machine(blob, 'RTC FAST')];
// Moved from core to core.
if (hasQemu()) machines.push(...QEMU_CORES.map((core, i) => qemuMachine(core, blob, ARENA + 0x20000 + 0x1234 * i)));
else console.warn('without QEMU: no qemu-xtensa here; Debian has it in the package qemu-user');

/** Tests for the kernels of which the name is `isOurs`; two files share them, so that two processors can. */
export function compareThreeWays(isOurs: (name: string) => boolean): void {
  describe.each(Object.entries(BLOCKS).filter(([name]) => isOurs(name)))('%s', (_name, makeStep) => {
    test(`gives the same answer on every machine (seed ${SEED})`, () => {
      const random = randomFrom(SEED);
      for (let done = 0; done < COUNT; done += BATCH) {
        const steps = Array.from({ length: Math.min(BATCH, COUNT - done) }, () => makeStep(random));
        const expected = host.run(steps);
        for (const machine of machines) {
          const different = firstDifference(steps, expected, machine.run(steps));
          if (different >= 0) throw new Error(`${machine.name} differs in block ${done + different}, seed ${SEED}`);
        }
      }
    });
  });
}

/** Kernels from sound to sound. The others are codecs. */
export const isSoundToSound = (name: string): boolean => /^conceal|Background|Noise|Sample$/.test(name);
