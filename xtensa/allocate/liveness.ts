import { type MachineFunction, readsOf, writesOf } from '../machine/machine-function';

/** Which registers still hold something needed at the end of each block. */
export function liveAtEnds({ blocks }: MachineFunction): Set<number>[] {
  const atStart = blocks.map(() => new Set<number>());
  const atEnd = blocks.map(() => new Set<number>());
  for (let changed = true; changed;) {
    changed = false;
    for (let index = blocks.length - 1; index >= 0; index--) {
      const { instructions, successors } = blocks[index];
      const live = atEnd[index];
      for (const successor of successors) for (const register of atStart[successor]) live.add(register);
      const before = new Set(live);
      for (let i = instructions.length - 1; i >= 0; i--) {
        for (const register of writesOf(instructions[i])) before.delete(register);
        for (const register of readsOf(instructions[i])) before.add(register);
      }
      if (before.size === atStart[index].size) continue;
      atStart[index] = before;
      changed = true;
    }
  }
  return atEnd;
}
