import { type KernelProgram, compileKernels } from '../../../xtensa';
import { ARENA, type Machine, type Step, hostMachine, lx6Machine, qemuMachine } from '../../support/kernel-machines';
import { QEMU_CORES, hasQemu } from '../qemu';

/** The kernels' memory, at ARENA on every machine. */
export const MEMORY_BYTES = 64;

/** One call, and what its memory holds before. */
export type Call = { readonly entry: string; readonly values: readonly number[]; readonly memory: Uint8Array };

const QEMU = hasQemu();

/** Where machine code answers otherwise than JavaScript: the machine and the first such call; nothing when all agree. */
export function disagreement(program: KernelProgram, calls: readonly Call[], onCores = QEMU): string | undefined {
  const blob = compileKernels(program);
  const steps = calls.map(({ entry, values, memory }): Step => ({
    entry,
    values,
    writes: [[ARENA, memory]],
    reads: [[ARENA, memory.length]],
  }));
  const expected = hostMachine(program).run(steps);
  const cores =
    onCores && QEMU ? QEMU_CORES.map((core, index) => qemuMachine(core, blob, ARENA + 0x20000 + 0x1234 * index)) : [];
  const machines: Machine[] = [lx6Machine(blob, 'SRAM1'), ...cores];
  for (const { name, run } of machines) {
    const answer = run(steps);
    for (let index = 0, at = 0; index < calls.length; index++) {
      const end = at + 4 + calls[index].memory.length;
      if (!answer.subarray(at, end).equals(expected.subarray(at, end)))
        return `${name}: ${calls[index].entry}(${calls[index].values.join(', ')}) is ${answer.readInt32LE(at)}, not ${expected.readInt32LE(at)}`;
      at = end;
    }
  }
  return undefined;
}
