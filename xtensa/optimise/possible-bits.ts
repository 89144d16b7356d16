import type { Graph, Node } from '../ir/graph';

/** Finds the bits that may be set in each node's value, as far as that follows from its computation. -1 means any. */
export function possibleBits(graph: Graph): (node: Node) => number {
  const known = new Map<Node, number>();
  // Nodes begin without bits and gain those that their inputs allow, so that loops are treated as a whole.
  const bits = (node: Node): number => (node.operation === 'constant' ? node.value : (known.get(node) ?? 0));
  for (let changed = true; changed;) {
    changed = false;
    for (const block of graph.blocks) {
      for (const node of [...block.phis, ...block.nodes]) {
        const before = known.get(node) ?? 0;
        const after = before | bitsOf(node, bits);
        if (after === before && known.has(node)) continue;
        known.set(node, after);
        changed ||= after !== before;
      }
    }
  }
  return (node) => (node.operation === 'constant' ? node.value : (known.get(node) ?? -1));
}

/** All bits up to the highest bit that is set. */
const lowBits = (value: number): number => (value === 0 ? 0 : -1 >>> Math.clz32(value));

function bitsOf(node: Node, bits: (node: Node) => number): number {
  const inputs = node.inputs.map(bits);
  const [left, right] = inputs;
  const by = node.inputs[1]?.operation === 'constant' ? node.inputs[1].value & 31 : undefined;
  switch (node.operation) {
    case 'load8':
      return 0xff;
    case 'load16u':
      return 0xffff;
    case 'clz':
      return 0x3f;
    case 'and':
      return left & right;
    case 'or':
    case 'xor':
    case 'min':
    case 'max':
      return left | right;
    case 'select':
      return inputs[2] | inputs[3];
    case 'phi':
      return inputs.reduce((all, each) => all | each, 0);
    case 'shl':
      return by === undefined ? -1 : left << by;
    case 'sar':
      return by === undefined ? -1 : left >> by;
    case 'shr':
      return by === undefined ? -1 : left >>> by;
    case 'add': {
      if ((left & right) === 0) return left | right;
      const most = (left >>> 0) + (right >>> 0);
      return most < 2 ** 31 ? lowBits(most) : -1;
    }
    default:
      return -1;
  }
}
