import { type Block, type Graph, type Node, hasEffect, readBy } from './graph';

/** Puts other nodes in the place of some, everywhere; chains are followed. */
export function substitute(graph: Graph, by: ReadonlyMap<Node, Node>): void {
  if (by.size === 0) return;
  const final = (node: Node): Node => {
    let found = node;
    for (let next = by.get(found); next; next = by.get(found)) found = next;
    return found;
  };
  for (const block of graph.blocks) {
    block.phis = block.phis.filter((node) => !by.has(node));
    block.nodes = block.nodes.filter((node) => !by.has(node));
    for (const node of [...block.phis, ...block.nodes]) node.inputs = node.inputs.map(final);
    const end = block.terminator();
    if (end.kind === 'branch') [end.left, end.right] = [final(end.left), final(end.right)];
    if (end.kind === 'return' && end.value) end.value = final(end.value);
  }
}

/** How often each node is read. */
export function countUses(graph: Graph): Map<Node, number> {
  const uses = new Map<Node, number>();
  const add = (node: Node): void => void uses.set(node, (uses.get(node) ?? 0) + 1);
  for (const block of graph.blocks) {
    for (const node of [...block.phis, ...block.nodes]) node.inputs.forEach(add);
    readBy(block.terminator()).forEach(add);
  }
  return uses;
}

/** Leaves out everything that nothing with an effect needs. */
export function removeDeadNodes(graph: Graph): void {
  const live = new Set<Node>();
  const mark = (node: Node): void => {
    const pending = [node];
    for (let next = pending.pop(); next; next = pending.pop()) {
      if (live.has(next)) continue;
      live.add(next);
      pending.push(...next.inputs);
    }
  };
  for (const block of graph.blocks) {
    block.nodes.filter(hasEffect).forEach(mark);
    readBy(block.terminator()).forEach(mark);
  }
  for (const block of graph.blocks) {
    block.phis = block.phis.filter((node) => live.has(node));
    block.nodes = block.nodes.filter((node) => live.has(node));
  }
}

/** Leads the edge from `block` to `from` elsewhere; predecessors are the caller's business. */
export function retarget(block: Block, from: Block, to: Block): void {
  const end = block.terminator();
  if (end.kind === 'jump' && end.to === from) end.to = to;
  if (end.kind === 'branch') {
    if (end.yes === from) end.yes = to;
    if (end.no === from) end.no = to;
  }
}

/** Forgets that `predecessor` leads to `block`, with the inputs of its phis. */
export function removePredecessor(block: Block, predecessor: Block): void {
  const index = block.predecessors.indexOf(predecessor);
  block.predecessors.splice(index, 1);
  for (const phi of block.phis) phi.inputs.splice(index, 1);
}
