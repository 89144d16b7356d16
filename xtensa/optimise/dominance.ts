import type { Block, Graph } from '../ir/graph';

/** Which blocks every way to a block leads through, and how deep in loops it lies. */
export class Dominance {
  /** Blocks so that each comes after those that dominate it. */
  readonly order: readonly Block[];
  private readonly rank = new Map<Block, number>();
  private readonly parents = new Map<Block, Block>();
  private readonly loopsOf = new Map<Block, Loop[]>();
  /** Outer loops come before the loops inside them. */
  readonly loops: readonly Loop[];

  constructor(graph: Graph) {
    this.order = reversePostorder(graph.blocks[0]);
    this.order.forEach((block, index) => this.rank.set(block, index));
    this.findParents();
    this.loops = this.findLoops();
    for (const loop of this.loops)
      for (const block of loop.blocks) this.loopsOf.set(block, [...(this.loopsOf.get(block) ?? []), loop]);
  }

  parentOf(block: Block): Block | undefined {
    return this.parents.get(block);
  }

  dominates(upper: Block, lower: Block): boolean {
    for (let block: Block | undefined = lower; block; block = this.parents.get(block)) if (block === upper) return true;
    return false;
  }

  /** The lowest block that dominates both. */
  common(one: Block, other: Block): Block {
    let [a, b] = [one, other];
    while (a !== b) {
      if (this.rankOf(a) > this.rankOf(b)) a = this.parents.get(a) ?? a;
      else b = this.parents.get(b) ?? b;
    }
    return a;
  }

  depthOf(block: Block): number {
    return this.loopsAround(block).length;
  }

  /** The loops that the block lies in, from the outermost on. */
  loopsAround(block: Block): readonly Loop[] {
    return this.loopsOf.get(block) ?? [];
  }

  private rankOf(block: Block): number {
    const rank = this.rank.get(block);
    if (rank === undefined) throw new Error('a block that nothing reaches was left in the graph');
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

/** What runs again and again, with one way in. */
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
