import { closeSync, openSync, readFileSync, readSync, writeSync } from 'node:fs';
import { UnmappedAddress } from '../../host-sim/core/errors';
import type { Ram } from '../../host-sim/core/memory';
import { HeldMemory } from './held-memory';

const BASE = 0x3ffae000;
const END = 0x40000000;
const TWO_32 = 0x100000000;
/** What the prelude writes at the address that it tells. */
const MARK = Uint8Array.from({ length: 64 }, (_, i) => i);

/** The interpreter's own memory, live, as the RAM that the simulated DMA and machine code work on. */
export class ProcessRam implements Ram {
  readonly base = BASE;
  readonly end = END;
  private readonly pid: number;
  private file: number | undefined;
  /** Address in the process − address on the board. */
  private offset = 0;
  private held: HeldMemory | undefined;

  constructor(pid: number) {
    this.pid = pid;
  }

  /**
   * The program calls `address` what the board calls `boardAddress`. It knows the lower 32 bits of its addresses only; the
   * rest comes from its memory map. Where several areas fit, as under valgrind, it is the one in which the program has
   * written 0, 1, 2 … there.
   */
  place(address: number, boardAddress: number): void {
    // Not before: a program that is started by way of another one gets its memory late.
    this.file ??= openSync(`/proc/${this.pid}/mem`, 'r+');
    const areas = readFileSync(`/proc/${this.pid}/maps`, 'latin1').matchAll(/^([0-9a-f]+)-([0-9a-f]+) rw/gm);
    for (const [, from, to] of areas) {
      const begin = parseInt(from!, 16);
      const whole = begin + ((((address - begin) % TWO_32) + TWO_32) % TWO_32);
      if (whole + MARK.length > parseInt(to!, 16)) continue;
      this.offset = whole - boardAddress;
      const found = Buffer.alloc(MARK.length);
      if (this.access('read', boardAddress, found) === MARK.length && found.equals(MARK)) return;
    }
    throw new Error(`the interpreter's mark at ${address} is nowhere in its memory`);
  }

  read32(address: number): number {
    return this.words(address, 4)[0]! >>> 0;
  }

  write32(address: number, value: number): void {
    this.store(address, Int32Array.of(value), 0, 1);
  }

  words(address: number, bytes: number): Int32Array {
    const words = new Int32Array(bytes >> 2);
    this.transfer('read', address, bytesOf(words));
    return words;
  }

  load(address: number, into: Int32Array, at: number, count: number): void {
    this.transfer('read', address, bytesOf(into.subarray(at, at + count)));
  }

  store(address: number, words: Int32Array, from: number, count: number): void {
    this.transfer('write', address, bytesOf(words.subarray(from, from + count)));
  }

  has(address: number, bytes: number): boolean {
    return address >= BASE && address + bytes <= END;
  }

  /**
   * Runs `action` with what it looks at by `blockAt` held here, where DMA works on it too, and gives back afterwards what has
   * changed.
   */
  holding<T>(action: () => T): T {
    const held = new HeldMemory((access, address, bytes) => this.access(access, address, bytes));
    this.held = held;
    try {
      return action();
    } finally {
      this.held = undefined;
      held.giveBack();
    }
  }

  /** The held block that an address lies in; undefined where the program has no memory. */
  blockAt(address: number): { readonly address: number; readonly buffer: ArrayBuffer } | undefined {
    return this.has(address, 1) ? this.held?.blockAt(address) : undefined;
  }

  close(): void {
    if (this.file !== undefined) closeSync(this.file);
    this.file = undefined;
  }

  private transfer(access: 'read' | 'write', address: number, bytes: Uint8Array): void {
    const moved = this.held?.transfer(access, address, bytes) ?? this.access(access, address, bytes);
    if (moved !== bytes.length) throw new UnmappedAddress(access, address);
  }

  /** Bytes moved between the program and here; fewer than wanted where it has nothing. */
  private access(access: 'read' | 'write', address: number, bytes: Uint8Array): number {
    if (!this.has(address, 1) || this.file === undefined) return 0;
    const length = Math.min(bytes.length, END - address);
    const place = address + this.offset;
    try {
      return access === 'read'
        ? readSync(this.file, bytes, 0, length, place)
        : writeSync(this.file, bytes, 0, length, place);
    } catch {
      // The program is gone, or has nothing there.
      return 0;
    }
  }
}

function bytesOf(words: Int32Array): Uint8Array {
  return new Uint8Array(words.buffer, words.byteOffset, words.byteLength);
}
