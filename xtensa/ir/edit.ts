import { type Block, type Graph, type Node, hasEffect, readBy } from './graph';

/** Replaces nodes everywhere. A replacement may be replaced itself. */
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

/** Counts how often each node is read. */
export function countUses(graph: Graph): Map<Node, number> {
  const uses = new Map<Node, number>();
  const add = (node: Node): void => void uses.set(node, (uses.get(node) ?? 0) + 1);
  for (const block of graph.blocks) {
    for (const node of [...block.phis, ...block.nodes]) node.inputs.forEach(add);
    readBy(block.terminator()).forEach(add);
  }
  return uses;
}

/** Removes every node that no effect depends on. */
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

/** Makes the edge from `block` to `from` lead to `to`. The caller updates the predecessors of both. */
export function retarget(block: Block, from: Block, to: Block): void {
  const end = block.terminator();
  if (end.kind === 'jump' && end.to === from) end.to = to;
  if (end.kind === 'branch') {
    if (end.yes === from) end.yes = to;
    if (end.no === from) end.no = to;
  }
}

/** Removes `predecessor` from `block`, with its inputs of the phis. */
export function removePredecessor(block: Block, predecessor: Block): void {
  const index = block.predecessors.indexOf(predecessor);
  block.predecessors.splice(index, 1);
  for (const phi of block.phis) phi.inputs.splice(index, 1);
}
