import type { AddressSpace } from './address-space';
import type { Instruction } from './decode';
import { IllegalInstruction, InstructionFetchProhibited, UnmodelledInstruction } from './errors';
import { readRegion, type Stop } from './region';
import { translate } from './translate';

/** A translated region of code. */
type Unit = {
  /** Runs from a block on. Gives the address to go on at, or -1 - k for `actions[k]`. */
  readonly run: (block: number) => number;
  /** Instructions that are left to the caller of `run`. */
  readonly actions: readonly Instruction[];
  /** The words that were translated, by address. */
  readonly words: ReadonlyMap<number, number>;
  /** The generation in which the words were last found unchanged. */
  checkedIn: number;
};

/** The place in a unit at which an address is entered. */
type Entry = { readonly unit: Unit; readonly block: number };

/** What a cache of translated code needs. */
type CodeCachePorts = {
  readonly space: AddressSpace;
  /** The values that translated code uses, by the names it uses for them. */
  readonly names: Readonly<Record<string, unknown>>;
  /** The end of a zero-overhead loop that is running, or undefined. */
  readonly pendingLoop: () => number | undefined;
};

/**
 * Machine code as JavaScript. A region is translated when it is first reached, and again when its words have changed.
 * The cache checks the words of a unit once in each generation.
 */
export class CodeCache {
  private readonly ports: CodeCachePorts;
  private readonly entries = new Map<number, Entry>();
  private generation = 0;

  constructor(ports: CodeCachePorts) {
    this.ports = ports;
  }

  /** Begins a generation: every unit is checked again before it runs. */
  beginGeneration(): void {
    this.generation++;
  }

  /** The translated code for an address. */
  entryAt(pc: number): Entry {
    const known = this.entries.get(pc);
    if (known === undefined) return this.learn(pc);
    const { unit } = known;
    if (unit.checkedIn === this.generation) return known;
    if (!this.isUnchanged(unit)) {
      this.forget(unit);
      return this.learn(pc);
    }
    unit.checkedIn = this.generation;
    return known;
  }

  private learn(pc: number): Entry {
    const { space, names, pendingLoop } = this.ports;
    const region = readRegion(space, pc, pendingLoop());
    const { text, actions, stops } = translate(region, space);
    const starts = region.blocks.map((block) => block.pc);
    // The text consists of numbers and of the texts in emit.ts. Names that are arguments are fast in any global scope.
    // eslint-disable-next-line @typescript-eslint/no-implied-eval -- machine code is run as JavaScript that is made of it
    const make = new Function(
      ...Object.keys(names),
      'stop',
      'entries',
      `'use strict';\nreturn function (p) {\n${text}\n};`,
    ) as (...values: unknown[]) => Unit['run'];
    const run = make(...Object.values(names), (index: number) => fail(stops[index]!), starts);
    const unit: Unit = { run, actions, words: region.words, checkedIn: this.generation };
    starts.forEach((start, block) => {
      if (!this.entries.has(start)) this.entries.set(start, { unit, block });
    });
    return this.entries.get(pc)!;
  }

  private isUnchanged({ words }: Unit): boolean {
    const { space } = this.ports;
    for (const [address, word] of words) if (space.fetch(address) !== word) return false;
    return true;
  }

  private forget(unit: Unit): void {
    for (const [pc, entry] of this.entries) if (entry.unit === unit) this.entries.delete(pc);
  }
}

/** Throws the fault for an address without a modelled instruction. */
function fail({ why, pc, what }: Stop): never {
  if (why === 'fetch') throw new InstructionFetchProhibited(pc);
  if (why === 'illegal') throw new IllegalInstruction(pc, what);
  throw new UnmodelledInstruction(pc, what);
}
