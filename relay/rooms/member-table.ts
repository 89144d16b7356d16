const BLOCK_BITS = 7;

/**
 * An immutable map from small whole numbers, which are given out in ascending order, to values. A change copies one block of
 * 128 and the list of blocks, so that a room of 8,000 can be a value and a join does not copy 8,000 entries.
 */
export class MemberTable<T> {
  readonly size: number;
  private readonly blocks: ReadonlyMap<number, ReadonlyMap<number, T>>;

  constructor(blocks: ReadonlyMap<number, ReadonlyMap<number, T>> = new Map(), size = 0) {
    this.blocks = blocks;
    this.size = size;
  }

  get(id: number): T | undefined {
    return this.blocks.get(id >>> BLOCK_BITS)?.get(id);
  }

  with(id: number, value: T): MemberTable<T> {
    const key = id >>> BLOCK_BITS;
    const block = new Map(this.blocks.get(key));
    const size = block.has(id) ? this.size : this.size + 1;
    block.set(id, value);
    return new MemberTable(new Map(this.blocks).set(key, block), size);
  }

  without(id: number): MemberTable<T> {
    const key = id >>> BLOCK_BITS;
    const block = new Map(this.blocks.get(key));
    if (!block.delete(id)) return this;
    const blocks = new Map(this.blocks);
    if (block.size > 0) blocks.set(key, block);
    else blocks.delete(key);
    return new MemberTable(blocks, this.size - 1);
  }

  *values(): IterableIterator<T> {
    for (const block of this.blocks.values()) yield* block.values();
  }
}
