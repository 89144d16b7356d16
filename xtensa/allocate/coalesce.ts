import { FIRST_VIRTUAL, type MachineFunction, isCopy, renamed } from '../machine/machine-function';
import { Interference } from './interference';

/** The registers that can hold values: a2 to a15. */
export const ALLOCATABLE = [2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15];

/** Whether two registers may be merged even if that could make the rest harder to allocate. */
export type Boldness = 'bold' | 'careful';

/** Merges registers that are copied to each other and do not interfere, and removes the copies. */
export function coalesce(machine: MachineFunction, boldness: Boldness): void {
  for (let merged = true; merged;) {
    const graph = new Interference(machine);
    const names = new Map<number, number>();
    const final = (register: number): number => {
      let found = register;
      for (let next = names.get(found); next !== undefined; next = names.get(found)) found = next;
      return found;
    };
    merged = false;
    for (const move of graph.moves.sort((a, b) => b.weight - a.weight)) {
      const [to, from] = [final(move.to), final(move.from)];
      const isOurs = to >= FIRST_VIRTUAL && from >= FIRST_VIRTUAL;
      if (to === from || !isOurs || graph.neighbours[to].has(from)) continue;
      if (boldness === 'careful' && !staysEasy(graph, to, from)) continue;
      names.set(from, to);
      for (const neighbour of graph.neighbours[from]) graph.connect(to, neighbour);
      // The merged register must not count as a neighbour any more.
      for (const neighbour of graph.neighbours[from]) graph.neighbours[neighbour].delete(from);
      merged = true;
    }
    if (!merged) return;
    for (const block of machine.blocks) {
      block.instructions = block.instructions
        .map((each) => renamed(each, final))
        .filter((each) => !isCopy(each) || each.operands[0] !== each.operands[1]);
    }
  }
}

/** The rule of Briggs: the merged register has fewer neighbours of high degree than there are machine registers. */
function staysEasy({ neighbours }: Interference, one: number, other: number): boolean {
  const both = new Set([...neighbours[one], ...neighbours[other]]);
  const hard = [...both].filter((each) => each < FIRST_VIRTUAL || neighbours[each].size >= ALLOCATABLE.length);
  return hard.length < ALLOCATABLE.length;
}
