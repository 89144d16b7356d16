// A program for qemu-xtensa in user mode that reads commands from its input: fill memory, call code, show memory. It is a
// complete ELF executable of a few dozen instructions, so running kernels on QEMU's cores needs no toolchain. Commands and
// answers come in batches, because a system call costs more than a kernel.

/** The memory of the program. All of it is readable, writable and executable. */
export const QEMU_BASE = 0x10000000;
const QEMU_BYTES = 0x100000;
/** A page of memory at the address of the ESP32's registers of I2S0. */
export const QEMU_I2S0 = 0x3ff4f000;
/** Memory from here on belongs to the program itself. */
const QEMU_FREE_BYTES = 0x40000;

const PROGRAM = QEMU_BASE + QEMU_FREE_BYTES;
/** A batch of commands behind its length, and the answers to it. */
const BATCH = QEMU_BASE + 0x50000;
const ANSWERS = QEMU_BASE + 0xa0000;
const BATCH_MAX_BYTES = 0x50000;
const ANSWERS_MAX_BYTES = 0x60000;
const COMMAND_BYTES = 24;

// System calls of Linux on Xtensa (arch/xtensa/kernel/syscalls/syscall.tbl): the number in a2, arguments in a6, a3, a4.
const READ = 12;
const WRITE = 13;
const EXIT = 118;
const MMAP2 = 80;
/** PROT_READ and PROT_WRITE; MAP_PRIVATE, MAP_FIXED and MAP_ANONYMOUS. */
const READ_WRITE = 3;
const MAP_FLAGS = 0x812;

/** A command: 0 ends a batch, 1 fills (address, length; then the bytes), 2 calls (address, 4 values), 3 shows (address, length). */
type Command = readonly [verb: 0 | 1 | 2 | 3, ...values: number[]];

type Instruction = (at: number, labels: ReadonlyMap<string, number>) => number;

// Formats of the Xtensa ISA reference manual, chapter 6. Every instruction here takes three bytes.
const movi =
  (t: number, value: number): Instruction =>
  () =>
    0x00a002 | (t << 4) | ((value & 0xff) << 16) | (((value >> 8) & 0xf) << 8);
const l32i =
  (t: number, s: number, offset: number): Instruction =>
  () =>
    0x002002 | (t << 4) | (s << 8) | ((offset >> 2) << 16);
const s32i =
  (t: number, s: number, offset: number): Instruction =>
  () =>
    0x006002 | (t << 4) | (s << 8) | ((offset >> 2) << 16);
const LITERALS = [BATCH, ANSWERS, QEMU_I2S0, MAP_FLAGS];
/** The index of a literal. All literals lie at the program's start, because l32r only reaches backwards. */
const l32r =
  (t: number, literal: number): Instruction =>
  (at) =>
    0x000001 | (t << 4) | ((((PROGRAM + 4 * LITERALS.indexOf(literal) - ((at + 3) & ~3)) >> 2) & 0xffff) << 8);
const beqz =
  (s: number, label: string): Instruction =>
  (at, labels) =>
    0x000016 | (s << 8) | (((target(labels, label) - at - 4) & 0xfff) << 12);
/** A branch that compares with a constant from 1 to 3, which is its own index in the table B4CONST. */
const beqi =
  (s: number, constant: 1 | 2 | 3, label: string): Instruction =>
  (at, labels) =>
    0x000026 | (s << 8) | (constant << 12) | (((target(labels, label) - at - 4) & 0xff) << 16);
const jump =
  (label: string): Instruction =>
  (at, labels) =>
    0x000006 | (((target(labels, label) - at - 4) & 0x3ffff) << 6);
const callx8 =
  (s: number): Instruction =>
  () =>
    0x0000e0 | (s << 8);
const addi =
  (t: number, s: number, value: number): Instruction =>
  () =>
    0x00c002 | (t << 4) | (s << 8) | ((value & 0xff) << 16);
const l8ui =
  (t: number, s: number): Instruction =>
  () =>
    0x000002 | (t << 4) | (s << 8);
const s8i =
  (t: number, s: number, offset = 0): Instruction =>
  () =>
    0x004002 | (t << 4) | (s << 8) | (offset << 16);
const and =
  (r: number, s: number, t: number): Instruction =>
  () =>
    0x100000 | (r << 12) | (s << 8) | (t << 4);
const sub =
  (r: number, s: number, t: number): Instruction =>
  () =>
    0xc00000 | (r << 12) | (s << 8) | (t << 4);
const srli =
  (r: number, t: number, bits: number): Instruction =>
  () =>
    0x410000 | (r << 12) | (t << 4) | (bits << 8);
const syscall: Instruction = () => 0x005000;

function target(labels: ReadonlyMap<string, number>, label: string): number {
  return labels.get(label) as number;
}

// a7 points to the commands and a5 to the answers, because a callee's window leaves them alone.

const system = (number: number, fileDescriptor: number): Instruction[] => [
  movi(2, number),
  movi(6, fileDescriptor),
  syscall,
];

/** Copies a4 bytes, at least one, from where `from` points to where `to` points. */
const copy = (label: string, from: number, to: number): readonly (readonly [string, readonly Instruction[]])[] => [
  [label, [beqz(4, `${label} done`), l8ui(2, from), s8i(2, to), addi(from, from, 1), addi(to, to, 1), addi(4, 4, -1)]],
  ['', [jump(label)]],
];

