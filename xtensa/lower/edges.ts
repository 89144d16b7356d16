import { retarget } from '../ir/edit';
import { Block, type Graph, type Node } from '../ir/graph';

/** Splits every edge from a branch to a block with phis, to make room for the copies of that edge. */
export function splitEdges(graph: Graph): void {
  for (const block of [...graph.blocks]) {
    if (block.phis.length === 0 || block.predecessors.length < 2) continue;
    for (const predecessor of [...block.predecessors]) {
      if (predecessor.successors().length < 2) continue;
      const edge = new Block();
      edge.end = { kind: 'jump', to: block, at: predecessor.terminator().at };
      edge.predecessors = [predecessor];
      retarget(predecessor, block, edge);
      block.predecessors[block.predecessors.indexOf(predecessor)] = edge;
      graph.blocks.splice(graph.blocks.indexOf(predecessor) + 1, 0, edge);
    }
  }
}

/** A copy at the end of a block: the value that a phi of its successor takes from it. */
type PhiCopy = { readonly phi: Node; readonly value: Node };

/** The copies at the end of a block. */
export function phiCopies(block: Block): PhiCopy[] {
  const { end } = block;
  if (end?.kind !== 'jump') return [];
  const index = end.to.predecessors.indexOf(block);
  return end.to.phis.map((phi) => ({ phi, value: phi.inputs[index] }));
}

/**
 * Orders copies that are meant to happen at once, so that they can be made one by one. A cycle is broken with a `spare`
 * register. Pairs are [to, from].
 */
export function inSequence(pairs: readonly (readonly [number, number])[], spare: () => number): [number, number][] {
  const waiting = pairs.filter(([to, from]) => to !== from).map(([to, from]): [number, number] => [to, from]);
  const sequence: [number, number][] = [];
  while (waiting.length > 0) {
    const free = waiting.findIndex(([to]) => !waiting.some(([, from]) => from === to));
    if (free >= 0) {
      sequence.push(...waiting.splice(free, 1));
      continue;
    }
    const kept = spare();
    const [first] = waiting[0];
    sequence.push([kept, first]);
    for (const pair of waiting) if (pair[1] === first) pair[1] = kept;
  }
  return sequence;
}
