import { createLx6, createMemoryMap, ramOf } from '../../host-sim';
import { createHostMemory, runOnHost, type Blob, type KernelProgram } from '../../xtensa';
import { runOnQemu } from '../xtensa/qemu';
import { QEMU_BASE, QEMU_I2S0, call, fill, show } from '../xtensa/qemu-program';

// The same calls of kernels on different machines, with the same memory at the same addresses, so that their answers can be
// compared byte by byte.

/** Where the kernels' data lies, on every machine, and how much of it there is. */
export const ARENA = QEMU_BASE;
const ARENA_BYTES = 0x10000;
/** A page of registers, where the ESP32 has those of I2S0. */
export const REGISTERS = QEMU_I2S0;
const REGISTERS_BYTES = 0x1000;

/** One call: what is written before, what is called, what is looked at afterwards. */
export type Step = {
  readonly writes: readonly (readonly [address: number, bytes: Uint8Array])[];
  readonly entry: string;
  readonly values: readonly number[];
  readonly reads: readonly (readonly [address: number, bytes: number])[];
};

/** A run starts with memory of zeros, which persists from step to step; the answer is, for each step, the result (4 bytes) and what was looked at. */
export type Machine = { readonly name: string; readonly run: (steps: readonly Step[]) => Buffer };

/** A machine whose memory can be looked into, and which can be led step by step, without starting from zeros. */
export type OpenMachine = Machine & {
  readonly bytesAt: (address: number, length: number) => Uint8Array;
  readonly go: (step: Step) => Buffer;
};

/** The source, as JavaScript. */
export function hostMachine(program: KernelProgram): OpenMachine {
  const arena = createHostMemory(ARENA_BYTES, ARENA);
  const registers = createHostMemory(REGISTERS_BYTES, REGISTERS);
  const isRegister = (address: number): boolean => address >>> 12 === REGISTERS >>> 12;
  const kernels = runOnHost(program, {
    ...arena,
    load32: (address) => (isRegister(address) ? registers : arena).load32(address),
    store32: (address, value) => (isRegister(address) ? registers : arena).store32(address, value),
  });
  const bytesAt = (address: number, length: number): Uint8Array => {
    const memory = isRegister(address) ? registers : arena;
    return memory.bytes.subarray(address - memory.base, address - memory.base + length);
  };
  const run = (steps: readonly Step[]): Buffer => {
    arena.bytes.fill(0);
    registers.bytes.fill(0);
    return goOn(steps);
  };
  const goOn = (steps: readonly Step[]): Buffer =>
    runSteps(steps, bytesAt, (entry, values) => kernels[entry]!(...values));
  return { name: 'host', run, bytesAt, go: (step) => goOn([step]) };
}

/** Does steps on a machine whose memory is open. */
function runSteps(
  steps: readonly Step[],
  bytesAt: (address: number, length: number) => Uint8Array,
  callEntry: (entry: string, values: readonly number[]) => number,
): Buffer {
  const answers = Buffer.alloc(steps.reduce((sum, step) => sum + answerBytes(step), 0));
  let end = 0;
  for (const { writes, entry, values, reads } of steps) {
    for (const [address, bytes] of writes) bytesAt(address, bytes.length).set(bytes);
    end = answers.writeInt32LE(callEntry(entry, values), end);
    for (const [address, length] of reads) {
      answers.set(bytesAt(address, length), end);
      end += length;
    }
  }
  return answers;
}

/** How long a step's answer is. */
function answerBytes({ reads }: Step): number {
  return reads.reduce((sum, [, length]) => sum + length, 4);
}

/** The number of the first step in which two answers differ, or -1. */
export function firstDifference(steps: readonly Step[], one: Buffer, other: Buffer): number {
  if (one.equals(other)) return -1;
  let at = 0;
  for (let i = 0; i < steps.length; i++) {
    const end = at + answerBytes(steps[i]!);
    if (!one.subarray(at, end).equals(other.subarray(at, end))) return i;
    at = end;
  }
  return steps.length;
}

