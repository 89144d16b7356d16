import type { AddressSpace, Block } from './address-space';
import { clamps, funnel, mulsh, muluh } from './arithmetic';
import { Caller } from './caller';
import { DataPort } from './data-port';
import type { Instruction } from './decode';
import {
  IllegalInstruction,
  InstructionFetchProhibited,
  IntegerDivideByZero,
  RunawayCode,
  UnmodelledInstruction,
} from './errors';
import { readRegion, type Stop } from './region';
import { SpecialRegisters } from './special-registers';
import { translate } from './translate';
import { Windows } from './windows';

/** What a core is made of. */
export type Lx6Options = {
  readonly space: AddressSpace;
  /** The stack of the task that calls. */
  readonly stack: Block;
  /** A call that takes more instructions is taken for one that never ends. */
  readonly instructionLimit?: number;
};

/** What a call of machine code came to. */
export type Lx6Result = {
  /** a2 of the called function, signed. */
  readonly result: number;
  /** Instructions retired. */
  readonly instructions: number;
};

/** A core that runs functions of the windowed ABI. */
export interface Lx6 {
  /** Calls the function at `address` with up to six values, as `callx8` does. @throws Lx6Fault */
  call(address: number, values: readonly number[]): Lx6Result;
  /** Instructions retired in all calls so far. */
  readonly retired: number;
}

/** A sixth of a second of the ESP32's time, and a hundred times what a kernel for 20 ms of sound may take. */
const INSTRUCTION_LIMIT = 30_000_000;

type Unit = {
  readonly run: (block: number) => number;
  readonly actions: readonly Instruction[];
  readonly words: ReadonlyMap<number, number>;
  /** The generation in which its words were last found unchanged. */
  checkedIn: number;
};
type Entry = { readonly unit: Unit; readonly block: number };

/**
 * Makes an LX6. Code is translated to JavaScript a function at a time when it is first reached, and again after its words
 * have changed: that is looked at in every call, and at `isync`.
 */
export function createLx6({ space, stack, instructionLimit = INSTRUCTION_LIMIT }: Lx6Options): Lx6 {
  const port = new DataPort(space, stack);
  const windows = new Windows(port);
  const special = new SpecialRegisters(windows);
  const caller = new Caller(windows, port, stack.address + stack.buffer.byteLength);
  const budget = { left: 0 };
  const entries = new Map<number, Entry>();
  let generation = 0;
  let total = 0;

  const runaway = (pc: number): never => {
    throw new RunawayCode(pc, instructionLimit);
  };
  const divideByZero = (pc: number): never => {
    throw new IntegerDivideByZero(pc);
  };
  const stop = ({ why, pc, what }: Stop): never => {
    if (why === 'fetch') throw new InstructionFetchProhibited(pc);
    if (why === 'illegal') throw new IllegalInstruction(pc, what);
    throw new UnmodelledInstruction(pc, what);
  };

  const outside = {
    ...{ windows, registers: windows.registers, special, budget, near: port.near, far: port },
    ...{ imul: Math.imul, clz32: Math.clz32, muluh, mulsh, funnel, clamps, runaway, divideByZero },
  };

  /** Forgets code that is no longer what was translated. */
  const forget = (unit: Unit): void => {
    for (const [pc, entry] of entries) if (entry.unit === unit) entries.delete(pc);
  };

  const learn = (pc: number): Entry => {
    const region = readRegion(space, pc, special.lcount === 0 ? undefined : special.lend);
    const { text, actions, stops } = translate(region, space);
    const starts = region.blocks.map((block) => block.pc);
    // The text is made of numbers and of emit.ts alone. Handing the names in keeps them fast in any global scope.
    const names = [...Object.keys(outside), 'stop', 'entries'];
    const make = new Function(...names, `'use strict';\nreturn function (p) {\n${text}\n};`) as (
      ...values: unknown[]
    ) => Unit['run'];
    const run = make(...Object.values(outside), (index: number) => stop(stops[index]), starts);
    const unit: Unit = { run, actions, words: region.words, checkedIn: generation };
    starts.forEach((start, block) => {
      if (!entries.has(start)) entries.set(start, { unit, block });
    });
    return entries.get(pc) as Entry;
  };

  const isUnchanged = ({ words }: Unit): boolean => {
    for (const [address, word] of words) if (space.fetch(address) !== word) return false;
    return true;
  };

  const entryAt = (pc: number): Entry => {
    const known = entries.get(pc);
    if (known === undefined) return learn(pc);
    if (known.unit.checkedIn !== generation) {
      if (!isUnchanged(known.unit)) {
        forget(known.unit);
        return entryAt(pc);
      }
      known.unit.checkedIn = generation;
    }
    return known;
  };

  /** Does what needs the registers in their places, and gives the address to go on at. */
  const act = ({ name, pc, next, s, t, imm }: Instruction): number => {
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
        generation++;
        return next;
    }
    const before = windows.get(t);
    special.retired = total + instructionLimit - budget.left;
    if (name !== 'wsr') windows.set(t, special.read(imm, pc));
    if (name !== 'rsr') special.write(imm, before, pc);
    return next;
  };

  const run = (address: number): void => {
    for (let pc = address; !caller.isReturn(pc);) {
      if (budget.left < 0) runaway(pc);
      const { unit, block } = entryAt(pc);
      const next = unit.run(block);
      pc = next >= 0 ? next : act(unit.actions[-1 - next]);
    }
  };

  return {
    get retired() {
      return total;
    },
    call(address, values) {
      generation++;
      budget.left = instructionLimit;
      port.forget();
      special.lcount = 0;
      caller.call(values, address);
      try {
        run(address >>> 0);
      } finally {
        total += instructionLimit - budget.left;
      }
      return { result: caller.result(address), instructions: instructionLimit - budget.left };
    },
  };
}
