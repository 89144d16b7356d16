import { closeSync, openSync, readFileSync, readSync, writeSync } from 'node:fs';
import { UnmappedAddress } from '../../host-sim/core/errors';
import type { Ram } from '../../host-sim/core/memory';

const BASE = 0x3ffae000;
const END = 0x3ffe0000;
const TWO_32 = 0x100000000;

/** The interpreter's own memory, live, as the RAM that the simulated DMA works on. */
export class ProcessRam implements Ram {
  readonly base = BASE;
  readonly end = END;
  private readonly pid: number;
  private readonly file: number;
  /** Address in the process − address on the board. */
  private offset = 0;

  constructor(pid: number) {
    this.pid = pid;
    this.file = openSync(`/proc/${pid}/mem`, 'r+');
  }

  /**
   * The program calls `address` what the board calls `boardAddress`. It knows the lower 32 bits of its addresses only; the
   * rest comes from its memory map.
   */
  place(address: number, boardAddress: number): void {
    const areas = readFileSync(`/proc/${this.pid}/maps`, 'latin1').matchAll(/^([0-9a-f]+)-([0-9a-f]+) rw/gm);
    for (const [, from, to] of areas) {
      const begin = parseInt(from, 16);
      const whole = begin + ((((address - begin) % TWO_32) + TWO_32) % TWO_32);
      if (whole < parseInt(to, 16)) this.offset = whole - boardAddress;
    }
  }

  read32(address: number): number {
    return this.words(address, 4)[0] >>> 0;
  }

  write32(address: number, value: number): void {
    this.store(address, Int32Array.of(value));
  }

  words(address: number, bytes: number): Int32Array {
    const words = new Int32Array(bytes >> 2);
    this.transfer('read', address, words);
    return words;
  }

  store(address: number, words: Int32Array): void {
    this.transfer('write', address, words);
  }

  has(address: number, bytes: number): boolean {
    return address >= BASE && address + bytes <= END;
  }

  close(): void {
    closeSync(this.file);
  }

  private transfer(access: 'read' | 'write', address: number, words: Int32Array): void {
    const place = address + this.offset;
    const bytes = new Uint8Array(words.buffer, words.byteOffset, words.byteLength);
    const { length } = bytes;
    try {
      const move = (): number =>
        access === 'read'
          ? readSync(this.file, bytes, 0, length, place)
          : writeSync(this.file, bytes, 0, length, place);
      if (this.has(address, length) && move() === length) return;
    } catch {
      // The process is gone, or has nothing there.
    }
    throw new UnmappedAddress(access, address);
  }
}
