import { countUses, substitute } from '../ir/edit';
import { type Graph, Node, isLoad, isStore } from '../ir/graph';
import { MIRRORED, foldBinary, foldUnary, isBinary, isUnary } from './fold';
import { algebra } from './algebra';
import type { Laws } from './laws';
import { possibleBits } from './possible-bits';

const COMMUTATIVE: ReadonlySet<string> = new Set(['add', 'mul', 'and', 'or', 'xor', 'min', 'max']);

/** Folds constants, applies the laws of arithmetic and removes phis with equal inputs. True if it changed something. */
export function simplify(graph: Graph): boolean {
  const counts = countUses(graph);
  const bits = possibleBits(graph);
  const uses = (node: Node): number => counts.get(node) ?? 0;
  const by = new Map<Node, Node>();
  const final = (node: Node): Node => {
    let found = node;
    for (let next = by.get(found); next; next = by.get(found)) found = next;
    return found;
  };
  let changed = false;
  for (const block of graph.blocks) {
    for (const phi of block.phis) {
      const values = new Set(phi.inputs.map(final).filter((input) => input !== phi));
      if (values.size === 1) by.set(phi, [...values][0]);
    }
    const nodes: Node[] = [];
    for (const node of block.nodes) {
      node.inputs = node.inputs.map(final);
      const make = (operation: Node['operation'], inputs: Node[]): Node => {
        const inner = new Node(operation, inputs, node.at);
        inner.block = block;
        nodes.push(inner);
        return inner;
      };
      const simpler = simplerThan(graph, node, { uses, bits, make });
      if (simpler && simpler !== node) by.set(node, simpler);
      else nodes.push(node);
      if (simpler) changed = true;
    }
    block.nodes = nodes;
    const end = block.terminator();
    if (end.kind === 'branch') {
      [end.left, end.right] = [final(end.left), final(end.right)];
      if (end.left.operation === 'constant' && end.right.operation !== 'constant') {
        [end.left, end.right] = [end.right, end.left];
        end.comparison = MIRRORED[end.comparison];
      }
    }
  }
  substitute(graph, by);
  return changed || by.size > 0;
}

/** A simpler node with the same value, or the node itself if its inputs were changed, or undefined. */
function simplerThan(graph: Graph, node: Node, laws: Laws): Node | undefined {
  const { operation, inputs } = node;
  if (isUnary(operation) && inputs[0].operation === 'constant')
    return graph.constant(foldUnary(operation, inputs[0].value));
  if (isBinary(operation)) {
    const [left, right] = inputs;
    if (left.operation === 'constant' && right.operation === 'constant')
      return graph.constant(foldBinary(operation, left.value, right.value));
    if (left.operation === 'constant' && COMMUTATIVE.has(operation)) {
      node.inputs = [right, left];
      return node;
    }
  }
  if (isLoad(node) || isStore(node)) return reach(node, laws);
  return algebra(graph, node, laws);
}

/** The largest offset that fits into the instruction. */
const MAX_OFFSET: { readonly [operation: string]: number } = {
  load8: 255,
  load16: 510,
  load16u: 510,
  load32: 1020,
  store8: 255,
  store16: 510,
  store32: 1020,
};

/** Makes the addition of a constant to an address a part of the load or store. */
function reach(node: Node, { uses }: Laws): Node | undefined {
  const [address] = node.inputs;
  const width = /8$/.test(node.operation) ? 1 : /16u?$/.test(node.operation) ? 2 : 4;
  if (address.operation === 'add' && address.inputs[1].operation === 'constant') {
    const offset = node.offset + address.inputs[1].value;
    // Otherwise both the sum and its input would need a register.
    const isCheap = uses(address) === 1 || address.block === node.block;
    if (isCheap && offset >= 0 && offset <= MAX_OFFSET[node.operation] && offset % width === 0) {
      node.offset = offset;
      node.inputs = [address.inputs[0], ...node.inputs.slice(1)];
      return node;
    }
  }
  return isStore(node) ? narrowStored(node) : undefined;
}

/** Removes a mask from a stored value if the store of 8 or 16 bits ignores the masked bits. */
function narrowStored(node: Node): Node | undefined {
  const [address, value] = node.inputs;
  const bits = node.operation === 'store8' ? 8 : node.operation === 'store16' ? 16 : 32;
  if (bits === 32 || value.operation !== 'and' || value.inputs[1].operation !== 'constant') return undefined;
  const mask = 2 ** bits - 1;
  if ((value.inputs[1].value & mask) !== mask) return undefined;
  node.inputs = [address, value.inputs[0]];
  return node;
}
