import type { AddressSpace } from './address-space';
import type { Instruction } from './decode';
import { CONDITIONS, EMIT } from './emit';
import { ACTIONS, codeWord, type Block, type Region, type Stop } from './region';

/** A region as the text of a JavaScript function, and what it leaves to be done outside. */
export type Translation = {
  /** Body of a function of a block's index, which gives the address to go on at, or -1 - k for `actions[k]`. */
  readonly text: string;
  readonly actions: readonly Instruction[];
  readonly stops: readonly Stop[];
};

/**
 * Writes a region as one JavaScript function: a `switch` over its blocks, the visible registers as local variables. The
 * names that the text takes from outside are those in lx6.ts.
 */
export function translate(region: Region, space: AddressSpace): Translation {
  const { blocks, loops, words } = region;
  const indexOf = new Map(blocks.map(({ pc }, index) => [pc, index]));
  const actions: Instruction[] = [];
  const stops: Stop[] = [];

  /** Goes to an address of this region or of another. */
  const goTo = (pc: number, from: number, at: number): string => {
    const index = indexOf.get(pc);
    if (index === undefined) return `q = ${pc}; break run;`;
    const check = index <= from ? `if (n > limit) runaway(${at}); ` : '';
    return `${check}p = ${index}; continue run;`;
  };

  /** Goes on behind an instruction: round again where a zero-overhead loop ends. */
  const goOn = (pc: number, from: number, at: number): string => {
    const isNext = indexOf.get(pc) === from + 1;
    const straight = isNext ? '' : goTo(pc, from, at);
    if (!loops.has(pc)) return straight;
    const begin = loops.get(pc);
    const again = begin === undefined ? 'q = lbeg; break run;' : goTo(begin, from, at);
    return `if (lcount !== 0 && lend === ${pc}) { lcount = lcount - 1 | 0; ${again} } ${straight}`;
  };

  const call = (i: Instruction, increment: number, target: string): string => {
    if (increment === 0) return `q = ${target}; a0 = ${i.next | 0}; break run;`;
    const returnTo = (i.next & 0x3fffffff) | (increment << 30);
    return `q = ${target}; a${4 * increment} = ${returnTo}; windows.callIncrement = ${increment}; break run;`;
  };

  const emit = (i: Instruction | Stop, from: number): string => {
    const { name } = i;
    if (name === 'stop') return `stop(${stops.push(i as Stop) - 1});`;
    const instruction = i as Instruction;
    const { pc, next, imm, s } = instruction;
    if (ACTIONS.has(name)) return `q = ${-actions.push(instruction)}; break run;`;
    if (name in CONDITIONS) return `if (${CONDITIONS[name](instruction)}) { ${goTo(imm, from, pc)} }`;
    if (name in EMIT) return EMIT[name](instruction);
    if (name === 'l32r') {
      const literal = codeWord(space, imm, words);
      return `a${instruction.t} = ${literal === undefined ? `far.load32(${imm}, ${pc})` : literal | 0};`;
    }
    const [, isIndirect, quarters] = /^call(x?)(\d+)$/.exec(name) ?? [];
    if (quarters !== undefined)
      return call(instruction, Number(quarters) / 4, isIndirect === 'x' ? `a${s} >>> 0` : String(imm));
    switch (name) {
      case 'j':
        return goTo(imm, from, pc);
      case 'jx':
        return `q = a${s} >>> 0; break run;`;
      case 'ret':
      case 'ret.n':
        return 'q = a0 >>> 0; break run;';
      case 'loop':
      case 'loopnez':
      case 'loopgtz': {
        const skip = { loop: '', loopnez: `if (a${s} === 0)`, loopgtz: `if (a${s} <= 0)` }[name];
        const set = `lbeg = ${next}; lend = ${imm}; lcount = a${s} - 1 | 0;`;
        return skip === '' ? set : `${set} ${skip} { ${goTo(imm, from, pc)} }`;
      }
      default:
        throw new Error(`${name} is in the instruction table and nothing says what it does: add it to emit.ts`);
    }
  };

  const writeBlock = ({ instructions }: Block, index: number): string => {
    const count = instructions.filter(({ name }) => name !== 'stop').length;
    const lines = instructions.map((i) => emit(i, index));
    const last = instructions[instructions.length - 1];
    const isLeft = /(break|continue) run;$|^stop/.test(lines[lines.length - 1]);
    const end = isLeft ? '' : goOn((last as Instruction).next, index, last.pc);
    return `case ${index}: n += ${count};\n${lines.join('\n')}\n${end}`;
  };

  const body = blocks.map(writeBlock).join('\n');
  return { text: frame(body, actions, loops.size > 0), actions, stops };
}

/** The function around the blocks: registers into local variables, and back. */
function frame(body: string, actions: readonly Instruction[], hasLoops: boolean): string {
  const used = new Set([...body.matchAll(/\ba(\d+)\b/g)].map((match) => Number(match[1])));
  const written = new Set([...body.matchAll(/\ba(\d+) =(?!=)/g)].map((match) => Number(match[1])));
  // An action finds its registers in the register file, but the window must be free for them.
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
