// A program for qemu-xtensa in user mode that does what a file of commands says: fill memory, call code, show memory. It is a
// whole ELF executable in a few dozen instructions, so that no toolchain is needed to run kernels on the cores that QEMU knows.

/** Memory of the program, all of it readable, writable and executable. */
export const QEMU_BASE = 0x10000000;
export const QEMU_BYTES = 0x40000;
/** A page of memory where the ESP32 has the registers of I2S0. */
export const QEMU_I2S0 = 0x3ff4f000;
/** What lies above is the program's own. */
export const QEMU_FREE_BYTES = 0x3f000;

const PROGRAM = QEMU_BASE + QEMU_FREE_BYTES;
const COMMAND = PROGRAM + 0x800;
const COMMAND_BYTES = 24;

// System calls of Linux on Xtensa (arch/xtensa/kernel/syscalls/syscall.tbl): the number in a2, arguments in a6, a3, a4.
const READ = 12;
const WRITE = 13;
const EXIT = 118;
const MMAP2 = 80;
/** PROT_READ and PROT_WRITE; MAP_PRIVATE, MAP_FIXED and MAP_ANONYMOUS. */
const READ_WRITE = 3;
const MAP_FLAGS = 0x812;

/** A command of six words: 1 fills (address, bytes; they follow), 2 calls (address, four values), 3 shows (address, bytes). */
type Command = readonly [verb: 1 | 2 | 3, ...values: number[]];

type Instruction = (at: number, labels: ReadonlyMap<string, number>) => number;

// Formats by the Xtensa ISA reference manual, chapter 6; each instruction here takes three bytes.
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
const LITERALS = [COMMAND, QEMU_I2S0, MAP_FLAGS];
/** A literal of the program's start: they lie before every use, as they must. */
const l32r =
  (t: number, literal: number): Instruction =>
  (at) =>
    0x000001 | (t << 4) | ((((PROGRAM + 4 * LITERALS.indexOf(literal) - ((at + 3) & ~3)) >> 2) & 0xffff) << 8);
const beqz =
  (s: number, label: string): Instruction =>
  (at, labels) =>
    0x000016 | (s << 8) | (((target(labels, label) - at - 4) & 0xfff) << 12);
/** Branches on a constant of 1 to 3, which is its own number in the table B4CONST. */
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
const syscall: Instruction = () => 0x005000;

function target(labels: ReadonlyMap<string, number>, label: string): number {
  return labels.get(label) as number;
}

/** One system call on the command's second and third word. */
const transfer = (number: number, fileDescriptor: number): Instruction[] => [
  movi(2, number),
  movi(6, fileDescriptor),
  l32i(3, 7, 4),
  l32i(4, 7, 8),
  syscall,
];

const SOURCE: readonly (readonly [label: string, code: readonly Instruction[]])[] = [
  ['', [movi(2, MMAP2), l32r(6, QEMU_I2S0), movi(3, 0x400), movi(4, READ_WRITE), l32r(5, MAP_FLAGS)]],
  ['', [movi(8, -1), movi(9, 0), syscall]],
  ['next', [l32r(7, COMMAND), l32r(3, COMMAND), movi(2, READ), movi(6, 0), movi(4, COMMAND_BYTES), syscall]],
  ['', [beqz(2, 'end'), l32i(8, 7, 0), beqi(8, 1, 'fill'), beqi(8, 3, 'show')]],
  ['call', [l32i(8, 7, 4), l32i(10, 7, 8), l32i(11, 7, 12), l32i(12, 7, 16), l32i(13, 7, 20), callx8(8)]],
  [
    '',
    [l32r(7, COMMAND), s32i(10, 7, 0), l32r(3, COMMAND), movi(2, WRITE), movi(6, 1), movi(4, 4), syscall, jump('next')],
  ],
  ['fill', [...transfer(READ, 0), jump('next')]],
  ['show', [...transfer(WRITE, 1), jump('next')]],
  ['end', [movi(2, EXIT), movi(6, 0), syscall]],
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

/** Fills memory with bytes. */
export function fill(address: number, bytes: Uint8Array): Uint8Array {
  return Buffer.concat([command([1, address, bytes.length]), bytes]);
}

/** Calls code with four values; its answer, 4 bytes, goes to the output. */
export function call(address: number, values: readonly number[]): Uint8Array {
  return command([2, address, ...values]);
}

/** Sends memory to the output. */
export function show(address: number, bytes: number): Uint8Array {
  return command([3, address, bytes]);
}

function command(words: Command): Uint8Array {
  const bytes = Buffer.alloc(COMMAND_BYTES);
  words.forEach((word, i) => bytes.writeInt32LE(word | 0, 4 * i));
  return bytes;
}
