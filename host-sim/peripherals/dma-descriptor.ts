import { StrayDma } from '../core/errors';
import type { Ram } from '../core/memory';

// DMA descriptor (TRM, "DMA Controller", linked list; rom/lldesc.h of ESP-IDF): w0 = size[11:0], length[23:12], eof 30,
// owner 31; w1 = buffer; w2 = next descriptor, 0 at the end of the chain. Sizes in bytes.
const EOF = 1 << 30;
const OWNER = 0x80000000;
const DESCRIPTOR_BYTES = 12;

/** A descriptor as the DMA engine holds it: its three words at the moment of loading. */
export type Descriptor = {
  readonly address: number;
  readonly w0: number;
  readonly buffer: number;
  /**
   * The address of the next descriptor at the moment of loading. A later change has no effect until the next loading.
   */
  readonly next: number;
  readonly isEof: boolean;
  /** Words to send (out), or words that the buffer has room for (in). */
  readonly words: number;
};

/**
 * Whether the buffer of a receiving descriptor lies over what the transmitter reads or writes meanwhile: the buffer of
 * `out`, `out` itself, or the descriptor after it.
 */
export function isReceivedInto(inward: Descriptor, out: Descriptor): boolean {
  const { buffer: from } = inward;
  const to = from + 4 * inward.words;
  const isIn = (address: number, bytes: number): boolean => address < to && address + bytes > from;
  return isIn(out.buffer, 4 * out.words) || isIn(out.address, DESCRIPTOR_BYTES) || isIn(out.next, DESCRIPTOR_BYTES);
}

/** The memory that DMA reaches, as descriptors and buffers. */
export class DmaMemory {
  private readonly memory: Ram;
  private readonly base: number;
  private readonly end: number;

  constructor(memory: Ram, base: number, end: number) {
    this.memory = memory;
    this.base = base;
    this.end = end;
  }

  /**
   * Loads a descriptor. Gives undefined for one that no DMA can use (DSCR_ERR).
   * @throws StrayDma when DMA could reach its buffer and the buffer lies outside every placed one
   */
  load(kind: 'out' | 'in', address: number, isOwnerChecked: boolean): Descriptor | undefined {
    const raw = this.readDescriptor(address);
    if (raw === undefined) return undefined;
    const { w0, buffer, next } = raw;
    const size = w0 & 0xfff;
    const bytes = kind === 'out' ? (w0 >>> 12) & 0xfff : size;
    const isBufferFit = this.isReachable(buffer, size);
    if (bytes === 0 || (bytes & 3) !== 0 || bytes > size || !isBufferFit) return undefined;
    if (isOwnerChecked && (w0 & OWNER) === 0) return undefined;
    if (!this.isPlaced(buffer, bytes)) throw new StrayDma(`I2S0 ${kind} DMA`, address, buffer, bytes);
    return { address, w0, buffer, next, isEof: (w0 & EOF) !== 0, words: bytes / 4 };
  }

  /** The present `next` of a descriptor, or 0 when the descriptor is gone. */
  nextOf(address: number): number {
    return this.readDescriptor(address)?.next ?? 0;
  }

  /**
   * Copies `count` words of a descriptor's buffer, from word `position` on, to `into` from `at` on. They are those at its
   * address, even if the program's array has moved elsewhere.
   */
  fetch({ buffer }: Descriptor, position: number, into: Int32Array, at: number, count: number): void {
    this.memory.load(buffer + 4 * position, into, at, count);
  }

  /** Writes received words, `words` from `from` on, into the buffer of a descriptor, from word `position` on. */
  store({ buffer }: Descriptor, position: number, words: Int32Array, from: number, count: number): void {
    this.memory.store(buffer + 4 * position, words, from, count);
  }

  /** Gives a sent descriptor back to the program, for OUT_AUTO_WRBACK. */
  releaseOut({ address, w0 }: Descriptor): void {
    this.memory.write32(address, w0 & ~OWNER);
  }

  /** Writes the number of received words into a descriptor, and gives it back to the program. */
  releaseIn({ address, w0 }: Descriptor, words: number, isEof: boolean): void {
    const kept = w0 & ~(OWNER | EOF | 0xfff000);
    this.memory.write32(address, kept | ((4 * words) << 12) | (isEof ? EOF : 0));
  }

  private readDescriptor(address: number): { w0: number; buffer: number; next: number } | undefined {
    if (!this.isReachable(address, DESCRIPTOR_BYTES) || !this.isPlaced(address, DESCRIPTOR_BYTES)) return undefined;
    const words = this.memory.words(address, DESCRIPTOR_BYTES);
    return { w0: words[0]!, buffer: words[1]! >>> 0, next: words[2]! >>> 0 };
  }

  private isReachable(address: number, bytes: number): boolean {
    return (address & 3) === 0 && address >= this.base && address + bytes <= this.end;
  }

  private isPlaced(address: number, bytes: number): boolean {
    return this.memory.has(address, bytes);
  }
}
