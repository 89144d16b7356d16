import { HEAPS, type AddressRange } from './address-map';
import { UnmappedAddress } from './errors';

/** RAM as the bus and the DMA reach it: that of a simulated board, or that of a program that runs elsewhere. */
export interface Ram {
  readonly base: number;
  /** The first address behind it. */
  readonly end: number;
  /** @throws UnmappedAddress where there is nothing */
  read32(address: number): number;
  /** @throws UnmappedAddress where there is nothing */
  write32(address: number, value: number): void;
  /**
   * The words in `bytes` bytes from `address` on. Read them before the next call.
   * @throws UnmappedAddress where there is nothing
   */
  words(address: number, bytes: number): Int32Array;
  /**
   * Copies `count` words from `address` on to `into`, from its index `at` on.
   * @throws UnmappedAddress where there is nothing
   */
  load(address: number, into: Int32Array, at: number, count: number): void;
  /**
   * Writes `count` words from `address` on: those of `words` from its index `from` on.
   * @throws UnmappedAddress where there is nothing
   */
  store(address: number, words: Int32Array, from: number, count: number): void;
  /** Whether all these bytes lie inside one buffer that a DMA may use. */
  has(address: number, bytes: number): boolean;
}

type Region = {
  readonly address: number;
  buffer: ArrayBuffer;
  /** The buffer as words. A tail of less than four bytes is not part of it. */
  words: Int32Array<ArrayBuffer>;
  /** Whether another buffer may get its address when no other room is left. */
  isRetired: boolean;
};

/**
 * The RAM that firmware and DMA share. A buffer of the script gets an ESP32 address on demand. A DMA may still use that
 * address later, so the buffer is kept, and another buffer gets its address only after it has been retired.
 */
export class Memory implements Ram {
  readonly base: number;
  readonly end: number;
  private next: number;
  /** Ordered by address. */
  private readonly regions: Region[] = [];
  private readonly regionOf = new WeakMap<ArrayBuffer, Region>();
  /** The region found last. Most accesses go to the same region as the access before. */
  private last: Region | undefined;

  constructor(range: AddressRange = HEAPS.sram1) {
    this.base = range.base;
    this.end = range.end;
    this.next = range.base;
  }

  /**
   * The address of a buffer, a multiple of 4. It stays the same until the buffer is moved.
   * @throws RangeError when full
   */
  place(buffer: ArrayBuffer): number {
    const region = this.regionOf.get(buffer) ?? this.allot(buffer);
    region.isRetired = false;
    return region.address;
  }

  /**
   * Gives a placed buffer a new address, as `E.defrag()` does. A copy of its present bytes stays at the old address.
   */
  move(buffer: ArrayBuffer): number {
    const old = this.regionOf.get(buffer);
    if (old !== undefined) {
      old.buffer = new Uint8Array(buffer).slice().buffer;
      old.words = wordsOf(old.buffer);
      old.isRetired = true;
    }
    return this.allot(buffer).address;
  }

  /** Marks every address as free to reuse, because the interpreter has started again. */
  retireAll(): void {
    for (const region of this.regions) region.isRetired = true;
  }

  /** @throws UnmappedAddress unless a placed buffer lies there */
  read32(address: number): number {
    const region = this.regionAt('read', address, 1);
    const at = address - region.address;
    const word = region.words[at >> 2];
    if (word !== undefined) return word >>> 0;
    // The last word of a buffer whose length is no multiple of four. The bytes behind the buffer read as 0.
    const bytes = new Uint8Array(region.buffer);
    const byte = (offset: number): number => bytes[at + offset] ?? 0;
    return (byte(0) | (byte(1) << 8) | (byte(2) << 16) | (byte(3) << 24)) >>> 0;
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

  /** The placed buffer that contains an address. */
  blockAt(address: number): { readonly address: number; readonly buffer: ArrayBuffer } | undefined {
    return this.find(address, 1);
  }

  /**
   * The words in `bytes` bytes from `address` on, as they are in the buffer. A `move` invalidates them.
   * @throws UnmappedAddress unless all of it lies inside one placed buffer
   */
  words(address: number, bytes: number): Int32Array {
    const region = this.regionAt('read', address, bytes);
    return new Int32Array(region.buffer, address - region.address, bytes >> 2);
  }

  /** @throws UnmappedAddress unless all of them lie inside one placed buffer */
  load(address: number, into: Int32Array, at: number, count: number): void {
    const region = this.regionAt('read', address, 4 * count);
    const { words } = region;
    const first = (address - region.address) >> 2;
    // DMA moves a few words at a time. A loop needs no views, which cost more than the copy.
    for (let i = 0; i < count; i++) into[at + i] = words[first + i]!;
  }

  /** @throws UnmappedAddress unless all of them lie inside one placed buffer */
  store(address: number, words: Int32Array, from: number, count: number): void {
    const region = this.regionAt('write', address, 4 * count);
    const to = region.words;
    const first = (address - region.address) >> 2;
    for (let i = 0; i < count; i++) to[first + i] = words[from + i]!;
  }

  /** Whether all these bytes lie inside one placed buffer. */
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

  /** An address with `bytes` free bytes. Retired buffers in the way lose their address. */
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
        `address given: an address is not given twice, so take the addresses of few buffers and keep them`,
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

  /** The number of regions that begin at or below an address. */
  private indexBehind(address: number): number {
    let low = 0;
    let high = this.regions.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.regions[middle]!.address <= address) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** Bytes of address space that a buffer takes: at least one word, so that no two buffers share an address. */
function spaceOf(buffer: ArrayBuffer): number {
  return Math.max((buffer.byteLength + 3) & ~3, 4);
}

function wordsOf(buffer: ArrayBuffer): Int32Array<ArrayBuffer> {
  return new Int32Array(buffer, 0, buffer.byteLength >> 2);
}

function isInside(region: Region, address: number, bytes: number): boolean {
  return address >= region.address && address + bytes <= region.address + region.buffer.byteLength;
}
