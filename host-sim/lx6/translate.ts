import type { AddressSpace } from './address-space';
import type { Instruction } from './decode';
import { CONDITIONS, EMIT } from './emit';
import { ACTIONS, codeWord, type Block, type Region, type Stop } from './region';

/** A region as the text of a JavaScript function, and the instructions that the text leaves to its caller. */
type Translation = {
  /** Body of a function of the index of a block. It gives the address to go on at, or -1 - k for `actions[k]`. */
  readonly text: string;
  readonly actions: readonly Instruction[];
  readonly stops: readonly Stop[];
};

/**
 * Writes a region as one JavaScript function: a `switch` over its blocks, with the visible registers as local
 * variables. lx6.ts and code-cache.ts provide the names that the text uses.
 */
export function translate(region: Region, space: AddressSpace): Translation {
  const writer = new RegionWriter(region, space);
  const body = region.blocks.map((block, index) => writer.block(block, index)).join('\n');
  const { actions, stops } = writer;
  return { text: frame(body, actions, region.loops.size > 0), actions, stops };
}

/** Writes the blocks of a region. In its methods `from` is the index of the block that is written. */
class RegionWriter {
  readonly actions: Instruction[] = [];
  readonly stops: Stop[] = [];
  private readonly region: Region;
  private readonly space: AddressSpace;
  private readonly indexOf: ReadonlyMap<number, number>;

  constructor(region: Region, space: AddressSpace) {
    this.region = region;
    this.space = space;
    this.indexOf = new Map(region.blocks.map(({ pc }, index) => [pc, index]));
  }

  block({ instructions }: Block, from: number): string {
    const count = instructions.filter(({ name }) => name !== 'stop').length;
    const lines = instructions.map((i) => this.line(i, from));
    const last = instructions.at(-1)!;
    const isLeft = /(break|continue) run;$|^stop/.test(lines.at(-1)!);
    const end = isLeft ? '' : this.goOn((last as Instruction).next, from, last.pc);
    return `case ${from}: n += ${count};\n${lines.join('\n')}\n${end}`;
  }

  private line(i: Instruction | Stop, from: number): string {
    const { name, pc } = i;
    if (name === 'stop') return `stop(${this.stops.push(i as Stop) - 1});`;
    const instruction = i as Instruction;
    if (ACTIONS.has(name)) return `q = ${-this.actions.push(instruction)}; break run;`;
    const condition = CONDITIONS[name];
    if (condition !== undefined) return `if (${condition(instruction)}) { ${this.goTo(instruction.imm, from, pc)} }`;
    const emit = EMIT[name];
    if (emit !== undefined) return emit(instruction);
    if (name === 'l32r') return this.literal(instruction);
    const [, isIndirect, registers] = /^call(x?)(\d+)$/.exec(name) ?? [];
    if (registers !== undefined) return call(instruction, Number(registers) / 4, isIndirect === 'x');
    return this.jumpOrLoop(instruction, from);
  }

  private literal({ t, imm, pc }: Instruction): string {
    const literal = codeWord(this.space, imm, this.region.words);
    return `a${t} = ${literal === undefined ? `far.load32(${imm}, ${pc})` : literal | 0};`;
  }

  private jumpOrLoop({ name, pc, next, imm, s }: Instruction, from: number): string {
    const skip = (condition: string): string => {
      const set = `lbeg = ${next}; lend = ${imm}; lcount = a${s} - 1 | 0;`;
      return condition === '' ? set : `${set} if (${condition}) { ${this.goTo(imm, from, pc)} }`;
    };
    switch (name) {
      case 'j':
        return this.goTo(imm, from, pc);
      case 'jx':
        return `q = a${s} >>> 0; break run;`;
      case 'ret':
      case 'ret.n':
        return 'q = a0 >>> 0; break run;';
      case 'loop':
        return skip('');
      case 'loopnez':
        return skip(`a${s} === 0`);
      case 'loopgtz':
        return skip(`a${s} <= 0`);
      default:
        throw new Error(`${name} is in the instruction table and has no translation: add it to emit.ts`);
    }
  }

  /** Goes to an address of this region or of another one. `at` is the address of the instruction. */
  private goTo(pc: number, from: number, at: number): string {
    const index = this.indexOf.get(pc);
    if (index === undefined) return `q = ${pc}; break run;`;
    const check = index <= from ? `if (n > limit) runaway(${at}); ` : '';
    return `${check}p = ${index}; continue run;`;
  }

  /** Goes on behind an instruction. At the end of a zero-overhead loop that is its begin. */
  private goOn(pc: number, from: number, at: number): string {
    const { loops } = this.region;
    const isNext = this.indexOf.get(pc) === from + 1;
    const straight = isNext ? '' : this.goTo(pc, from, at);
    if (!loops.has(pc)) return straight;
    const begin = loops.get(pc);
    const again = begin === undefined ? 'q = lbeg; break run;' : this.goTo(begin, from, at);
    return `if (lcount !== 0 && lend === ${pc}) { lcount = lcount - 1 | 0; ${again} } ${straight}`;
  }
}

/** A call that moves the window by `increment` quads. */
function call({ s, imm, next }: Instruction, increment: number, isIndirect: boolean): string {
  const target = isIndirect ? `a${s} >>> 0` : String(imm);
  if (increment === 0) return `q = ${target}; a0 = ${next | 0}; break run;`;
  const returnTo = (next & 0x3fffffff) | (increment << 30);
  return `q = ${target}; a${4 * increment} = ${returnTo}; windows.callIncrement = ${increment}; break run;`;
}

/** The function around the blocks: it loads registers into local variables and stores them back. */
function frame(body: string, actions: readonly Instruction[], hasLoops: boolean): string {
  const used = new Set([...body.matchAll(/\ba(\d+)\b/g)].map((match) => Number(match[1])));
  const written = new Set([...body.matchAll(/\ba(\d+) =(?!=)/g)].map((match) => Number(match[1])));
  // An action finds its registers in the register file. The window must be free for them, too.
  const touched = [...used, ...actions.flatMap(({ name, s, t }) => (name === 'entry' ? [s] : [s, t]))];
  const special = [...(body.includes('sar') ? ['sar'] : []), ...(hasLoops ? ['lbeg', 'lend', 'lcount'] : [])];
  const place = (i: number): string => `registers[w + ${i} & 63]`;
  return [
    `windows.reserve(${Math.max(0, ...touched) >> 2}, entries[p]);`,
    'const w = 4 * windows.base; const limit = budget.left;',
    'let n = 0, x = 0, o = 0, q = 0;',
    ...[...used].map((i) => `let a${i} = ${place(i)};`),
    ...special.map((name) => `let ${name} = special.${name};`),
    `run: for (;;) switch (p) {\n${body}\n}`,
    ...[...written].map((i) => `${place(i)} = a${i};`),
    ...special.map((name) => `special.${name} = ${name};`),
    'budget.left -= n;',
    'return q;',
  ].join('\n');
}
