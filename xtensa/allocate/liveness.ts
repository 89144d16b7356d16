import { type MachineBlock, type MachineFunction, readsOf, writesOf } from '../machine/machine-function';

/** The registers that are live at the start of each block. */
export function liveAtStarts({ blocks }: MachineFunction): Set<number>[] {
  const summaries = blocks.map(summaryOf);
  const atStart = summaries.map(({ reads }) => new Set(reads));
  for (let changed = true; changed;) {
    changed = false;
    for (let index = blocks.length - 1; index >= 0; index--) {
      const live = atStart[index];
      const before = live.size;
      for (const successor of blocks[index].successors)
        for (const register of atStart[successor]) if (!summaries[index].writes.has(register)) live.add(register);
      changed ||= live.size !== before;
    }
  }
  return atStart;
}

/** The registers that are live at the end of each block. */
export function liveAtEnds(machine: MachineFunction): Set<number>[] {
  const atStart = liveAtStarts(machine);
  return machine.blocks.map(({ successors }) => new Set(successors.flatMap((successor) => [...atStart[successor]])));
}

/** The registers that a block reads before it writes them, and those that it writes. */
function summaryOf({ instructions }: MachineBlock): { readonly reads: Set<number>; readonly writes: Set<number> } {
  const reads = new Set<number>();
  const writes = new Set<number>();
  for (const each of instructions) {
    for (const register of readsOf(each)) if (!writes.has(register)) reads.add(register);
    for (const register of writesOf(each)) writes.add(register);
  }
  return { reads, writes };
}
