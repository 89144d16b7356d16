import type { Block, Graph } from './graph';

/** The dominator tree and the loops of a graph. A block dominates another if every path to the other leads through it. */
export class Dominance {
  /** All blocks, each behind those that dominate it. */
  readonly order: readonly Block[];
  private readonly rank = new Map<Block, number>();
  private readonly parents = new Map<Block, Block>();
  private readonly loopsOf = new Map<Block, Loop[]>();
  /** All loops, outer ones before those inside them. */
  readonly loops: readonly Loop[];

  constructor(graph: Graph) {
    this.order = reversePostorder(graph.blocks[0]);
    this.order.forEach((block, index) => this.rank.set(block, index));
    this.findParents();
    this.loops = this.findLoops();
    for (const loop of this.loops)
      for (const block of loop.blocks) this.loopsOf.set(block, [...(this.loopsOf.get(block) ?? []), loop]);
  }

  /** The block's immediate dominator. Undefined for the first block. */
  parentOf(block: Block): Block | undefined {
    return this.parents.get(block);
  }

  /** Whether `upper` dominates `lower`. A block dominates itself. */
  dominates(upper: Block, lower: Block): boolean {
    for (let block: Block | undefined = lower; block; block = this.parents.get(block)) if (block === upper) return true;
    return false;
  }

  /** The lowest block that dominates both. Throws for blocks that cannot be reached. */
  common(one: Block, other: Block): Block {
    let [a, b] = [one, other];
    while (a !== b) {
      if (this.rankOf(a) > this.rankOf(b)) a = this.parents.get(a) ?? a;
      else b = this.parents.get(b) ?? b;
    }
    return a;
  }

  /** How many loops the block lies in. */
  depthOf(block: Block): number {
    return this.loopsAround(block).length;
  }

  /** The loops that the block lies in, from the outermost to the innermost. */
  loopsAround(block: Block): readonly Loop[] {
    return this.loopsOf.get(block) ?? [];
  }

  private rankOf(block: Block): number {
    const rank = this.rank.get(block);
    if (rank === undefined) throw new Error('the graph holds a block that cannot be reached');
    return rank;
  }

  private findParents(): void {
    for (let changed = true; changed;) {
      changed = false;
      for (const block of this.order.slice(1)) {
        const known = block.predecessors.filter((each) => each === this.order[0] || this.parents.has(each));
        const parent = known.reduce((one, other) => this.common(one, other));
        if (this.parents.get(block) !== parent) {
          this.parents.set(block, parent);
          changed = true;
        }
      }
    }
  }

  private findLoops(): Loop[] {
    const loops: Loop[] = [];
    for (const header of this.order) {
      const tails = header.predecessors.filter((each) => this.dominates(header, each));
      if (tails.length === 0) continue;
      const blocks = new Set([header]);
      const pending = [...tails];
      for (let block = pending.pop(); block; block = pending.pop()) {
        if (blocks.has(block)) continue;
        blocks.add(block);
        pending.push(...block.predecessors);
      }
      loops.push({ header, blocks });
    }
    return loops;
  }
}

/** A loop, which is entered only at its header. */
export type Loop = { readonly header: Block; readonly blocks: ReadonlySet<Block> };

function reversePostorder(first: Block): Block[] {
  const seen = new Set<Block>();
  const order: Block[] = [];
  const visit = (block: Block): void => {
    if (seen.has(block)) return;
    seen.add(block);
    block.successors().forEach(visit);
    order.unshift(block);
  };
  visit(first);
  return order;
}
