import type { Graph, Node } from '../ir/graph';
import { compare, foldBinary, isBinary } from './fold';
import type { Laws } from './laws';

/** A simpler node with the same value by the laws of arithmetic, if there is one. At most one input may be constant. */
export function algebra(graph: Graph, node: Node, laws: Laws): Node | undefined {
  const [left, right] = node.inputs;
  const { operation } = node;
  // Without bits in common there is no carry. An addition can become a part of more instructions.
  if ((operation === 'or' || operation === 'xor') && (laws.bits(left) & laws.bits(right)) === 0)
    return laws.make('add', [left, right]);
  const constant = right?.operation === 'constant' ? right.value : undefined;
  if (constant !== undefined) {
    const found = withConstant(graph, node, constant, laws);
    if (found) return found;
  }
  const zero = (): Node => graph.constant(0);
  switch (operation) {
    case 'neg':
    case 'not':
      if (left.operation === node.operation) return left.inputs[0];
      return node.operation === 'neg' && left.operation === 'sub' && laws.uses(left) === 1
        ? laws.make('sub', [left.inputs[1], left.inputs[0]])
        : undefined;
    case 'abs':
      return left.operation === 'abs' ? left : undefined;
    case 'sub':
      if (left === right) return zero();
      if (left.operation === 'constant' && left.value === 0) return laws.make('neg', [right]);
      if (right.operation === 'neg') return laws.make('add', [left, right.inputs[0]]);
      return pullConstant(graph, node, laws);
    case 'add':
      if (right.operation === 'neg') return laws.make('sub', [left, right.inputs[0]]);
      if (left.operation === 'neg') return laws.make('sub', [right, left.inputs[0]]);
      return pullConstant(graph, node, laws);
    case 'xor':
      return left === right ? zero() : undefined;
    case 'and':
    case 'or':
    case 'min':
    case 'max':
      return left === right ? left : undefined;
    case 'select':
      return chosen(node);
    default:
      return undefined;
  }
}

/** The value of a `select` whose outcome is known. */
function chosen({ comparison, inputs: [left, right, yes, no] }: Node): Node | undefined {
  if (left.operation === 'constant' && right.operation === 'constant')
    return compare(comparison, left.value, right.value) ? yes : no;
  return yes === no ? yes : undefined;
}

/** (x + c) + y becomes (x + y) + c, because a load, a store or another constant may absorb c. */
function pullConstant(graph: Graph, node: Node, laws: Laws): Node | undefined {
  const [left, right] = node.inputs;
  const isSum = (side: Node): boolean =>
    side.operation === 'add' && side.inputs[1].operation === 'constant' && laws.uses(side) === 1;
  if (right.operation === 'constant') return undefined;
  if (isSum(left)) return laws.make('add', [laws.make(node.operation, [left.inputs[0], right]), left.inputs[1]]);
  if (isSum(right)) {
    const sign = node.operation === 'add' ? 1 : -1;
    const moved = graph.constant((sign * right.inputs[1].value) | 0);
    return laws.make('add', [laws.make(node.operation, [left, right.inputs[0]]), moved]);
  }
  return undefined;
}

const SHIFTS: ReadonlySet<string> = new Set(['shl', 'sar', 'shr']);

function withConstant(graph: Graph, node: Node, value: number, laws: Laws): Node | undefined {
  const { operation } = node;
  const [left] = node.inputs;
  const inner = left.inputs[1]?.operation === 'constant' ? left.inputs[1].value : undefined;
  const again = (combined: number): Node => laws.make(operation, [left.inputs[0], graph.constant(combined)]);
  if (SHIFTS.has(operation)) return shift(graph, node, value & 31, inner, laws);
  switch (operation) {
    case 'add':
      if (value === 0) return left;
      if (left.operation === 'add' && inner !== undefined) return again((value + inner) | 0);
      if (left.operation === 'sub' && left.inputs[0].operation === 'constant' && laws.uses(left) === 1)
        return laws.make('sub', [graph.constant((left.inputs[0].value + value) | 0), left.inputs[1]]);
      return undefined;
    case 'sub':
      return laws.make('add', [left, graph.constant(-value | 0)]);
    case 'mul':
      if (value === 0) return graph.constant(0);
      if (value === 1) return left;
      if (value === -1) return laws.make('neg', [left]);
      // Powers of two, including the sign bit.
      if ((value & (value - 1)) === 0) return laws.make('shl', [left, graph.constant(31 - Math.clz32(value))]);
      return undefined;
    case 'and':
      if (value === 0) return graph.constant(0);
      if ((laws.bits(left) & ~value) === 0) return left;
      break;
    case 'or':
    case 'xor':
      if (value === 0) return left;
      if (operation === 'xor' && value === -1) return laws.make('not', [left]);
      break;
    default:
      break;
  }
  const isRepeated = left.operation === operation && inner !== undefined && isBinary(operation);
  return isRepeated ? again(foldBinary(operation, value, inner)) : undefined;
}

function shift(graph: Graph, node: Node, by: number, inner: number | undefined, laws: Laws): Node | undefined {
  const { operation } = node;
  const [left] = node.inputs;
  if (by === 0) return left;
  if (node.inputs[1].value !== by) return laws.make(operation, [left, graph.constant(by)]);
  if (inner === undefined) return undefined;
  if (left.operation === operation) {
    const sum = by + (inner & 31);
    if (sum < 32) return laws.make(operation, [left.inputs[0], graph.constant(sum)]);
    return operation === 'sar' ? laws.make('sar', [left.inputs[0], graph.constant(31)]) : graph.constant(0);
  }
  // (x << n) >>> n keeps the low 32 - n bits.
  if (operation === 'shr' && left.operation === 'shl' && inner === by)
    return laws.make('and', [left.inputs[0], graph.constant(-1 >>> by)]);
  return undefined;
}
