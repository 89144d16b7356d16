import { removeDeadNodes } from '../ir/edit';
import type { Graph } from '../ir/graph';
import { addPreheaders } from '../ir/preheaders';
import { simplifyControlFlow } from './control-flow';
import { delayIncrements, hoist, sink } from './move-nodes';
import { numberValues } from './number-values';
import { selectValues } from './select-values';
import { simplify } from './simplify';
import { threadJumps } from './thread-jumps';

/** Far more rounds than any kernel needs. Reaching this limit means that two passes undo each other. */
const MAX_ROUNDS = 100;

/** Makes the graph small and its loops short, without changing what it computes. */
export function optimise(graph: Graph): void {
  // Jump threading comes first, because it does not see branches that have become conditional moves.
  settle(graph, [simplify, numberValues, threadJumps]);
  settle(graph, ALL);
  addPreheaders(graph);
  hoist(graph);
  settle(graph, ALL);
  sink(graph);
  delayIncrements(graph);
}

/** The passes that are repeated. Each returns whether it changed something. */
type Pass = (graph: Graph) => boolean;
const ALL: readonly Pass[] = [simplify, numberValues, threadJumps, selectValues];

/** Repeats passes until none changes anything. */
function settle(graph: Graph, passes: readonly Pass[]): void {
  for (let round = 0, changed = true; changed; round++) {
    if (round === MAX_ROUNDS)
      throw new Error(`${graph.kernel.name} never settles: two passes in xtensa/optimise undo each other`);
    simplifyControlFlow(graph);
    changed = false;
    for (const pass of passes) changed = pass(graph) || changed;
    removeDeadNodes(graph);
  }
  simplifyControlFlow(graph);
}
