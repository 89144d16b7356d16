/** Moves bytes between a program's memory and here; gives how many it could. */
type MemoryAccess = (access: 'read' | 'write', address: number, bytes: Uint8Array) => number;

type Block = { readonly address: number; readonly buffer: ArrayBuffer };
type Held = Block & { readonly bytes: Uint8Array; readonly words: Int32Array; readonly before: Int32Array };

/** What is fetched at a time: a call of machine code works on two or three such pieces. */
const BLOCK_BYTES = 0x8000;

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

  /**
   * Writes back the words that are no longer as they were, and no others: the program runs on for a moment after it has
   * asked for a call, and changes its own.
   */
  giveBack(): void {
    for (const block of this.blocks.values()) {
      if (block === undefined) continue;
      const { address, words, before, bytes } = block;
      for (let from = 0; from < words.length; from++) {
        if (words[from] === before[from]) continue;
        let to = from + 1;
        while (to < words.length && words[to] !== before[to]) to++;
        this.access('write', address + 4 * from, bytes.subarray(4 * from, 4 * to));
        from = to;
      }
    }
  }

  private fetch(address: number): Held | undefined {
    const whole = new Uint8Array(BLOCK_BYTES);
    const length = this.access('read', address, whole) & ~3;
    if (length <= 0) return undefined;
    const buffer = whole.buffer.slice(0, length);
    const [bytes, words] = [new Uint8Array(buffer), new Int32Array(buffer)];
    return { address, buffer, bytes, words, before: words.slice() };
  }
}