/** A compiled program for machines of its own kind: code at `codeAddress`, tables behind it. */
type Placed = {
  readonly code: Uint8Array;
  readonly codeAddress: number;
  readonly tables: Uint8Array;
  readonly tablesAddress: number;
  readonly entryAddress: (entry: string) => number;
};

/** Puts a blob to an address, a multiple of 4; the tables behind it unless said. */
function place(blob: Blob, codeAddress: number, tablesAddress: number = codeAddress + 4 * blob.words.length): Placed {
  const words = blob.words.slice();
  for (const index of blob.relocations) words[index]! += tablesAddress;
  return {
    code: new Uint8Array(words.buffer),
    codeAddress,
    tables: blob.tables,
    tablesAddress,
    entryAddress: (entry) => codeAddress + blob.entries[entry]!,
  };
}

/** The machine code, on a core of QEMU. */
export function qemuMachine(core: string, blob: Blob, codeAddress = ARENA + 0x20000): Machine {
  const placed = place(blob, codeAddress);
  const program = [fill(placed.codeAddress, placed.code), fill(placed.tablesAddress, placed.tables)];
  return {
    name: core,
    run: (steps) =>
      runOnQemu(core, [
        ...program,
        ...steps.flatMap(({ writes, entry, values, reads }) => [
          ...writes.map(([address, bytes]) => fill(address, bytes)),
          call(placed.entryAddress(entry), [...values, 0, 0, 0, 0].slice(0, 4)),
          ...reads.map(([address, length]) => show(address, length)),
        ]),
      ]),
  };
}

/** Where the ESP32 can execute what a program brings along. */
type CodePlace = 'SRAM1' | 'RTC FAST';

const SRAM1 = { address: 0x3ffe8000, bytes: 0x4000 };
const SRAM1_CODE = 0x400a0000 + (0x40000000 - SRAM1.address - SRAM1.bytes);
const RTC_FAST_CODE = 0x400c1000;
const TABLES = ARENA + ARENA_BYTES;
const STACK = { address: ARENA + 0x30000, buffer: new ArrayBuffer(8192) };

/** The machine code, in the interpreter of host-sim, executed where the ESP32 would. */
export function lx6Machine(blob: Blob, where: CodePlace): Machine & { readonly retired: () => number } {
  const arena = { address: ARENA, buffer: new ArrayBuffer(ARENA_BYTES) };
  const tables = { address: TABLES, buffer: blob.tables.slice().buffer };
  const sram1 = { address: SRAM1.address, buffer: new ArrayBuffer(SRAM1.bytes) };
  const registers = new DataView(new ArrayBuffer(REGISTERS_BYTES));
  const space = createMemoryMap({
    ram: ramOf([arena, tables, sram1, STACK]),
    rtcFast: new ArrayBuffer(8192),
    registers: {
      read32: (address) => registers.getUint32(address - REGISTERS, true),
      write32: (address, value) => registers.setUint32(address - REGISTERS, value, true),
    },
  });
  const placed = place(blob, where === 'SRAM1' ? SRAM1_CODE : RTC_FAST_CODE, TABLES);
  new Uint32Array(placed.code.slice().buffer).forEach((word, i) => space.write32(placed.codeAddress + 4 * i, word));
  const core = createLx6({ space, stack: STACK });
  const bytesAt = (address: number, length: number): Uint8Array =>
    address >= REGISTERS
      ? new Uint8Array(registers.buffer, address - REGISTERS, length)
      : new Uint8Array(arena.buffer, address - ARENA, length);
  const run = (steps: readonly Step[]): Buffer => {
    new Uint8Array(arena.buffer).fill(0);
    new Uint8Array(registers.buffer).fill(0);
    return runSteps(steps, bytesAt, (entry, values) => core.call(placed.entryAddress(entry), values).result);
  };
  return { name: `LX6 in ${where}`, run, retired: () => core.retired };
}
