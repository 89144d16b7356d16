import { Dominance } from '../ir/dominance';
import { type Block, type Graph, type Node, isPure, readBy } from '../ir/graph';
import { preheaderOf } from '../ir/preheaders';

/** Moves nodes whose value is the same in every iteration out of their loops. */
export function hoist(graph: Graph): void {
  const dominance = new Dominance(graph);
  // From the innermost loop outwards, so that a node leaves as many loops as it can.
  for (const loop of [...dominance.loops].reverse()) {
    const preheader = preheaderOf(loop);
    if (!preheader) continue;
    const isOutside = (input: Node): boolean => !input.block || !loop.blocks.has(input.block);
    for (const block of dominance.order.filter((each) => loop.blocks.has(each))) {
      for (const node of [...block.nodes]) {
        if (!isPure(node) || !node.inputs.every(isOutside)) continue;
        block.nodes.splice(block.nodes.indexOf(node), 1);
        preheader.nodes.push(node);
        node.block = preheader;
      }
    }
  }
}

/** Moves nodes to the paths on which they are read, but not into deeper loops. */
export function sink(graph: Graph): void {
  const dominance = new Dominance(graph);
  const readers = readersOf(graph);
  for (const block of [...dominance.order].reverse()) {
    for (const node of [...block.nodes].reverse()) {
      const places = readers(node);
      if (!isPure(node) || places.length === 0) continue;
      let place = places.reduce((one, other) => dominance.common(one, other));
      while (dominance.depthOf(place) > dominance.depthOf(block)) place = dominance.parentOf(place) ?? block;
      if (place === block || !isAvoidable(block, place)) continue;
      block.nodes.splice(block.nodes.indexOf(node), 1);
      place.nodes.unshift(node);
      node.block = place;
    }
  }
}

/** Whether a path from the end of `block` avoids `place`, to the end of the kernel or around a loop. */
function isAvoidable(block: Block, place: Block): boolean {
  const seen = new Set<Block>([place]);
  const pending = block.successors();
  for (let next = pending.pop(); next; next = pending.pop()) {
    if (seen.has(next)) continue;
    if (next === block || next.end?.kind === 'return') return true;
    seen.add(next);
    pending.push(...next.successors());
  }
  return false;
}

/** Finds the blocks in which a node is read. A phi reads each input at the end of that input's predecessor. */
function readersOf(graph: Graph): (node: Node) => Block[] {
  return (node) => {
    const found: Block[] = [];
    for (const block of graph.blocks) {
      for (const phi of block.phis)
        phi.inputs.forEach((input, index) => void (input === node && found.push(block.predecessors[index])));
      if (block.nodes.some((each) => each.inputs.includes(node))) found.push(block);
      if (readBy(block.terminator()).includes(node)) found.push(block);
    }
    return found;
  };
}

/** Moves `p + 4` behind the last use of `p` in its block, so that both can share a register. */
export function delayIncrements(graph: Graph): void {
  for (const block of graph.blocks) {
    for (const node of [...block.nodes].reverse()) {
      if (node.operation !== 'add' || node.inputs[1].operation !== 'constant') continue;
      const [before] = node.inputs;
      const index = block.nodes.indexOf(node);
      const firstUse = block.nodes.findIndex((each) => each.inputs.includes(node));
      const lastUse = block.nodes.findLastIndex((each) => each !== node && each.inputs.includes(before));
      if (lastUse < index || (firstUse >= 0 && firstUse <= lastUse)) continue;
      block.nodes.splice(index, 1);
      block.nodes.splice(lastUse, 0, node);
    }
  }
}
