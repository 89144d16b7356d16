import { LatestUsed } from '../core/latest-used';
import type { AddressSpace } from './address-space';
import { CodeWords } from './code-words';
import type { Instruction } from './decode';
import { IllegalInstruction, InstructionFetchProhibited, UnmodelledInstruction } from './errors';
import { readRegion, type Stop } from './region';
import { translate } from './translate';

/** Runs from a block on. Gives the address to go on at, or -1 - k for `actions[k]`. */
type Run = (block: number) => number;

/** A translated region of code, for any core. */
type Translated = {
  /** Makes the function of a core, from what it uses. */
  readonly make: (...values: unknown[]) => Run;
  /** Instructions that are left to the caller of `run`. */
  readonly actions: readonly Instruction[];
  readonly stops: readonly Stop[];
  /** The addresses of its blocks. */
  readonly starts: readonly number[];
  /** What was translated. */
  readonly words: CodeWords;
};

/** A translated region of code, for one core. */
type Unit = Pick<Translated, 'actions' | 'words'> & {
  readonly run: Run;
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

/** Translations for all cores, by the address they begin at: boards with the same firmware run the same code. */
const translations = new LatestUsed<string, Translated[]>(500);
/** How many of them are kept for different code at one address. */
const KEPT_AT_ADDRESS = 4;

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
    if (!unit.words.areIn(this.ports.space)) {
      this.forget(unit);
      return this.learn(pc);
    }
    unit.checkedIn = this.generation;
    return known;
  }

  private learn(pc: number): Entry {
    const { make, actions, words, stops, starts } = this.translated(pc);
    const run = make(...Object.values(this.ports.names), (index: number) => fail(stops[index]!), starts);
    const unit: Unit = { run, actions, words, checkedIn: this.generation };
    starts.forEach((start, block) => {
      if (!this.entries.has(start)) this.entries.set(start, { unit, block });
    });
    return this.entries.get(pc)!;
  }

  /** The translation of what lies at an address now. */
  private translated(pc: number): Translated {
    const { space, names, pendingLoop } = this.ports;
    const end = pendingLoop();
    const kept = translations.get(`${pc} ${end}`, () => []);
    const known = kept.find(({ words }) => words.areIn(space));
    if (known !== undefined) return known;
    const region = readRegion(space, pc, end);
    const { text, actions, stops } = translate(region, space);
    // The text consists of numbers and of the texts in emit.ts. Names that are arguments are fast in any global scope.
    // eslint-disable-next-line @typescript-eslint/no-implied-eval -- machine code is run as JavaScript that is made of it
    const make = new Function(
      ...Object.keys(names),
      'stop',
      'entries',
      `'use strict';\nreturn function (p) {\n${text}\n};`,
    ) as Translated['make'];
    const starts = region.blocks.map((block) => block.pc);
    const translated = { make, actions, stops, starts, words: new CodeWords(region.words) };
    if (kept.unshift(translated) > KEPT_AT_ADDRESS) kept.pop();
    return translated;
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
