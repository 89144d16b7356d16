import type { Chip } from './chip';
import { type Memory, TASK_STACK } from './core/memory';
import { createLx6, type Lx6 } from './lx6/lx6';
import { createMemoryMap } from './lx6/memory-map';

/** The core that runs the board's machine code: on its memory, its registers, and the stack of the interpreter's task. */
export function createNativeCore(chip: Chip, memory: Memory, rtcFast: ArrayBuffer): Lx6 {
  return createLx6({
    space: createMemoryMap({ ram: memory, rtcFast, registers: chip.bus }),
    stack: { address: TASK_STACK.base, buffer: new ArrayBuffer(TASK_STACK.bytes) },
  });
}
