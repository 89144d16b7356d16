/** Memory that the data bus reads and writes by bytes. */
export type Block = { readonly address: number; readonly buffer: ArrayBuffer };

/** What the core reaches, and how. */
export interface AddressSpace {
  /** The block of byte-addressable memory that an address lies in. It must stay as it is for the length of a call. */
  blockAt(address: number): Block | undefined;
  /** A whole word that lies in no block: a register, or instruction memory. @throws whatever the bus throws */
  read32(address: number): number;
  write32(address: number, value: number): void;
  /** A word as the instruction bus fetches it; undefined where nothing can be executed. */
  fetch(address: number): number | undefined;
}

/** Where the instruction bus begins, and ends: loads and stores here take whole words (ESP32 manual, "System and Memory"). */
const INSTRUCTION_BUS = 0x40000000;
const INSTRUCTION_BUS_END = 0x50000000;

/** Whether an address belongs to instruction memory. */
export function isInstructionMemory(address: number): boolean {
  return address >= INSTRUCTION_BUS && address < INSTRUCTION_BUS_END;
}

/** Where the instruction bus sees SRAM1, the last word first (ESP-IDF, soc.h: SOC_DIRAM_IRAM_LOW and SOC_DIRAM_DRAM_HIGH). */
export const SRAM1_CODE = 0x400a0000;
const SRAM1_LAST_WORD = 0x3ffffffc;
/** Its size. */
export const SRAM1_BYTES = 0x20000;

/** Whether an address is SRAM1 seen by the instruction bus: the words in reverse order. */
export function isSram1Code(address: number): boolean {
  return address >= SRAM1_CODE && address < SRAM1_CODE + SRAM1_BYTES;
}

/** Where a word of SRAM1 lies on the data bus, by its code address. It is its own inverse. */
export function otherSram1Address(address: number): number {
  return SRAM1_CODE + SRAM1_LAST_WORD - address;
}

/** Where RTC FAST memory lies: the instruction bus of PRO_CPU, and its data bus. */
export const RTC_FAST_CODE = 0x400c0000;
/** The same memory by bytes. */
export const RTC_FAST_DATA = 0x3ff80000;
/** Its size. */
export const RTC_FAST_BYTES = 0x2000;
