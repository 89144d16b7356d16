import { removePredecessor } from '../ir/edit';
import { type Block, type Branch, type Graph, Node, isPure } from '../ir/graph';
import { OPPOSITE } from './fold';
import type { Comparison } from '../source/kernel-program';

/** Turns small branches that only choose a value into minimum, maximum, absolute value or a conditional move. */
export function selectValues(graph: Graph): boolean {
  let changed = false;
  for (const block of graph.blocks) {
    const { end } = block;
    if (end?.kind === 'branch' && convert(block, end)) changed = true;
  }
  return changed;
}

/** An arm that computes at most one value may as well always run. */
const MAX_ARM_NODES = 1;

function convert(block: Block, end: Branch): boolean {
  const isArm = (arm: Block): boolean =>
    arm.predecessors.length === 1 && arm.end?.kind === 'jump' && arm.phis.length === 0 && arm.nodes.every(isPure);
  const [yes, no] = [isArm(end.yes) ? end.yes : undefined, isArm(end.no) ? end.no : undefined];
  const joins = new Set([yes?.successors()[0] ?? end.yes, no?.successors()[0] ?? end.no]);
  const [after] = joins;
  if (joins.size !== 1 || (!yes && !no) || after === block || after.phis.length !== 1) return false;
  const [phi] = after.phis;
  const onYes = phi.inputs[after.predecessors.indexOf(yes ?? block)];
  const onNo = phi.inputs[after.predecessors.indexOf(no ?? block)];
  const nodes = [...(yes?.nodes ?? []), ...(no?.nodes ?? [])];
  const chosen = choose(end, onYes, onNo, nodes.length);
  if (!chosen) return false;

  for (const node of nodes) node.block = block;
  block.nodes.push(...nodes);
  chosen.block = block;
  block.nodes.push(chosen);
  // Both ways now come from the block itself; others may lead to the join, too.
  for (const arm of [yes, no]) if (arm) removePredecessor(after, arm);
  if (!yes || !no) removePredecessor(after, block);
  after.predecessors.push(block);
  phi.inputs.push(chosen);
  for (const arm of [yes, no]) if (arm) Object.assign(arm, { predecessors: [], nodes: [] });
  block.end = { kind: 'jump', to: after, at: end.at };
  return true;
}

/** One node in place of the branch, or nothing when branching is cheaper. */
function choose({ comparison, left, right, at }: Branch, yes: Node, no: Node, armNodes: number): Node | undefined {
  const made = (operation: Node['operation'], inputs: Node[]): Node => new Node(operation, inputs, at);
  const isZero = right.operation === 'constant' && right.value === 0;
  // a < b ? a : b, in all its spellings.
  if (comparison !== 'eq' && comparison !== 'ne' && armNodes === 0) {
    const isLess = comparison === 'lt' || comparison === 'le';
    if (yes === left && no === right) return made(isLess ? 'min' : 'max', [left, right]);
    if (yes === right && no === left) return made(isLess ? 'max' : 'min', [left, right]);
  }
  if (isZero && isNegationOf(yes, left) && no === left && (comparison === 'lt' || comparison === 'le'))
    return made('abs', [left]);
  if (isZero && isNegationOf(no, left) && yes === left && (comparison === 'ge' || comparison === 'gt'))
    return made('abs', [left]);
  if (armNodes > MAX_ARM_NODES) return undefined;
  const select = (test: Comparison, first: Node, second: Node): Node => {
    const node = made('select', [left, right, first, second]);
    node.comparison = test;
    return node;
  };
  if (isZero && MOVES.has(comparison)) return select(comparison, yes, no);
  if (isZero && MOVES.has(OPPOSITE[comparison])) return select(OPPOSITE[comparison], no, yes);
  return undefined;
}

const isNegationOf = (node: Node, of: Node): boolean => node.operation === 'neg' && node.inputs[0] === of;

/** The comparisons with 0 for which there is a conditional move. */
const MOVES: ReadonlySet<Comparison> = new Set<Comparison>(['eq', 'ne', 'lt', 'ge']);
