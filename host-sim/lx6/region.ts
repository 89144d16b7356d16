import type { AddressSpace } from './address-space';
import { decode, lengthOf, type Instruction } from './decode';
import { CONDITIONS } from './emit';

/** An address without a modelled instruction, and the reason. */
export type Stop = {
  readonly name: 'stop';
  readonly pc: number;
  readonly why: 'fetch' | 'illegal' | 'unmodelled';
  readonly what: string;
};

/** Instructions that run one after the other. Control enters only at the first one. */
export type Block = { readonly pc: number; readonly instructions: readonly (Instruction | Stop)[] };

/** Code that is reached from one address without a call, return or computed jump. It is about one function. */
export type Region = {
  /** Ordered by address. */
  readonly blocks: readonly Block[];
  /** The begins of zero-overhead loops by their ends: undefined for a begin that is not certain. */
  readonly loops: ReadonlyMap<number, number | undefined>;
  /** The words of the code as they were read, by address; undefined where nothing can be executed. */
  readonly words: Map<number, number | undefined>;
};

/** The most instructions of a region. Longer code continues in another region. */
const LONGEST = 4000;

const ENDS = new Set(['j', 'jx', 'ret', 'ret.n', 'retw', 'retw.n', 'stop']);
const CALLS = /^callx?\d+$/;
/** Instructions that need the registers in the register file: the region is left for them and entered again. */
export const ACTIONS = new Set(['entry', 'retw', 'retw.n', 'rotw', 'movsp', 'isync', 'rsr', 'wsr', 'xsr']);

/** Whether control may go elsewhere after an instruction, or enter behind it. */
function endsBlock({ name }: Instruction | Stop): boolean {
  return ENDS.has(name) || ACTIONS.has(name) || name in CONDITIONS || CALLS.test(name) || name.startsWith('loop');
}

/** Reads code from `start` on along all branches. `pendingLoop` is the end of a loop whose begin is elsewhere. */
export function readRegion(space: AddressSpace, start: number, pendingLoop?: number): Region {
  const found = new Map<number, Instruction | Stop>();
  const words = new Map<number, number | undefined>();
  const leaders = new Set([start]);
  const loops = new Map<number, number | undefined>();
  if (pendingLoop !== undefined) {
    loops.set(pendingLoop, undefined);
    leaders.add(pendingLoop);
  }
  const waiting = [start];
  for (let pc = waiting.pop(); pc !== undefined; pc = waiting.pop()) {
    for (let at: number = pc; !found.has(at) && found.size < LONGEST;) {
      const instruction = readInstruction(space, at, words);
      found.set(at, instruction);
      if (instruction.name === 'stop') break;
      const { name, imm, next } = instruction as Instruction;
      if (endsBlock(instruction)) leaders.add(next);
      if (name in CONDITIONS || name === 'j' || name.startsWith('loop')) {
        leaders.add(imm);
        waiting.push(imm);
      }
      if (name.startsWith('loop')) loops.set(imm, loops.has(imm) ? undefined : next);
      if (ENDS.has(name)) break;
      at = next;
    }
  }
  const isFirst = (pc: number): boolean => leaders.has(pc) && found.has(pc);
  const blocks = [...leaders]
    .filter((pc) => found.has(pc))
    .sort((a, b) => a - b)
    .map((pc) => ({ pc, instructions: blockFrom(pc, found, isFirst) }));
  return { blocks, loops, words };
}

function blockFrom(
  start: number,
  found: ReadonlyMap<number, Instruction | Stop>,
  isFirst: (pc: number) => boolean,
): (Instruction | Stop)[] {
  const instructions: (Instruction | Stop)[] = [];
  for (let at = found.get(start); at !== undefined;) {
    instructions.push(at);
    if (endsBlock(at)) break;
    const { next }: { next: number } = at as Instruction;
    if (isFirst(next)) break;
    at = found.get(next);
  }
  return instructions;
}

/** Fetches a word of the code and keeps it in `words`, for the check whether the code has changed. */
export function codeWord(
  space: AddressSpace,
  address: number,
  words: Map<number, number | undefined>,
): number | undefined {
  if (!words.has(address)) words.set(address, space.fetch(address));
  return words.get(address);
}

function readInstruction(space: AddressSpace, pc: number, words: Map<number, number | undefined>): Instruction | Stop {
  const byte = (address: number): number | undefined => {
    const word = codeWord(space, (address & ~3) >>> 0, words);
    return word === undefined ? undefined : (word >>> (8 * (address & 3))) & 0xff;
  };
  const first = byte(pc);
  const bytes = first === undefined ? [first] : Array.from({ length: lengthOf(first) }, (_, i) => byte(pc + i));
  if (bytes.includes(undefined)) return { name: 'stop', pc, why: 'fetch', what: '' };
  const word = (bytes as number[]).reduce((all, one, i) => all | (one << (8 * i)), 0);
  const instruction = decode(word, pc);
  if (instruction === undefined) {
    const what = (bytes as number[]).map((one) => one.toString(16).padStart(2, '0')).join(' ');
    return { name: 'stop', pc, why: 'illegal', what };
  }
  if (!instruction.isModelled) return { name: 'stop', pc, why: 'unmodelled', what: instruction.name };
  return instruction;
}
