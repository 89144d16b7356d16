import { liveAtStarts } from './liveness';
import { isBranch } from '../machine/branches';
import { type Instruction, type MachineFunction, isConstant, readsOf } from '../machine/machine-function';

/**
 * Turns `x = c ? 5 : f(y)` into `x = 5; if (!c) x = f(y)`. A block that only loads a constant and jumps is emptied by
 * loading the constant in front of the branch to it.
 */
export function loadConstantsEarly(machine: MachineFunction): void {
  const { blocks } = machine;
  const predecessors = blocks.map((_, index) =>
    blocks.flatMap(({ successors }, from) => (successors.includes(index) ? [from] : [])),
  );
  blocks.forEach((block, index) => {
    const [constant, jump, ...more] = block.instructions;
    const [from, ...others] = predecessors[index];
    if (!constant || !jump || more.length > 0 || !isConstant(constant) || jump.mnemonic !== 'j') return;
    // If the successor follows anyway, there is no jump to save.
    if (from === undefined || others.length > 0 || jump.operands[0] === index + 1) return;
    const before = blocks[from];
    const branch = before.instructions.length - 2;
    if (branch < 0 || !isBranch(before.instructions[branch].mnemonic)) return;
    const [register] = constant.operands;
    const other = before.successors.find((successor) => successor !== index);
    const isFree = !readsOf(before.instructions[branch]).includes(register);
    if (other === undefined || !isFree || liveAtStarts(machine)[other].has(register)) return;
    const moved: Instruction = { ...constant, at: before.instructions[branch].at };
    before.instructions.splice(branch, 0, moved);
    block.instructions = [jump];
  });
}
