import { removePredecessor, retarget } from '../ir/edit';
import { type Block, type Branch, type Graph } from '../ir/graph';
import { compare } from './fold';

/** Removes blocks that are unreachable or empty, and branches whose outcome is known. */
export function simplifyControlFlow(graph: Graph): void {
  for (const block of graph.blocks) decide(block);
  removeUnreachable(graph);
  for (const block of [...graph.blocks]) skip(graph, block);
  removeUnreachable(graph);
  merge(graph);
}

function decide(block: Block): void {
  const { end } = block;
  if (end?.kind !== 'branch') return;
  const known = outcome(end);
  if (known === undefined) return;
  const [to, other] = known ? [end.yes, end.no] : [end.no, end.yes];
  block.end = { kind: 'jump', to, at: end.at };
  removePredecessor(other, block);
}

function outcome({ comparison, left, right, yes, no }: Branch): boolean | undefined {
  if (left.operation === 'constant' && right.operation === 'constant')
    return compare(comparison, left.value, right.value);
  if (left === right) return ['eq', 'ge', 'le'].includes(comparison);
  return yes === no && yes.phis.length === 0 ? true : undefined;
}

function removeUnreachable(graph: Graph): void {
  const reached = new Set<Block>();
  const pending = [graph.blocks[0]];
  for (let block = pending.pop(); block; block = pending.pop()) {
    if (reached.has(block)) continue;
    reached.add(block);
    pending.push(...block.successors());
  }
  for (const block of graph.blocks) {
    for (const predecessor of [...block.predecessors])
      if (!reached.has(predecessor)) removePredecessor(block, predecessor);
  }
  graph.blocks = graph.blocks.filter((block) => reached.has(block));
}

/** Leads all edges around a block that only jumps. */
function skip(graph: Graph, block: Block): void {
  const { end } = block;
  if (end?.kind !== 'jump' || block.nodes.length > 0 || block.phis.length > 0) return;
  const { to } = end;
  if (to === block || block === graph.blocks[0]) return;
  for (const predecessor of [...block.predecessors]) {
    // A second edge between two blocks could not carry another value.
    if (to.phis.length > 0 && to.predecessors.includes(predecessor)) continue;
    const index = to.predecessors.indexOf(block);
    retarget(predecessor, block, to);
    to.predecessors.push(predecessor);
    for (const phi of to.phis) phi.inputs.push(phi.inputs[index]);
    removePredecessor(block, predecessor);
    if (predecessor.end?.kind === 'branch' && predecessor.end.yes === predecessor.end.no) {
      predecessor.end = { kind: 'jump', to, at: predecessor.end.at };
      removePredecessor(to, predecessor);
    }
  }
}

/** Joins a block with its only successor if that has no other predecessor. */
function merge(graph: Graph): void {
  for (const block of graph.blocks) {
    for (;;) {
      const { end } = block;
      if (end?.kind !== 'jump' || end.to.predecessors.length !== 1 || end.to === block || end.to.phis.length > 0) break;
      const { to } = end;
      if (to === graph.blocks[0]) break;
      for (const node of to.nodes) node.block = block;
      block.nodes.push(...to.nodes);
      block.end = to.end;
      for (const next of block.successors())
        next.predecessors = next.predecessors.map((predecessor) => (predecessor === to ? block : predecessor));
      to.predecessors = [];
      to.nodes = [];
      to.end = { kind: 'return', value: undefined, at: end.at };
      graph.blocks = graph.blocks.filter((other) => other !== to);
    }
  }
}
