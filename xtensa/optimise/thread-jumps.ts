import { removePredecessor, retarget } from '../ir/edit';
import { type Block, type Branch, type Graph, type Node, readBy } from '../ir/graph';
import { compare } from './fold';

/** Leads paths around a test whose outcome they determine, such as a test for 0 behind `isReady ? 1 : 0`. */
export function threadJumps(graph: Graph): boolean {
  let changed = false;
  for (const block of graph.blocks) {
    const { end } = block;
    if (end?.kind !== 'branch' || block.nodes.length > 0 || !block.phis.includes(end.left)) continue;
    if (end.right.operation !== 'constant' || !staysLocal(graph, block)) continue;
    for (const predecessor of [...block.predecessors]) if (thread(block, end, predecessor)) changed = true;
  }
  return changed;
}

/** Whether the phis of a block are read only by its own end and by the phis of its successors. */
function staysLocal(graph: Graph, block: Block): boolean {
  const isOwn = (node: Node): boolean => block.phis.includes(node);
  return graph.blocks.every((other) => {
    const isRead = other.nodes.some(({ inputs }) => inputs.some(isOwn)) || readBy(other.terminator()).some(isOwn);
    const isCarried = other.phis.some(({ inputs }) =>
      inputs.some((input, index) => isOwn(input) && other.predecessors[index] !== block),
    );
    return (!isRead || other === block) && !isCarried;
  });
}

function thread(block: Block, { comparison, left, right, yes, no }: Branch, predecessor: Block): boolean {
  const index = block.predecessors.indexOf(predecessor);
  const known = left.inputs[index];
  if (known?.operation !== 'constant') return false;
  const to = compare(comparison, known.value, right.value) ? yes : no;
  // A second edge between two blocks could not carry other values.
  const isSecond = to.predecessors.includes(predecessor) || block.predecessors.lastIndexOf(predecessor) !== index;
  if (to === block || isSecond) return false;
  const from = to.predecessors.indexOf(block);
  for (const phi of to.phis) {
    const value = phi.inputs[from];
    phi.inputs.push(block.phis.includes(value) ? value.inputs[index] : value);
  }
  to.predecessors.push(predecessor);
  retarget(predecessor, block, to);
  removePredecessor(block, predecessor);
  return true;
}
