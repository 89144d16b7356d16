import { isInstructionMemory } from '../core/address-map';
import type { AddressSpace, Block } from './address-space';
import { Lx6Fault, MisalignedAccess, NarrowAccess, ProhibitedAccess } from './errors';

/** A block with a view for each width of access, so that translated code reads it without a call. */
class Views {
  base = 0;
  /** 0 without a block. */
  bytes = 0;
  words = new Int32Array(0);
  halves = new Uint16Array(0);
  signedHalves = new Int16Array(0);
  octets = new Uint8Array(0);
  /** The call in which the block was last found where it is. */
  foundIn = 0;

  show({ address, buffer }: Block): void {
    // The slow path handles a tail of less than a word.
    const words = buffer.byteLength >> 2;
    this.base = address;
    this.bytes = 4 * words;
    this.words = new Int32Array(buffer, 0, words);
    this.halves = new Uint16Array(buffer, 0, buffer.byteLength >> 1);
    this.signedHalves = new Int16Array(buffer, 0, buffer.byteLength >> 1);
    this.octets = new Uint8Array(buffer);
  }

  copy(views: Views): void {
    this.base = views.base;
    this.bytes = views.bytes;
    this.words = views.words;
    this.halves = views.halves;
    this.signedHalves = views.signedHalves;
    this.octets = views.octets;
  }
}

/** A kernel uses few blocks: its context, a payload and tables. */
const RECENT_BLOCKS = 4;

/**
 * Loads and stores. Translated code tries `source`, `target` and `stack` first and calls these methods for other
 * addresses.
 */
export class DataPort {
  /** The block that was read last, other than the stack. */
  readonly source = new Views();
  /** The block that was written last, other than the stack. */
  readonly target = new Views();
  /** The stack of the task, which never moves. */
  readonly stack = new Views();
  private readonly recent: Views[] = [];
  private readonly space: AddressSpace;
  private calls = 0;

  constructor(space: AddressSpace, stack: Block) {
    this.space = space;
    this.stack.show(stack);
  }

  /** Finds every block again when it is used next, for buffers may have moved between calls. */
  forget(): void {
    this.source.bytes = 0;
    this.target.bytes = 0;
    this.calls++;
  }

  load32(address: number, pc: number): number {
    const at = address >>> 0;
    const views = this.block(at, 4, 'load32', this.source, pc);
    return views === undefined
      ? this.onBus('load32', at, pc, () => this.space.read32(at) | 0)
      : views.words[(at - views.base) >>> 2]!;
  }

  load16u(address: number, pc: number): number {
    const views = this.narrow(address >>> 0, 2, 'load16', this.source, pc);
    return views.halves[((address >>> 0) - views.base) >>> 1]!;
  }

  load16(address: number, pc: number): number {
    return (this.load16u(address, pc) << 16) >> 16;
  }

  load8(address: number, pc: number): number {
    const views = this.narrow(address >>> 0, 1, 'load8', this.source, pc);
    return views.octets[(address >>> 0) - views.base]!;
  }

  store32(address: number, value: number, pc: number): void {
    const at = address >>> 0;
    const views = this.block(at, 4, 'store32', this.target, pc);
    if (views !== undefined) views.words[(at - views.base) >>> 2] = value;
    else this.onBus('store32', at, pc, () => this.space.write32(at, value >>> 0));
  }

  store16(address: number, value: number, pc: number): void {
    const views = this.narrow(address >>> 0, 2, 'store16', this.target, pc);
    views.halves[((address >>> 0) - views.base) >>> 1] = value;
  }

  store8(address: number, value: number, pc: number): void {
    const views = this.narrow(address >>> 0, 1, 'store8', this.target, pc);
    views.octets[(address >>> 0) - views.base] = value;
  }

  /** The stack, or the block that contains an address, which becomes `last`. Undefined outside every block. */
  private block(address: number, bytes: number, access: string, last: Views, pc: number): Views | undefined {
    if ((address & (bytes - 1)) !== 0) throw new MisalignedAccess(pc, access, address);
    const { stack } = this;
    if (address >= stack.base && address - stack.base < stack.bytes) return stack;
    const views = this.find(address);
    if (views === undefined) return undefined;
    last.copy(views);
    if (address - views.base + bytes > views.octets.length) throw new ProhibitedAccess(pc, access, address);
    return views;
  }

  private find(address: number): Views | undefined {
    for (const one of this.recent)
      if (one.foundIn === this.calls && address >= one.base && address - one.base < one.bytes) return one;
    const block = this.space.blockAt(address);
    if (block === undefined) return undefined;
    const { recent } = this;
    // A block that is still where it was needs no new views.
    let views = recent.find((one) => one.base === block.address && one.octets.buffer === block.buffer);
    if (views === undefined) {
      views = new Views();
      views.show(block);
      if (recent.unshift(views) > RECENT_BLOCKS) recent.pop();
    }
    views.foundIn = this.calls;
    return views;
  }

  private narrow(address: number, bytes: number, access: string, last: Views, pc: number): Views {
    const views = this.block(address, bytes, access, last, pc);
    if (views !== undefined) return views;
    if (isInstructionMemory(address)) throw new NarrowAccess(pc, access, address, 'instruction memory');
    this.onBus(access, address & ~3, pc, () => this.space.read32((address & ~3) >>> 0));
    throw new NarrowAccess(pc, access, address, 'a register');
  }

  /** Transfers a word outside every block. A fault of the bus names the instruction. */
  private onBus<T>(access: string, address: number, pc: number, transfer: () => T): T {
    try {
      return transfer();
    } catch (error) {
      if (error instanceof Lx6Fault) throw error;
      if (error instanceof Error && error.name === 'UnmappedAddress') throw new ProhibitedAccess(pc, access, address);
      throw error;
    }
  }
}
