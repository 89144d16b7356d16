import type { AddressSpace, Block } from './address-space';
import { clamps, funnel, mulsh, muluh } from './arithmetic';
import { Caller } from './caller';
import { CodeCache } from './code-cache';
import { DataPort } from './data-port';
import type { Instruction } from './decode';
import { IntegerDivideByZero, RunawayCode } from './errors';
import { SpecialRegisters } from './special-registers';
import { Windows } from './windows';

/** What a core needs. */
type Lx6Options = {
  readonly space: AddressSpace;
  /** The stack of the task that calls machine code. */
  readonly stack: Block;
  /** The most instructions that a call may take. Default: 30 million. */
  readonly instructionLimit?: number;
};

/** The outcome of a call of machine code. */
export type Lx6Result = {
  /** a2 of the called function, signed. */
  readonly result: number;
  /** Instructions retired. */
  readonly instructions: number;
};

/** A core of the ESP32 that runs functions of the windowed ABI. */
export interface Lx6 {
  /** Calls the function at `address` with up to six values, as `callx8` does. @throws Lx6Fault */
  call(address: number, values: readonly number[]): Lx6Result;
  /** Instructions retired in all calls so far. */
  readonly retired: number;
}

/** A sixth of a second of the ESP32's time: a hundred times what a kernel for 20 ms of sound may take. */
const INSTRUCTION_LIMIT = 30_000_000;

/**
 * Makes an LX6. It translates code to JavaScript, a function at a time. It looks for changed code at every call and at
 * every `isync`.
 */
export function createLx6(options: Lx6Options): Lx6 {
  return new Core(options);
}

class Core implements Lx6 {
  retired = 0;
  private readonly instructionLimit: number;
  private readonly port: DataPort;
  private readonly windows: Windows;
  private readonly special: SpecialRegisters;
  private readonly caller: Caller;
  private readonly code: CodeCache;
  /** Instructions that the present call may still take. Translated code counts them. */
  private readonly budget = { left: 0 };

  constructor({ space, stack, instructionLimit = INSTRUCTION_LIMIT }: Lx6Options) {
    this.instructionLimit = instructionLimit;
    const port = new DataPort(space, stack);
    const windows = new Windows(port);
    const special = new SpecialRegisters(windows);
    this.port = port;
    this.windows = windows;
    this.special = special;
    this.caller = new Caller(windows, stack);
    this.code = new CodeCache({
      space,
      names: {
        ...{ windows, registers: windows.registers, special, budget: this.budget },
        ...{ source: port.source, target: port.target, stack: port.stack, far: port },
        ...{ imul: Math.imul, clz32: Math.clz32, muluh, mulsh, funnel, clamps },
        runaway: (pc: number): never => this.runaway(pc),
        divideByZero: (pc: number): never => {
          throw new IntegerDivideByZero(pc);
        },
      },
      pendingLoop: () => (special.lcount === 0 ? undefined : special.lend),
    });
  }

  call(address: number, values: readonly number[]): Lx6Result {
    const { budget, instructionLimit } = this;
    this.code.beginGeneration();
    budget.left = instructionLimit;
    this.port.forget();
    this.special.lcount = 0;
    this.caller.call(values);
    try {
      this.run(address >>> 0);
    } finally {
      this.retired += instructionLimit - budget.left;
    }
    return { result: this.caller.result(address), instructions: instructionLimit - budget.left };
  }

  private run(address: number): void {
    const { budget, caller, code } = this;
    for (let pc = address; !caller.isReturn(pc);) {
      if (budget.left < 0) this.runaway(pc);
      const { unit, block } = code.entryAt(pc);
      const next = unit.run(block);
      pc = next >= 0 ? next : this.act(unit.actions[-1 - next]!);
    }
  }

  /** Runs an instruction that needs the registers in the register file. Gives the address to go on at. */
  private act({ name, pc, next, s, t, imm }: Instruction): number {
    const { windows, special } = this;
    switch (name) {
      case 'entry':
        windows.entry(s, imm, pc);
        return next;
      case 'retw':
      case 'retw.n':
        return windows.returnFromWindow(pc);
      case 'rotw':
        windows.base = (windows.base + imm) & 15;
        return next;
      case 'movsp':
        windows.moveStackPointer(t, s, pc);
        return next;
      case 'isync':
        this.code.beginGeneration();
        return next;
    }
    const before = windows.get(t);
    special.retired = this.retired + this.instructionLimit - this.budget.left;
    if (name !== 'wsr') windows.set(t, special.read(imm, pc));
    if (name !== 'rsr') special.write(imm, before, pc);
    return next;
  }

  private runaway(pc: number): never {
    throw new RunawayCode(pc, this.instructionLimit);
  }
}
