import { type MachineBlock, type MachineFunction, readsOf, writesOf } from '../machine/machine-function';

/** Which registers still hold something needed at the start of each block. */
export function liveAtStarts({ blocks }: MachineFunction): Set<number>[] {
  const atStart = blocks.map(() => new Set<number>());
  for (let changed = true; changed;) {
    changed = false;
    for (let index = blocks.length - 1; index >= 0; index--) {
      const live = atEndOf(blocks[index], atStart);
      const { instructions } = blocks[index];
      for (let i = instructions.length - 1; i >= 0; i--) {
        for (const register of writesOf(instructions[i])) live.delete(register);
        for (const register of readsOf(instructions[i])) live.add(register);
      }
      if (live.size === atStart[index].size) continue;
      atStart[index] = live;
      changed = true;
    }
  }
  return atStart;
}

/** Which registers still hold something needed at the end of each block. */
export function liveAtEnds(machine: MachineFunction): Set<number>[] {
  const atStart = liveAtStarts(machine);
  return machine.blocks.map((block) => atEndOf(block, atStart));
}

function atEndOf({ successors }: MachineBlock, atStart: readonly Set<number>[]): Set<number> {
  return new Set(successors.flatMap((successor) => [...atStart[successor]]));
}
