import { type Block, type Graph, Node } from './graph';
import type { Position } from '../kernel-error';

/**
 * Turns variables into values while the graph is built, as in Braun et al., "Simple and Efficient Construction of Static
 * Single Assignment Form" (2013). A block is sealed once all its predecessors are known.
 */
export class Variables {
  private readonly graph: Graph;
  private readonly current = new Map<Block, Map<number, Node>>();
  private readonly incomplete = new Map<Block, Map<number, Node>>();
  private readonly sealed = new Set<Block>();
  private next = 0;

  constructor(graph: Graph) {
    this.graph = graph;
  }

  /** Creates a variable, or `count` of them, and gives the first. */
  create(count = 1): number {
    this.next += count;
    return this.next - count;
  }

  /** Sets the variable's value at the end of the block, as far as it is built. */
  write(variable: number, block: Block, value: Node): void {
    let values = this.current.get(block);
    if (!values) this.current.set(block, (values = new Map<number, Node>()));
    values.set(variable, value);
  }

  /** The variable's value at the end of the block, as far as it is built. */
  read(variable: number, block: Block, at: Position): Node {
    const known = this.current.get(block)?.get(variable);
    if (known) return known;
    const value = this.readFromPredecessors(variable, block, at);
    this.write(variable, block, value);
    return value;
  }

  /** Says that all predecessors of the block are known, and completes its phis. */
  seal(block: Block): void {
    this.sealed.add(block);
    for (const [variable, phi] of this.incomplete.get(block) ?? []) this.complete(variable, block, phi);
  }

  private readFromPredecessors(variable: number, block: Block, at: Position): Node {
    if (!this.sealed.has(block)) {
      const phi = this.phi(block, at);
      let waiting = this.incomplete.get(block);
      if (!waiting) this.incomplete.set(block, (waiting = new Map<number, Node>()));
      waiting.set(variable, phi);
      return phi;
    }
    const { predecessors } = block;
    // The block cannot be reached, so the value does not matter.
    if (predecessors.length === 0) return this.graph.constant(0);
    if (predecessors.length === 1) return this.read(variable, predecessors[0], at);
    const phi = this.phi(block, at);
    // A loop that leads back here must find the phi, or reading would never end.
    this.write(variable, block, phi);
    this.complete(variable, block, phi);
    return phi;
  }

  private phi(block: Block, at: Position): Node {
    const phi = new Node('phi', [], at);
    phi.block = block;
    block.phis.push(phi);
    return phi;
  }

  private complete(variable: number, block: Block, phi: Node): void {
    phi.inputs = block.predecessors.map((predecessor) => this.read(variable, predecessor, phi.at));
  }
}
