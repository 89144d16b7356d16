import { allocate } from '../../../xtensa/allocate/allocate';
import {
  FIRST_VIRTUAL,
  type Instruction,
  LOST_IN_CALLS,
  type MachineFunction,
  instruction,
  isCopy,
  readsOf,
  writesOf,
} from '../../../xtensa/machine/machine-function';

const AT = { file: 'x.ts', line: 1, column: 1 };

function machineOf(instructions: readonly Instruction[], registers: number): MachineFunction {
  return {
    name: 'f',
    at: AT,
    blocks: [{ instructions: [...instructions], successors: [], depth: 0 }],
    registers,
    slots: 0,
  };
}

/** Loads `count` values from memory, then stores all of them, so that all are live at once. */
function loads(count: number, between: readonly Instruction[] = []): MachineFunction {
  const values = Array.from({ length: count }, (_, index) => FIRST_VIRTUAL + 1 + index);
  const base = instruction('mov.n', [FIRST_VIRTUAL, 2], AT);
  const reads = values.map((value, index) => instruction('l32i', [value, FIRST_VIRTUAL, 4 * index], AT));
  const writes = values.map((value, index) => instruction('s32i', [value, FIRST_VIRTUAL, 4 * index], AT));
  return machineOf([base, ...reads, ...between, ...writes, instruction('retw.n', [], AT)], FIRST_VIRTUAL + 1 + count);
}

/** Follows each value through registers and stack. What is stored at an offset must be what was loaded from it. */
function check(machine: MachineFunction): void {
  const registers = new Map<number, string>([[2, 'base']]);
  const stack = new Map<number, string>();
  for (const { mnemonic, operands, alsoWrites } of machine.blocks[0]!.instructions) {
    const [value, address, offset] = operands;
    for (const lost of alsoWrites) registers.delete(lost);
    if (mnemonic === 'mov.n') registers.set(value!, registers.get(address!) ?? 'nothing');
    if (mnemonic === 'movi') registers.set(value!, `constant ${address}`);
    if (mnemonic === 'l32i')
      registers.set(value!, (address === 1 ? stack.get(offset!) : `${registers.get(address!)}+${offset}`) ?? 'nothing');
    if (mnemonic === 's32i' && address === 1) stack.set(offset!, registers.get(value!) ?? 'nothing');
    if (mnemonic === 's32i' && address !== 1)
      expect(`${registers.get(value!)} at ${registers.get(address!)}`).toBe(`base+${offset} at base`);
  }
}

const all = (machine: MachineFunction): number[] =>
  machine.blocks.flatMap(({ instructions }) => instructions.flatMap((each) => [...readsOf(each), ...writesOf(each)]));

test('thirteen values and an address fit into a2 to a15 without the stack', () => {
  const machine = allocate(loads(13));
  expect(machine.slots).toBe(0);
  expect(machine.blocks[0]!.instructions.filter(isCopy)).toEqual([]);
  check(machine);
});

test.each([14, 20, 60])('%i values and an address do not fit, and some are spilled', (count) => {
  const machine = allocate(loads(count));
  expect(machine.slots).toBeGreaterThan(0);
  expect(all(machine).every((register) => register >= 1 && register <= 15)).toBe(true);
  check(machine);
});

test('what is needed after a call is not in a register that the callee may overwrite', () => {
  const call = { ...instruction('call8', [0], AT), alsoWrites: LOST_IN_CALLS };
  const few = allocate(loads(5, [call]));
  expect(few.slots).toBe(0);
  check(few);
  const many = allocate(loads(9, [call]));
  expect(many.slots).toBeGreaterThan(0);
  check(many);
});

test('a constant that finds no register is made again instead of being spilled', () => {
  const values = Array.from({ length: 20 }, (_, index) => FIRST_VIRTUAL + index);
  const make = values.map((value, index) => instruction('movi', [value, index], AT));
  const sum = FIRST_VIRTUAL + 20;
  const first = instruction('mov.n', [sum, 2], AT);
  const use = values.map((value) => instruction('add', [sum, sum, value], AT));
  const last = [instruction('mov.n', [2, sum], AT), { ...instruction('retw.n', [], AT), alsoReads: [2] }];
  const machine = allocate(machineOf([...make, first, ...use, ...last], sum + 1));
  expect(machine.slots).toBe(0);
  const made = machine.blocks[0]!.instructions.filter(({ mnemonic }) => mnemonic === 'movi');
  expect(made.map(({ operands }) => operands[1]).sort((a, b) => a! - b!)).toEqual(values.map((_, index) => index));
});
