import { removePredecessor } from '../ir/edit';
import { type Block, type Branch, type Graph, Node, isPure } from '../ir/graph';
import { OPPOSITE } from './fold';
import type { Comparison } from '../source/kernel-program';

/** Replaces small branches that only choose between values by `min`, `max`, `abs` or `select`. */
export function selectValues(graph: Graph): boolean {
  let changed = false;
  for (const block of graph.blocks) {
    const { end } = block;
    if (end?.kind === 'branch' && convert(graph, block, end)) changed = true;
  }
  return changed;
}

/** The most instructions for one value without a branch, and for several together. A taken branch costs three cycles. */
const MAX_INSTRUCTIONS = 2;
const MAX_INSTRUCTIONS_TOGETHER = 3;

function convert(graph: Graph, block: Block, end: Branch): boolean {
  const isArm = (arm: Block): boolean =>
    arm.predecessors.length === 1 && arm.end?.kind === 'jump' && arm.phis.length === 0 && arm.nodes.every(isPure);
  const [yes, no] = [isArm(end.yes) ? end.yes : undefined, isArm(end.no) ? end.no : undefined];
  const joins = new Set([yes?.successors()[0] ?? end.yes, no?.successors()[0] ?? end.no]);
  const [after] = joins;
  if (joins.size !== 1 || (!yes && !no) || after === block || after.phis.length === 0) return false;
  const armNodes = [...(yes?.nodes ?? []), ...(no?.nodes ?? [])];
  const made: Node[] = [];
  const chosen = after.phis.map((phi) => {
    const onYes = phi.inputs[after.predecessors.indexOf(yes ?? block)];
    const onNo = phi.inputs[after.predecessors.indexOf(no ?? block)];
    return onYes === onNo ? onYes : choose(graph, end, onYes, onNo, made);
  });
  if (!chosen.every((node) => node !== undefined)) return false;
  const needed = armNodes.filter((node) =>
    [...made, ...armNodes, ...chosen].some(({ inputs }) => inputs.includes(node)),
  );
  const instructions = made.length + needed.length + conditionCost(graph, end, made);
  if (instructions > (after.phis.length === 1 ? MAX_INSTRUCTIONS : MAX_INSTRUCTIONS_TOGETHER)) return false;

  for (const node of [...armNodes, ...made]) node.block = block;
  block.nodes.push(...armNodes, ...made);
  // Both paths now lead from the block itself to the join, which may have other predecessors, too.
  for (const arm of [yes, no]) if (arm) removePredecessor(after, arm);
  if (!yes || !no) removePredecessor(after, block);
  after.predecessors.push(block);
  after.phis.forEach((phi, index) => phi.inputs.push(chosen[index]));
  for (const arm of [yes, no]) if (arm) Object.assign(arm, { predecessors: [], nodes: [] });
  block.end = { kind: 'jump', to: after, at: end.at };
  return true;
}

/** A branch can test a bit directly. A conditional move needs the bit masked first, unless that is done anyway. */
function conditionCost(graph: Graph, { left }: Branch, made: readonly Node[]): number {
  const isMasked = left.operation === 'and' && left.inputs[1].operation === 'constant';
  if (!isMasked || !made.some(({ operation }) => operation === 'select')) return 0;
  const isNeeded = graph.blocks.some((block) =>
    [...block.phis, ...block.nodes].some(({ inputs }) => inputs.includes(left)),
  );
  return isNeeded ? 0 : 2;
}

/** The value without a branch, or undefined if it would be too long. New nodes are added to `made`. */
function choose(graph: Graph, end: Branch, yes: Node, no: Node, made: Node[]): Node | undefined {
  const { comparison, left, right, at } = end;
  const make = (operation: Node['operation'], inputs: Node[]): Node => {
    const node = new Node(operation, inputs, at);
    made.push(node);
    return node;
  };
  // a < b ? a : b, however it is written.
  if (comparison !== 'eq' && comparison !== 'ne') {
    const isLess = comparison === 'lt' || comparison === 'le';
    if (yes === left && no === right) return make(isLess ? 'min' : 'max', [left, right]);
    if (yes === right && no === left) return make(isLess ? 'max' : 'min', [left, right]);
  }
  if (right.operation !== 'constant' || right.value !== 0) return undefined;
  const [below, above] = comparison === 'lt' || comparison === 'le' ? [yes, no] : [no, yes];
  const isOrdered = comparison !== 'eq' && comparison !== 'ne';
  if (isOrdered && above === left && below.operation === 'neg' && below.inputs[0] === left) return make('abs', [left]);
  const signed = comparison === 'lt' || comparison === 'ge' ? bySign(graph, left, below, above, make) : undefined;
  if (signed) return signed;
  const select = (test: Comparison, first: Node, second: Node): Node => {
    const node = make('select', [left, right, first, second]);
    node.comparison = test;
    return node;
  };
  if (MOVES.has(comparison)) return select(comparison, yes, no);
  return MOVES.has(OPPOSITE[comparison]) ? select(OPPOSITE[comparison], no, yes) : undefined;
}

/** A constant or 0 by the sign of a value: a shift of the sign bit. */
function bySign(
  graph: Graph,
  tested: Node,
  below: Node,
  above: Node,
  make: (operation: Node['operation'], inputs: Node[]) => Node,
): Node | undefined {
  if (below.operation !== 'constant' || above.operation !== 'constant' || above.value !== 0) return undefined;
  const { value } = below;
  if (value === -1) return make('sar', [tested, graph.constant(31)]);
  if (value === 0 || (value & (value - 1)) !== 0) return undefined;
  const sign = make('shr', [tested, graph.constant(31)]);
  return value === 1 ? sign : make('shl', [sign, graph.constant(31 - Math.clz32(value))]);
}

/** The comparisons with 0 for which there is a conditional move. */
const MOVES: ReadonlySet<Comparison> = new Set<Comparison>(['eq', 'ne', 'lt', 'ge']);
