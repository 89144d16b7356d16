import { UnmappedAddress } from './errors';

/** Which addresses a `Memory` gives out: from `base` on, and the first one behind. */
export type MemoryOptions = { readonly base: number; readonly end: number };

/** Where the interpreter's heap can lie. I2S DMA cannot reach PSRAM, and only what lies in SRAM1 can be executed. */
export type MemoryPlace = 'sram1' | 'sram2' | 'psram';

/** The stack of the interpreter's task (its size is that of targets/esp32/main.c). */
export const TASK_STACK = { base: 0x3ffd9e00, bytes: 25_000 } as const;

/** The heaps: SRAM1 behind the ROM's data (docs/reference/i2s.md, "Where machine code can run"), SRAM2 behind static data, 4 MB of PSRAM. */
export const HEAPS: Readonly<Record<MemoryPlace, MemoryOptions>> = {
  sram1: { base: 0x3ffe4350, end: 0x40000000 },
  sram2: { base: 0x3ffb1000, end: TASK_STACK.base },
  psram: { base: 0x3f800000, end: 0x3fc00000 },
};

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

type Region = {
  readonly address: number;
  buffer: ArrayBuffer;
  /** All the words that are whole. */
  words: Int32Array<ArrayBuffer>;
  /** Whether its address may be given to another buffer when there is no other room. */
  isRetired: boolean;
};

/**
 * The RAM that firmware and DMA share: script buffers with ESP32 addresses, given on demand. A buffer that has an address
 * is kept, since a DMA may still know where it was; its address is given to another only after it has been retired.
 */
export class Memory implements Ram {
  readonly base: number;
  readonly end: number;
  private next: number;
  /** In order of address. */
  private readonly regions: Region[] = [];
  private readonly regionOf = new WeakMap<ArrayBuffer, Region>();
  /** The region that was found last: the next access is mostly there too. */
  private last: Region | undefined;

  constructor(options: MemoryOptions = HEAPS.sram1) {
    this.base = options.base;
    this.end = options.end;
    this.next = options.base;
  }

  /** The address of a flat buffer, 4-aligned: the same one at every call until the buffer is moved. */
  place(buffer: ArrayBuffer): number {
    const region = this.regionOf.get(buffer) ?? this.allot(buffer);
    region.isRetired = false;
    return region.address;
  }

  /** Gives a placed buffer a new address, as `E.defrag()` does. At the old one its bytes of this moment stay behind. */
  move(buffer: ArrayBuffer): number {
    const old = this.regionOf.get(buffer);
    if (old !== undefined) {
      old.buffer = new Uint8Array(buffer).slice().buffer;
      old.words = wordsOf(old.buffer);
      old.isRetired = true;
    }
    return this.allot(buffer).address;
  }

  /** The interpreter has started anew: what had addresses keeps them only while there is room for all. */
  retireAll(): void {
    for (const region of this.regions) region.isRetired = true;
  }

  /** @throws UnmappedAddress unless a placed buffer lies there */
  read32(address: number): number {
    const region = this.regionAt('read', address, 1);
    const at = address - region.address;
    if (at >> 2 < region.words.length) return region.words[at >> 2] >>> 0;
    const bytes = new Uint8Array(region.buffer);
    // `| 0` makes 0 of the bytes that are missing behind a buffer whose length is no multiple of four.
    return (bytes[at] | (bytes[at + 1] << 8) | (bytes[at + 2] << 16) | (bytes[at + 3] << 24)) >>> 0;
  }

  /** @throws UnmappedAddress unless a placed buffer lies there */
  write32(address: number, value: number): void {
    const region = this.regionAt('write', address, 1);
    const at = address - region.address;
    if (at >> 2 < region.words.length) {
      region.words[at >> 2] = value;
      return;
    }
    const bytes = new Uint8Array(region.buffer);
    for (let i = 0; i < 4; i++) bytes[at + i] = value >>> (8 * i);
  }

  /** The placed buffer that an address lies in. */
  blockAt(address: number): { readonly address: number; readonly buffer: ArrayBuffer } | undefined {
    return this.find(address, 1);
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
    const bytes = spaceOf(buffer);
    const address = this.room(bytes);
    const region = { address, buffer, words: wordsOf(buffer), isRetired: false };
    this.next = address + bytes;
    this.regions.splice(this.indexBehind(address), 0, region);
    this.regionOf.set(buffer, region);
    return region;
  }

  /** An address at which `bytes` are free or only retired, which goes then. */
  private room(bytes: number): number {
    let from = this.next;
    for (let rounds = 0; rounds < 2;) {
      const inTheWay = this.regions.filter(({ address, buffer }) => {
        return address < from + bytes && address + spaceOf(buffer) > from;
      });
      const kept = inTheWay.find(({ isRetired }) => !isRetired);
      if (from + bytes > this.end) {
        rounds++;
        from = this.base;
      } else if (kept !== undefined) {
        from = kept.address + spaceOf(kept.buffer);
      } else {
        for (const region of inTheWay) this.forget(region);
        return from;
      }
    }
    const hex = (address: number): string => `0x${address.toString(16)}`;
    throw new RangeError(
      `no room for ${bytes} bytes between ${hex(this.base)} and ${hex(this.end)}, ${hex(this.next)} being the last ` +
        `address given: addresses are never given twice, so take the address of few buffers and keep them`,
    );
  }

  private forget(region: Region): void {
    this.regions.splice(this.regions.indexOf(region), 1);
    if (this.regionOf.get(region.buffer) === region) this.regionOf.delete(region.buffer);
    if (this.last === region) this.last = undefined;
  }

  private regionAt(access: 'read' | 'write', address: number, bytes: number): Region {
    const region = (address & 3) === 0 ? this.find(address, bytes) : undefined;
    if (region === undefined) throw new UnmappedAddress(access, address);
    return region;
  }

  private find(address: number, bytes: number): Region | undefined {
    const { last } = this;
    if (last !== undefined && isInside(last, address, bytes)) return last;
    const region = this.regions[this.indexBehind(address) - 1];
    if (region === undefined || !isInside(region, address, bytes)) return undefined;
    this.last = region;
    return region;
  }

  /** How many regions begin at an address or below. */
  private indexBehind(address: number): number {
    let low = 0;
    let high = this.regions.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.regions[middle].address <= address) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** Every buffer owns at least one word, so that no two share an address. */
function spaceOf(buffer: ArrayBuffer): number {
  return Math.max((buffer.byteLength + 3) & ~3, 4);
}

function wordsOf(buffer: ArrayBuffer): Int32Array<ArrayBuffer> {
  return new Int32Array(buffer, 0, buffer.byteLength >> 2);
}

function isInside(region: Region, address: number, bytes: number): boolean {
  return address >= region.address && address + bytes <= region.address + region.buffer.byteLength;
}
