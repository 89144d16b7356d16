import { removeDeadNodes } from '../ir/edit';
import type { Graph } from '../ir/graph';
import { simplifyControlFlow } from './control-flow';
import { addPreheaders, delayIncrements, hoist, sink } from './move-nodes';
import { numberValues } from './number-values';
import { selectValues } from './select-values';
import { simplify } from './simplify';
import { threadJumps } from './thread-jumps';

/** Far more rounds than any kernel needs; to run out of them would be a law that undoes another. */
const MAX_ROUNDS = 100;

/** Makes the graph small and its loops short, without changing what it computes. */
export function optimise(graph: Graph): void {
  // Branches that can be led around go first: a conditional move would hide them.
  settle(graph, [simplify, numberValues, threadJumps]);
  settle(graph, ALL);
  addPreheaders(graph);
  hoist(graph);
  settle(graph, ALL);
  sink(graph);
  delayIncrements(graph);
}

/** Each answers whether it found something to do. */
type Pass = (graph: Graph) => boolean;
const ALL: readonly Pass[] = [simplify, numberValues, threadJumps, selectValues];

/** Repeats passes until none finds anything to do. */
function settle(graph: Graph, passes: readonly Pass[]): void {
  for (let round = 0, changed = true; changed; round++) {
    if (round === MAX_ROUNDS)
      throw new Error(`${graph.kernel.name} never settles: two laws in xtensa/optimise undo each other`);
    simplifyControlFlow(graph);
    changed = false;
    for (const pass of passes) changed = pass(graph) || changed;
    removeDeadNodes(graph);
  }
  simplifyControlFlow(graph);
}
