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

/** Where a spilled value is kept: in a stack slot, or nowhere if it is a constant that can be made again. */
type Home = { readonly slot: number } | { readonly constant: Instruction };

/** The spilled registers of a function. A spilled register is split into parts, which may be spilled once more. */
export class Spills {
  private readonly machine: MachineFunction;
  private readonly homes = new Map<number, Home>();
  private readonly shortest = new Set<number>();

  constructor(machine: MachineFunction) {
    this.machine = machine;
  }

  /** Whether the register is used by one instruction only, so that spilling it would not help. */
  isShortest(register: number): boolean {
    return this.shortest.has(register);
  }

  /** Splits the register into one part for each block, or for each instruction if it is such a part already. */
  spill(register: number): void {
    const { machine } = this;
    const isPart = this.homes.has(register);
    const constant = constants(machine).get(register);
    const home = this.homes.get(register) ?? (constant ? { constant } : { slot: 4 * machine.slots++ });
    for (const block of machine.blocks) {
      let shared: number | undefined;
      block.instructions = block.instructions.flatMap((each) => {
        const [isRead, isWritten] = [readsOf(each).includes(register), writesOf(each).includes(register)];
        // A part must not live across a call, which only a few registers survive.
        if (each.mnemonic === 'call8') shared = undefined;
        if (!isRead && !isWritten) return [each];
        if (moves(each, register, home)) return [];
        const part = shared ?? this.part(home, isPart);
        const before = isRead && shared === undefined ? [fetch(part, home, each)] : [];
        if (!isPart) shared = part;
        const after =
          isWritten && 'slot' in home ? [instruction('s32i', [part, STACK_POINTER, home.slot], each.at)] : [];
        return [...before, renamed(each, (name) => (name === register ? part : name)), ...after];
      });
    }
  }

  private part(home: Home, isShortest: boolean): number {
    const register = this.machine.registers++;
    if (isShortest) this.shortest.add(register);
    else this.homes.set(register, home);
    return register;
  }
}

/** The registers that hold a constant and are written once, so that the constant can be made again. */
export function constants(machine: MachineFunction): ReadonlyMap<number, Instruction> {
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

/** Whether the instruction only moves the value between the register and its home. */
function moves({ mnemonic, operands }: Instruction, register: number, home: Home): boolean {
  if ('constant' in home) return mnemonic === home.constant.mnemonic && operands[0] === register;
  const isStack = (mnemonic === 'l32i' || mnemonic === 's32i') && operands[1] === STACK_POINTER;
  return isStack && operands[0] === register && operands[2] === home.slot;
}

function fetch(part: number, home: Home, { at }: Instruction): Instruction {
  if ('constant' in home) return { ...home.constant, operands: [part, home.constant.operands[1]], at };
  return instruction('l32i', [part, STACK_POINTER, home.slot], at);
}