const SOURCE: readonly (readonly [label: string, code: readonly Instruction[]])[] = [
  // Window overflow reads the stack pointer of the caller's caller 12 bytes below the caller's. There is no such caller.
  ['', [addi(9, 1, 0), addi(1, 1, -64), addi(8, 1, -16), s32i(9, 8, 4)]],
  ['', [movi(2, MMAP2), l32r(6, QEMU_I2S0), movi(3, 0x400), movi(4, READ_WRITE), l32r(5, MAP_FLAGS)]],
  ['', [movi(8, -1), movi(9, 0), syscall]],
  ['batch', [l32r(7, BATCH), l32r(5, ANSWERS), l32r(3, BATCH), movi(4, 4), ...system(READ, 0), beqz(2, 'end')]],
  ['', [l32i(4, 7, 0), l32r(3, BATCH), ...system(READ, 0)]],
  ['command', [l32i(8, 7, 0), l32i(3, 7, 4), l32i(4, 7, 8), beqz(8, 'answer')]],
  ['', [beqi(8, 1, 'fill'), beqi(8, 3, 'show')]],
  ['', [l32i(8, 7, 4), l32i(10, 7, 8), l32i(11, 7, 12), l32i(12, 7, 16), l32i(13, 7, 20), callx8(8)]],
  ['', [0, 1, 2, 3].flatMap((i) => [s8i(10, 5, i), srli(10, 10, 8)])],
  ['', [addi(5, 5, 4), addi(7, 7, COMMAND_BYTES), jump('command')]],
  ['fill', [addi(7, 7, COMMAND_BYTES)]],
  ...copy('filling', 7, 3),
  ['filling done', [addi(7, 7, 3), movi(2, -4), and(7, 7, 2), jump('command')]],
  ['show', [addi(7, 7, COMMAND_BYTES)]],
  ...copy('showing', 3, 5),
  ['showing done', [jump('command')]],
  ['answer', [l32r(3, ANSWERS), sub(4, 5, 3), ...system(WRITE, 1), jump('batch')]],
  ['end', system(EXIT, 0)],
];

function assemble(): Uint8Array {
  const labels = new Map<string, number>();
  let at = PROGRAM + 4 * LITERALS.length;
  for (const [label, code] of SOURCE) {
    labels.set(label, at);
    at += 3 * code.length;
  }
  const bytes = LITERALS.flatMap((literal) => [0, 8, 16, 24].map((shift) => (literal >>> shift) & 0xff));
  for (const instruction of SOURCE.flatMap(([, code]) => code)) {
    const word = instruction(PROGRAM + bytes.length, labels);
    bytes.push(word & 0xff, (word >> 8) & 0xff, (word >> 16) & 0xff);
  }
  return Uint8Array.from(bytes);
}

/** The executable (ELF for EM_XTENSA, one segment). */
export function qemuExecutable(): Uint8Array {
  const code = assemble();
  const fileOffset = QEMU_FREE_BYTES + 0x1000;
  const file = Buffer.alloc(fileOffset + code.length);
  file.set([0x7f, 0x45, 0x4c, 0x46, 1, 1, 1]);
  const header = [
    0x0002 | (94 << 16),
    1,
    PROGRAM + 4 * LITERALS.length,
    52,
    0,
    0x300,
    52 | (32 << 16),
    1 | (40 << 16),
    0,
  ];
  header.forEach((word, i) => file.writeUInt32LE(word, 16 + 4 * i));
  const segment = [1, 0x1000, QEMU_BASE, QEMU_BASE, fileOffset - 0x1000 + code.length, QEMU_BYTES, 7, 0x1000];
  segment.forEach((word, i) => file.writeUInt32LE(word, 52 + 4 * i));
  file.set(code, fileOffset);
  return file;
}

/** A command, the bytes that follow it, and the length of its answer. */
export type Ordered = { readonly command: Command; readonly bytes?: Uint8Array; readonly answerBytes: number };

/** The command that fills memory with bytes. */
export function fill(address: number, bytes: Uint8Array): Ordered {
  return { command: [1, address, bytes.length], bytes, answerBytes: 0 };
}

/** The command that calls code with four values and answers with the result, 4 bytes. */
export function call(address: number, values: readonly number[]): Ordered {
  return { command: [2, address, ...values], answerBytes: 4 };
}

/** The command that answers with the contents of memory. */
export function show(address: number, bytes: number): Ordered {
  return { command: [3, address, bytes], answerBytes: bytes };
}

function lengthOf({ bytes }: Ordered): number {
  return COMMAND_BYTES + (((bytes?.length ?? 0) + 3) & ~3);
}

/** The program's input for a list of commands. */
export function inBatches(orders: readonly Ordered[]): Uint8Array {
  const overhead = 4 + COMMAND_BYTES;
  const content = orders.reduce((sum, order) => sum + lengthOf(order), 0);
  // A batch ends where the next command does not fit.
  const most = overhead * (2 + orders.length) + content;
  const file = new Uint8Array(most);
  const words = new Int32Array(file.buffer);
  let [start, end, answers] = [0, 4, 0];
  const close = (): void => {
    // The command that ends a batch is all zeros.
    end += COMMAND_BYTES;
    words[start / 4] = end - start - 4;
    [start, end, answers] = [end, end + 4, 0];
  };
  for (const order of orders) {
    const { command, bytes, answerBytes } = order;
    const length = lengthOf(order);
    const isFull = end - start - 4 + length > BATCH_MAX_BYTES - COMMAND_BYTES;
    if (isFull || answers + answerBytes > ANSWERS_MAX_BYTES) close();
    words.set(command, end / 4);
    if (bytes) file.set(bytes, end + COMMAND_BYTES);
    end += length;
    answers += answerBytes;
  }
  close();
  return file.subarray(0, start);
}
