// Where memory lies on the ESP32: Technical Reference Manual, chapter "System and Memory", and the places that stock
// Espruino's image leaves free (docs/reference/i2s.md, "Where machine code can run").

/** A stretch of addresses: from `base` up to, but without, `end`. */
export type AddressRange = { readonly base: number; readonly end: number };

/** Where the interpreter's heap can lie. I2S DMA cannot reach PSRAM. Only SRAM1 can also be executed. */
export type MemoryPlace = 'sram1' | 'sram2' | 'psram';

/** The stack of the interpreter's task. Its size is the one in targets/esp32/main.c of Espruino. */
export const TASK_STACK = { base: 0x3ffd9e00, bytes: 25_000 } as const;

/** The heap's addresses: SRAM1 behind the data of the ROM, SRAM2 behind static data, or 4 MB of PSRAM. */
export const HEAPS: Readonly<Record<MemoryPlace, AddressRange>> = {
  sram1: { base: 0x3ffe4350, end: 0x40000000 },
  sram2: { base: 0x3ffb1000, end: TASK_STACK.base },
  psram: { base: 0x3f800000, end: 0x3fc00000 },
};

/** The instruction bus. Loads and stores on it move whole words only. */
const INSTRUCTION_BUS: AddressRange = { base: 0x40000000, end: 0x50000000 };

/** Whether an address belongs to the instruction bus. */
export function isInstructionMemory(address: number): boolean {
  return address >= INSTRUCTION_BUS.base && address < INSTRUCTION_BUS.end;
}

/**
 * Where SRAM1 appears on the instruction bus, its last word first (soc/soc.h of ESP-IDF: SOC_DIRAM_IRAM_LOW and
 * SOC_DIRAM_DRAM_HIGH).
 */
export const SRAM1_CODE = 0x400a0000;
const SRAM1_LAST_WORD = 0x3ffffffc;
/** Bytes of SRAM1. */
export const SRAM1_BYTES = 0x20000;

/** Whether an address is SRAM1 on the instruction bus. */
export function isSram1Code(address: number): boolean {
  return address >= SRAM1_CODE && address < SRAM1_CODE + SRAM1_BYTES;
}

/** The data address of a word of SRAM1 from its code address, and the other way round: the map is its own inverse. */
export function otherSram1Address(address: number): number {
  return SRAM1_CODE + SRAM1_LAST_WORD - address;
}

/** RTC FAST memory on the instruction bus of the PRO_CPU. */
export const RTC_FAST_CODE = 0x400c0000;
/** The same memory on the data bus, where bytes can be read and written. */
export const RTC_FAST_DATA = 0x3ff80000;
/** RTC SLOW memory, on the data bus of both processors. */
export const RTC_SLOW = 0x50000000;
/** Bytes of RTC SLOW memory. */
export const RTC_SLOW_BYTES = 0x2000;
/** Bytes of RTC FAST memory. */
export const RTC_FAST_BYTES = 0x2000;
