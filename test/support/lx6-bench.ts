import { createLx6, createMemoryMap, ramOf, type Lx6 } from '../../host-sim';

/** Data memory of a bench: the beginning of the ESP32's SRAM1 heap, 64 KB. */
export const BENCH_RAM = 0x3ffe4400;
const RAM_BYTES = 0x10000;
/** Where the code lies on the data bus when it lies in SRAM1: at the end of that memory. */
const CODE_BYTES = 0x4000;
const STACK = { address: 0x3ffd9e00, bytes: 25_000 };

/** Where code can lie: SRAM1 (backwards), RTC FAST memory, or at the addresses of its bytes. */
export type CodePlace = 'sram1' | 'rtc' | 'flat';

/** A core with memory, and code in it. */
export type Lx6Bench = {
  readonly lx6: Lx6;
  /** 48 KB of data memory from `BENCH_RAM` on. */
  readonly ram: ArrayBuffer;
  readonly stack: ArrayBuffer;
  /** Address of the code's first byte. */
  readonly code: number;
  /** Puts other code in the old one's place. */
  place(words: ArrayLike<number>): void;
  /** Calls the code at a byte offset. */
  call(offset: number, ...values: number[]): { readonly result: number; readonly instructions: number };
};

const FIRST_OF: Readonly<Record<CodePlace, number>> = {
  sram1: 0x400a0000 + 0x3ffffffc - (BENCH_RAM + RAM_BYTES - 4),
  rtc: 0x400c1000,
  flat: 0x10000000,
};

/** Makes a core with code, `moved` words behind where that kind of memory begins. */
export function createLx6Bench(
  words: ArrayLike<number>,
  options: { readonly place?: CodePlace; readonly moved?: number; readonly instructionLimit?: number } = {},
): Lx6Bench {
  const { place: where = 'sram1', moved = 0 } = options;
  const ram = new ArrayBuffer(RAM_BYTES);
  const stack = new ArrayBuffer(STACK.bytes);
  const rtcFast = new ArrayBuffer(0x2000);
  const flat = new ArrayBuffer(CODE_BYTES);
  const lx6 = createLx6({
    space: createMemoryMap({
      ram: ramOf([{ address: BENCH_RAM, buffer: ram }]),
      rtcFast,
      flat: [{ address: FIRST_OF.flat, buffer: flat }],
    }),
    stack: { address: STACK.address, buffer: stack },
    ...(options.instructionLimit === undefined ? {} : { instructionLimit: options.instructionLimit }),
  });
  const place = (code: ArrayLike<number>): void => {
    const put: Readonly<Record<CodePlace, (i: number) => void>> = {
      sram1: (i) => (new Uint32Array(ram)[RAM_BYTES / 4 - 1 - moved - i] = code[i]!),
      rtc: (i) => (new Uint32Array(rtcFast)[0x400 + moved + i] = code[i]!),
      flat: (i) => (new Uint32Array(flat)[moved + i] = code[i]!),
    };
    for (let i = 0; i < code.length; i++) put[where](i);
  };
  place(words);
  const code = FIRST_OF[where] + 4 * moved;
  return { lx6, ram, stack, code, place, call: (offset, ...values) => lx6.call(code + offset, values) };
}

/** Instructions, each as its bytes in order of address, as words; the rest is filled with zeros. */
export function codeOf(...instructions: readonly string[]): number[] {
  const bytes = instructions
    .join(' ')
    .trim()
    .split(/\s+/)
    .map((byte) => parseInt(byte, 16));
  return Array.from({ length: Math.ceil(bytes.length / 4) }, (_, i) =>
    [0, 1, 2, 3].reduce((word, k) => (word | ((bytes[4 * i + k] ?? 0) << (8 * k))) >>> 0, 0),
  );
}
