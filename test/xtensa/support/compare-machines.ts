import { type KernelProgram, compileKernels } from '../../../xtensa';
import { ARENA, type Machine, type Step, hostMachine, lx6Machine, qemuMachine } from '../../support/kernel-machines';
import { QEMU_CORES, hasQemu } from '../qemu';

/** The length of the kernels' memory, which is at ARENA on every machine. */
export const MEMORY_BYTES = 64;

/** One call, and the contents of memory before it. */
export type Call = { readonly entry: string; readonly values: readonly number[]; readonly memory: Uint8Array };

const QEMU = hasQemu();

/** The first call for which machine code differs from JavaScript, and the machine; undefined if all agree. */
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
      const end = at + 4 + calls[index]!.memory.length;
      if (!answer.subarray(at, end).equals(expected.subarray(at, end)))
        return `${name}: ${calls[index]!.entry}(${calls[index]!.values.join(', ')}) is ${answer.readInt32LE(at)}, not ${expected.readInt32LE(at)}`;
      at = end;
    }
  }
  return undefined;
}
