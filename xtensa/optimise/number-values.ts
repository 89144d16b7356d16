import { substitute } from '../ir/edit';
import { type Graph, type Node, isPure } from '../ir/graph';
import { Dominance } from '../ir/dominance';

/** Replaces a node by an equal one that dominates it, so that nothing is computed twice (global value numbering). */
export function numberValues(graph: Graph): boolean {
  const dominance = new Dominance(graph);
  const by = new Map<Node, Node>();
  const ids = new Map<Node, number>();
  const idOf = (node: Node): number => {
    let id = ids.get(node);
    if (id === undefined) ids.set(node, (id = ids.size));
    return id;
  };
  const known = new Map<string, Node[]>();
  for (const block of dominance.order) {
    for (const node of block.nodes) {
      node.inputs = node.inputs.map((input) => by.get(input) ?? input);
      if (!isPure(node)) continue;
      const key = `${node.operation} ${node.comparison} ${node.inputs.map(idOf).join(' ')}`;
      const equals = known.get(key) ?? [];
      const equal = equals.find((other) => other.block && dominance.dominates(other.block, block));
      if (equal) by.set(node, equal);
      else known.set(key, [...equals, node]);
    }
  }
  substitute(graph, by);
  return by.size > 0;
}
