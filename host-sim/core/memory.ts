import { UnmappedAddress } from './errors';

/** Where the interpreter's memory begins on a module without PSRAM: about where its heap lies on a WROOM. */
export const INTERNAL_RAM_BASE = 0x3ffb1000;
/** End of that memory (first address outside). */
export const INTERNAL_RAM_END = 0x3ffe0000;
/** Where a module with PSRAM puts the interpreter's memory. I2S DMA cannot reach it. */
export const PSRAM_BASE = 0x3f800000;
/** End of 4 MB of PSRAM (first address outside). */
export const PSRAM_END = 0x3fc00000;

/** Which addresses a `Memory` gives out. */
export type MemoryOptions = { readonly base: number; readonly end: number };

/** RAM as bus and DMA reach it, by address: that of a simulated board, or that of a program running elsewhere. */
export interface Ram {
  readonly base: number;
  /** First address outside. */
  readonly end: number;
  /** @throws UnmappedAddress where there is nothing */
  read32(address: number): number;
  /** @throws UnmappedAddress where there is nothing */
  write32(address: number, value: number): void;
  /** The words of `bytes` bytes from `address` on, to be read at once. @throws UnmappedAddress where there is nothing */
  words(address: number, bytes: number): Int32Array;
  /** Writes words from `address` on. @throws UnmappedAddress where there is nothing */
  store(address: number, words: Int32Array): void;
  /** Whether all of it lies inside one buffer that a DMA may use. */
  has(address: number, bytes: number): boolean;
}

type Region = { readonly address: number; buffer: ArrayBuffer };

/**
 * The RAM that firmware and DMA share: script buffers with ESP32 addresses, given on demand and never given twice.
 * A buffer that has an address is kept for ever, since a DMA may still know where it was.
 */
export class Memory implements Ram {
  readonly base: number;
  readonly end: number;
  private next: number;
  /** In order of address. */
  private readonly regions: Region[] = [];
  private readonly regionOf = new WeakMap<ArrayBuffer, Region>();

  constructor(options: MemoryOptions = { base: INTERNAL_RAM_BASE, end: INTERNAL_RAM_END }) {
    this.base = options.base;
    this.end = options.end;
    this.next = options.base;
  }

  /** The address of a flat buffer, 4-aligned: the same one at every call until the buffer is moved. */
  place(buffer: ArrayBuffer): number {
    return (this.regionOf.get(buffer) ?? this.allot(buffer)).address;
  }

  /** Gives a placed buffer a new address, as `E.defrag()` does. At the old one its bytes of this moment stay behind. */
  move(buffer: ArrayBuffer): number {
    const old = this.regionOf.get(buffer);
    if (old !== undefined) old.buffer = new Uint8Array(buffer).slice().buffer;
    return this.allot(buffer).address;
  }

  /** @throws UnmappedAddress unless a placed buffer lies there */
  read32(address: number): number {
    const region = this.regionAt('read', address, 1);
    const bytes = new Uint8Array(region.buffer);
    const at = address - region.address;
    // `| 0` makes 0 of the bytes that are missing behind a buffer whose length is no multiple of four.
    return (bytes[at] | (bytes[at + 1] << 8) | (bytes[at + 2] << 16) | (bytes[at + 3] << 24)) >>> 0;
  }

  /** @throws UnmappedAddress unless a placed buffer lies there */
  write32(address: number, value: number): void {
    const region = this.regionAt('write', address, 1);
    const bytes = new Uint8Array(region.buffer);
    const at = address - region.address;
    for (let i = 0; i < 4; i++) bytes[at + i] = value >>> (8 * i);
  }

  /**
   * The live words of `bytes` bytes from `address` on. Not for keeping: a `move` puts other bytes there.
   * @throws UnmappedAddress unless all of it lies inside one placed buffer
   */
  words(address: number, bytes: number): Int32Array {
    const region = this.regionAt('read', address, bytes);
    return new Int32Array(region.buffer, address - region.address, bytes >> 2);
  }

  /** @throws UnmappedAddress unless all of it lies inside one placed buffer */
  store(address: number, words: Int32Array): void {
    this.words(address, 4 * words.length).set(words);
  }

  /** Whether all of it lies inside one placed buffer. */
  has(address: number, bytes: number): boolean {
    return this.find(address, bytes) !== undefined;
  }

  private allot(buffer: ArrayBuffer): Region {
    const bytes = (buffer.byteLength + 3) & ~3;
    if (this.next + bytes > this.end) {
      const hex = (address: number): string => `0x${address.toString(16)}`;
      throw new RangeError(
        `no room for ${bytes} bytes between ${hex(this.next)} and ${hex(this.end)}: addresses are never given twice, ` +
          `so take the address of few buffers and keep them`,
      );
    }
    const region = { address: this.next, buffer };
    // Every buffer owns at least one word, so that no two share an address.
    this.next += Math.max(bytes, 4);
    this.regions.push(region);
    this.regionOf.set(buffer, region);
    return region;
  }

  private regionAt(access: 'read' | 'write', address: number, bytes: number): Region {
    const region = (address & 3) === 0 ? this.find(address, bytes) : undefined;
    if (region === undefined) throw new UnmappedAddress(access, address);
    return region;
  }

  private find(address: number, bytes: number): Region | undefined {
    let low = 0;
    let high = this.regions.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.regions[middle].address <= address) low = middle + 1;
      else high = middle;
    }
    const region = this.regions[low - 1];
    const isInside = region !== undefined && address + bytes <= region.address + region.buffer.byteLength;
    return isInside ? region : undefined;
  }
}
