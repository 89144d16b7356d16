import { removeDeadNodes } from '../ir/edit';
import type { Graph } from '../ir/graph';
import { simplifyControlFlow } from './control-flow';
import { addPreheaders, delayIncrements, hoist, sink } from './move-nodes';
import { numberValues } from './number-values';
import { selectValues } from './select-values';
import { simplify } from './simplify';

/** Far more rounds than any kernel needs; to run out of them would be a law that undoes another. */
const MAX_ROUNDS = 100;

/** Makes the graph small and its loops short, without changing what it computes. */
export function optimise(graph: Graph): void {
  settle(graph);
  addPreheaders(graph);
  hoist(graph);
  settle(graph);
  sink(graph);
  delayIncrements(graph);
}

function settle(graph: Graph): void {
  for (let round = 0, changed = true; changed; round++) {
    if (round === MAX_ROUNDS)
      throw new Error(`${graph.kernel.name} never settles: two laws in xtensa/optimise undo each other`);
    simplifyControlFlow(graph);
    changed = simplify(graph);
    changed = numberValues(graph) || changed;
    changed = selectValues(graph) || changed;
    removeDeadNodes(graph);
  }
  simplifyControlFlow(graph);
}
