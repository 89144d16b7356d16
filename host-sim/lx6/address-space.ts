/** Memory that the data bus can read and write by bytes. */
export type Block = { readonly address: number; readonly buffer: ArrayBuffer };

/** The memory and registers that the core reaches. */
export interface AddressSpace {
  /** The block of byte-addressable memory that contains an address. It must not move while machine code runs. */
  blockAt(address: number): Block | undefined;
  /** Reads a word outside every block: a register or instruction memory. @throws what the bus throws */
  read32(address: number): number;
  /** Writes such a word. @throws what the bus throws */
  write32(address: number, value: number): void;
  /** A word as the instruction bus fetches it, or undefined where nothing can be executed. */
  fetch(address: number): number | undefined;
  /** Whether the instruction bus fetches these words from `address` on, one after the other. */
  isCode(address: number, words: Int32Array): boolean;
}
