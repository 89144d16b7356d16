import { createLx6, createMemoryMap, type Lx6 } from '../../host-sim';
import type { Chip } from '../../host-sim/chip';
import type { ProcessRam } from './process-ram';

/** Below the memory that an interpreter for the ESP32 has here, so that the stack hides none of it. */
const STACK = { address: 0x3ffae000, bytes: 0x2000 };

/** A core that runs machine code over the memory of the interpreter's process. */
export type NativeCore = {
  /** Calls the code at an address; gives what it returned. */
  call(address: number, values: readonly number[]): number;
  /** Instructions executed so far, and calls. */
  readonly instructions: number;
  readonly calls: number;
};

/** Makes the core that the interpreter's processor is not. */
export function createNativeCore(chip: Chip, ram: ProcessRam, rtcFast: ArrayBuffer): NativeCore {
  const space = createMemoryMap({ ram, rtcFast, registers: chip.bus });
  const core: Lx6 = createLx6({ space, stack: { address: STACK.address, buffer: new ArrayBuffer(STACK.bytes) } });
  let calls = 0;
  return {
    call(address, values) {
      calls++;
      return ram.holding(() => core.call(address, values).result);
    },
    get instructions() {
      return core.retired;
    },
    get calls() {
      return calls;
    },
  };
}
