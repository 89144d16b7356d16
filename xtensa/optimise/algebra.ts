import type { Graph, Node } from '../ir/graph';
import { foldBinary, isBinary } from './fold';
import type { Make, UseCount } from './laws';

/** What the laws of arithmetic make of a node with at most one constant input. */
export function algebra(graph: Graph, node: Node, uses: UseCount, make: Make): Node | undefined {
  const [left, right] = node.inputs;
  const constant = right?.operation === 'constant' ? right.value : undefined;
  if (constant !== undefined) {
    const found = withConstant(graph, node, constant, uses, make);
    if (found) return found;
  }
  const zero = (): Node => graph.constant(0);
  switch (node.operation) {
    case 'neg':
    case 'not':
      if (left.operation === node.operation) return left.inputs[0];
      return node.operation === 'neg' && left.operation === 'sub' && uses(left) === 1
        ? make('sub', [left.inputs[1], left.inputs[0]])
        : undefined;
    case 'abs':
      return left.operation === 'abs' ? left : undefined;
    case 'sub':
      if (left === right) return zero();
      if (left.operation === 'constant' && left.value === 0) return make('neg', [right]);
      if (right.operation === 'neg') return make('add', [left, right.inputs[0]]);
      return pullConstant(graph, node, uses, make);
    case 'add':
      if (right.operation === 'neg') return make('sub', [left, right.inputs[0]]);
      if (left.operation === 'neg') return make('sub', [right, left.inputs[0]]);
      return pullConstant(graph, node, uses, make);
    case 'xor':
      return left === right ? zero() : undefined;
    case 'and':
    case 'or':
    case 'min':
    case 'max':
      return left === right ? left : undefined;
    case 'select':
      return node.inputs[2] === node.inputs[3] ? node.inputs[2] : undefined;
  }
  return undefined;
}

/** (x + c) + y becomes (x + y) + c, where an address or another constant can take it up. */
function pullConstant(graph: Graph, node: Node, uses: UseCount, make: Make): Node | undefined {
  const [left, right] = node.inputs;
  const isSum = (side: Node): boolean =>
    side.operation === 'add' && side.inputs[1].operation === 'constant' && uses(side) === 1;
  if (right.operation === 'constant') return undefined;
  if (isSum(left)) return make('add', [make(node.operation, [left.inputs[0], right]), left.inputs[1]]);
  if (isSum(right)) {
    const sign = node.operation === 'add' ? 1 : -1;
    const moved = graph.constant((sign * right.inputs[1].value) | 0);
    return make('add', [make(node.operation, [left, right.inputs[0]]), moved]);
  }
  return undefined;
}

const SHIFTS: ReadonlySet<string> = new Set(['shl', 'sar', 'shr']);

function withConstant(graph: Graph, node: Node, value: number, uses: UseCount, make: Make): Node | undefined {
  const { operation } = node;
  const [left] = node.inputs;
  const inner = left.inputs[1]?.operation === 'constant' ? left.inputs[1].value : undefined;
  const again = (combined: number): Node => make(operation, [left.inputs[0], graph.constant(combined)]);
  if (SHIFTS.has(operation)) return shift(graph, node, value & 31, inner, make);
  switch (operation) {
    case 'add':
      if (value === 0) return left;
      if (left.operation === 'add' && inner !== undefined) return again((value + inner) | 0);
      if (left.operation === 'sub' && left.inputs[0].operation === 'constant' && uses(left) === 1)
        return make('sub', [graph.constant((left.inputs[0].value + value) | 0), left.inputs[1]]);
      return undefined;
    case 'sub':
      return make('add', [left, graph.constant(-value | 0)]);
    case 'mul':
      if (value === 0) return graph.constant(0);
      if (value === 1) return left;
      if (value === -1) return make('neg', [left]);
      // A power of two, the sign bit among them.
      if ((value & (value - 1)) === 0) return make('shl', [left, graph.constant(31 - Math.clz32(value))]);
      return undefined;
    case 'and':
      if (value === 0) return graph.constant(0);
      if (value === -1 || covers(value, left)) return left;
      break;
    case 'or':
    case 'xor':
      if (value === 0) return left;
      if (operation === 'xor' && value === -1) return make('not', [left]);
      break;
  }
  const isRepeated = left.operation === operation && inner !== undefined && isBinary(operation);
  return isRepeated ? again(foldBinary(operation, value, inner)) : undefined;
}

/** Whether every bit that the node can have is set in the mask. */
function covers(mask: number, node: Node): boolean {
  const maximum = maximumOf(node);
  return maximum >= 0 && (mask & maximum) === maximum;
}

/** All bits that a node may have set, as a mask of low bits; -1 when nothing is known. */
export function maximumOf(node: Node): number {
  const right = node.inputs[1]?.operation === 'constant' ? node.inputs[1].value : undefined;
  switch (node.operation) {
    case 'load8':
      return 0xff;
    case 'load16u':
      return 0xffff;
    case 'clz':
      return 0x3f;
    case 'constant':
      return node.value >= 0 ? lowBits(node.value) : -1;
    case 'and':
      if (right !== undefined && right >= 0) return lowBits(right) & maximumOf(node.inputs[0]);
      return -1;
    case 'shr':
      return right !== undefined && (right & 31) > 0 ? -1 >>> (right & 31) : -1;
    case 'or':
    case 'xor':
      return maximumOf(node.inputs[0]) | maximumOf(node.inputs[1]);
    default:
      return -1;
  }
}

const lowBits = (value: number): number => (value === 0 ? 0 : -1 >>> Math.clz32(value));

function shift(graph: Graph, node: Node, by: number, inner: number | undefined, make: Make): Node | undefined {
  const { operation } = node;
  const [left] = node.inputs;
  if (by === 0) return left;
  if (node.inputs[1].value !== by) return make(operation, [left, graph.constant(by)]);
  if (inner === undefined) return undefined;
  if (left.operation === operation) {
    const sum = by + (inner & 31);
    if (sum < 32) return make(operation, [left.inputs[0], graph.constant(sum)]);
    return operation === 'sar' ? make('sar', [left.inputs[0], graph.constant(31)]) : graph.constant(0);
  }
  // (x << n) >>> n keeps the low bits.
  if (operation === 'shr' && left.operation === 'shl' && inner === by)
    return make('and', [left.inputs[0], graph.constant(-1 >>> by)]);
  return undefined;
}
