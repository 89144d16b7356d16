import {
  type Instruction,
  type MachineFunction,
  STACK_POINTER,
  instruction,
  isConstant,
  readsOf,
  renamed,
  writesOf,
} from '../machine/machine-function';

/** Constants that are written once can be made again wherever they are read. */
export function remakable(machine: MachineFunction): ReadonlyMap<number, Instruction> {
  const made = new Map<number, Instruction>();
  const writes = new Map<number, number>();
  for (const { instructions } of machine.blocks) {
    for (const each of instructions) {
      for (const register of writesOf(each)) writes.set(register, (writes.get(register) ?? 0) + 1);
      if (isConstant(each)) made.set(each.operands[0], each);
    }
  }
  for (const [register, count] of writes) if (count > 1) made.delete(register);
  return made;
}

/**
 * Keeps a register's value on the stack, or makes it again when it is a constant: each instruction that needs it gets a
 * register of its own for a moment. Answers with those, which must not be chosen for this again.
 */
export function spill(machine: MachineFunction, register: number): number[] {
  const constant = remakable(machine).get(register);
  const slot = constant ? 0 : 4 * machine.slots++;
  const temporaries: number[] = [];
  for (const block of machine.blocks) {
    block.instructions = block.instructions.flatMap((each) => {
      const [isRead, isWritten] = [readsOf(each).includes(register), writesOf(each).includes(register)];
      if (!isRead && !isWritten) return [each];
      if (constant && isWritten) return [];
      const temporary = machine.registers++;
      temporaries.push(temporary);
      const { at } = each;
      const load = constant
        ? { ...constant, operands: [temporary, constant.operands[1]], at }
        : instruction('l32i', [temporary, STACK_POINTER, slot], at);
      const store = instruction('s32i', [temporary, STACK_POINTER, slot], at);
      const changed = renamed(each, (name) => (name === register ? temporary : name));
      return [...(isRead ? [load] : []), changed, ...(isWritten ? [store] : [])];
    });
  }
  return temporaries;
}
