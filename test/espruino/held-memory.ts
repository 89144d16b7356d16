/** Moves bytes between a program's memory and here; gives how many it could. */
export type MemoryAccess = (access: 'read' | 'write', address: number, bytes: Uint8Array) => number;

type Block = { readonly address: number; readonly buffer: ArrayBuffer };
type Held = Block & { readonly bytes: Uint8Array; readonly before: Buffer };

/** What is fetched at a time: a call of machine code works on two or three such pieces. */
const BLOCK_BYTES = 0x8000;
const PAGE_BYTES = 0x1000;

/** Pieces of a program's memory that are worked on here, to spare it a system call for every word. */
export class HeldMemory {
  private readonly access: MemoryAccess;
  private readonly blocks = new Map<number, Held | undefined>();

  constructor(access: MemoryAccess) {
    this.access = access;
  }

  /** The piece that an address lies in, fetched when it is first asked for. */
  blockAt(address: number): Block | undefined {
    const start = address - (address % BLOCK_BYTES);
    if (!this.blocks.has(start)) this.blocks.set(start, this.fetch(start));
    const block = this.blocks.get(start);
    return block !== undefined && address < start + block.bytes.length ? block : undefined;
  }

  /** Reads or writes in the pieces that are here, in the program elsewhere. Gives the bytes moved. */
  transfer(access: 'read' | 'write', address: number, bytes: Uint8Array): number {
    let moved = 0;
    while (moved < bytes.length) {
      const at = address + moved;
      const start = at - (at % BLOCK_BYTES);
      const part = bytes.subarray(moved, Math.min(bytes.length, start + BLOCK_BYTES - address));
      const block = this.blocks.get(start);
      if (block === undefined) {
        const count = this.access(access, at, part);
        if (count !== part.length) return moved + count;
      } else if (at + part.length > start + block.bytes.length) return moved;
      else if (access === 'read') part.set(block.bytes.subarray(at - start, at - start + part.length));
      else block.bytes.set(part, at - start);
      moved += part.length;
    }
    return moved;
  }

  /** Writes back the pages that are no longer as they were. */
  giveBack(): void {
    for (const block of this.blocks.values()) {
      if (block === undefined) continue;
      for (let at = 0; at < block.bytes.length; at += PAGE_BYTES) {
        const page = block.bytes.subarray(at, at + PAGE_BYTES);
        if (block.before.compare(page, 0, page.length, at, at + page.length) !== 0)
          this.access('write', block.address + at, page);
      }
    }
  }

  private fetch(address: number): Held | undefined {
    const whole = new Uint8Array(BLOCK_BYTES);
    const length = this.access('read', address, whole) & ~3;
    if (length <= 0) return undefined;
    const buffer = whole.buffer.slice(0, length);
    return { address, buffer, bytes: new Uint8Array(buffer), before: Buffer.from(buffer.slice(0)) };
  }
}
