import { FIRST_VIRTUAL, type MachineFunction, isCopy, readsOf, renamed, writesOf } from '../machine/machine-function';
import { type Boldness, coalesce } from './coalesce';
import { colour } from './colour';
import { Interference, weightAt } from './interference';
import { Spills, constants } from './spill';

/** Far more rounds than any function needs, because each round spills at least one value. */
const MAX_ROUNDS = 200;
/** The cost of spilling a constant: making it again is cheaper than reading it back, and needs no stack slot. */
const CONSTANT_COST = 0.4;

/** Allocates machine registers. Of two results it takes the one that executes fewer instructions. */
export function allocate(machine: MachineFunction): MachineFunction {
  const [bold, careful] = (['bold', 'careful'] as const).map((boldness) => attempt(machine, boldness));
  return costOf(bold) <= costOf(careful) ? bold : careful;
}

function costOf({ blocks }: MachineFunction): number {
  return blocks.reduce((sum, { instructions, depth }) => sum + instructions.length * weightAt(depth), 0);
}

function attempt(original: MachineFunction, boldness: Boldness): MachineFunction {
  const machine = { ...original, blocks: original.blocks.map((block) => ({ ...block })) };
  const spills = new Spills(machine);
  coalesce(machine, boldness);
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const graph = new Interference(machine);
    const made = constants(machine);
    const cost = (register: number): number => {
      if (spills.isShortest(register)) return Infinity;
      return graph.costs[register] * (made.has(register) ? CONSTANT_COST : 1);
    };
    const { colours, spilled } = colour(graph, used(machine), cost);
    if (spilled.length === 0) {
      rename(machine, colours);
      return machine;
    }
    // Not all of them, because others may find a register once the cheapest are spilled.
    const victims = [...spilled].sort((one, other) => cost(one) - cost(other)).slice(0, Math.ceil(spilled.length / 4));
    if (victims.some((register) => spills.isShortest(register)))
      throw new Error(`${machine.name}: one instruction needs more registers than there are`);
    for (const register of victims) spills.spill(register);
  }
  throw new Error(`${machine.name}: registers are not allocated after ${MAX_ROUNDS} rounds`);
}

function used({ blocks }: MachineFunction): Set<number> {
  const all = blocks.flatMap(({ instructions }) =>
    instructions.flatMap((each) => [...readsOf(each), ...writesOf(each)]),
  );
  return new Set(all.filter((register) => register >= FIRST_VIRTUAL));
}

function rename(machine: MachineFunction, colours: ReadonlyMap<number, number>): void {
  for (const block of machine.blocks) {
    block.instructions = block.instructions
      .map((each) => renamed(each, (register) => colours.get(register) ?? register))
      .filter((each) => !isCopy(each) || each.operands[0] !== each.operands[1]);
  }
}
