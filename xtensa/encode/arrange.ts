import { inverted, isBranch } from '../machine/branches';
import type { Instruction, MachineFunction } from '../machine/machine-function';

/** A block in its place. Targets of branches and jumps are labels. */
export type PlacedBlock = { readonly label: number; readonly instructions: readonly Instruction[] };

const targetOf = ({ operands }: Instruction): number => operands[operands.length - 1];
const isJump = ({ mnemonic }: Instruction): boolean => mnemonic === 'j';
const withTarget = (each: Instruction, target: number): Instruction => ({
  ...each,
  operands: [...each.operands.slice(0, -1), target],
});

/** Puts the blocks in order, without unreachable ones and without jumps to the next block. */
export function arrange(machine: MachineFunction): PlacedBlock[] {
  const blocks = machine.blocks.map(({ instructions }) => instructions);
  const final = (label: number): number => {
    let found = label;
    // At most as many steps as there are blocks, because an empty endless loop jumps to itself.
    for (let step = 0; step < blocks.length && blocks[found].length === 1 && isJump(blocks[found][0]); step++)
      found = targetOf(blocks[found][0]);
    return found;
  };
  const led = blocks.map((instructions) =>
    instructions.map((each) =>
      isJump(each) || isBranch(each.mnemonic) ? withTarget(each, final(targetOf(each))) : each,
    ),
  );
  const reached = new Set<number>();
  const pending = [0];
  for (let label = pending.pop(); label !== undefined; label = pending.pop()) {
    if (reached.has(label)) continue;
    reached.add(label);
    for (const each of led[label]) if (isJump(each) || isBranch(each.mnemonic)) pending.push(targetOf(each));
  }
  const order = led.map((_, label) => label).filter((label) => reached.has(label));
  return order.map((label, index) => ({ label, instructions: withoutDetours(led[label], order[index + 1], led) }));
}

function withoutDetours(
  instructions: readonly Instruction[],
  next: number | undefined,
  blocks: readonly (readonly Instruction[])[],
): readonly Instruction[] {
  const last = instructions[instructions.length - 1];
  if (!isJump(last)) return instructions;
  const before = instructions[instructions.length - 2];
  const rest = instructions.slice(0, -1);
  if (before && isBranch(before.mnemonic)) {
    const head = instructions.slice(0, -2);
    if (targetOf(before) === targetOf(last)) return withoutDetours([...head, last], next, blocks);
    if (targetOf(before) === next)
      return [...head, withTarget({ ...before, mnemonic: inverted(before.mnemonic) }, targetOf(last))];
  }
  if (targetOf(last) === next) return rest;
  // Returning here is shorter than jumping to a return.
  const there = blocks[targetOf(last)];
  return there.length === 1 && there[0].mnemonic === 'retw.n' ? [...rest, there[0]] : instructions;
}
