import type { Instruction } from './decode';

// Straight-line instructions as JavaScript. In the text, a0 to a15 are the visible registers as signed numbers, `sar`
// is the shift amount, `x` an address, and `o` an offset. The names of helpers are those in lx6.ts.

type Emit = (i: Instruction) => string;

const r = (value: (i: Instruction) => string) => (i: Instruction) => `a${i.r} = ${value(i)};`;
const t = (value: (i: Instruction) => string) => (i: Instruction) => `a${i.t} = ${value(i)};`;
const binary = (text: string): Emit => r((i) => text.replace('S', `a${i.s}`).replace('T', `a${i.t}`));
const when = (condition: string) => (i: Instruction) => `if (a${i.t} ${condition}) a${i.r} = a${i.s};`;
const divided = (text: string) => (i: Instruction) => `if (a${i.t} === 0) divideByZero(${i.pc}); ${binary(text)(i)}`;
const less = (sign: string) => r((i) => `a${i.s} ${sign} a${i.t} ? a${i.s} : a${i.t}`);
const lessUnsigned = (sign: string) => r((i) => `a${i.s} >>> 0 ${sign} a${i.t} >>> 0 ? a${i.s} : a${i.t}`);
const none: Emit = () => '';

const address = (i: Instruction): string => (i.imm === 0 ? `a${i.s}` : `a${i.s} + ${i.imm} | 0`);

/** What a1 points at is on the stack. What other registers point at is most often in the block read or written last. */
const STACK_POINTER = 1;
const placeOf = ({ s }: Instruction, last: 'source' | 'target'): string => (s === STACK_POINTER ? 'stack' : last);

/** Whether an access of `bytes` bytes at x is aligned and inside a place. Sets o to its offset. */
const isIn = (place: string, bytes: number): string =>
  `(o = x - ${place}.base >>> 0) < ${place}.bytes${bytes > 1 ? ` && (x & ${bytes - 1}) === 0` : ''}`;

const load = (view: string, bytes: number, far: string) => (i: Instruction) => {
  const place = placeOf(i, 'source');
  const at = `${place}.${view}[o >>> ${bytes >> 1}]`;
  return `x = ${address(i)}; a${i.t} = ${isIn(place, bytes)} ? ${at} : far.${far}(x, ${i.pc});`;
};

const store = (view: string, bytes: number, far: string) => (i: Instruction) => {
  const place = placeOf(i, 'target');
  const at = `${place}.${view}[o >>> ${bytes >> 1}]`;
  return `x = ${address(i)}; if (${isIn(place, bytes)}) ${at} = a${i.t}; else far.${far}(x, a${i.t}, ${i.pc});`;
};

const LOAD_WORD = load('words', 4, 'load32');
const STORE_WORD = store('words', 4, 'store32');

/** The instructions that neither branch nor move the register window. */
export const EMIT: Readonly<Record<string, Emit>> = {
  and: binary('S & T'),
  or: binary('S | T'),
  xor: binary('S ^ T'),
  add: binary('S + T | 0'),
  'add.n': binary('S + T | 0'),
  addx2: binary('(S << 1) + T | 0'),
  addx4: binary('(S << 2) + T | 0'),
  addx8: binary('(S << 3) + T | 0'),
  sub: binary('S - T | 0'),
  subx2: binary('(S << 1) - T | 0'),
  subx4: binary('(S << 2) - T | 0'),
  subx8: binary('(S << 3) - T | 0'),
  neg: binary('-T | 0'),
  abs: r((i) => `a${i.t} < 0 ? -a${i.t} | 0 : a${i.t}`),
  mull: binary('imul(S, T)'),
  muluh: binary('muluh(S, T)'),
  mulsh: binary('mulsh(S, T)'),
  mul16u: binary('imul(S & 0xffff, T & 0xffff)'),
  mul16s: binary('imul(S << 16 >> 16, T << 16 >> 16)'),
  quou: divided('(S >>> 0) / (T >>> 0) | 0'),
  quos: divided('S / T | 0'),
  remu: divided('(S >>> 0) % (T >>> 0) | 0'),
  rems: divided('S % T | 0'),
  min: less('<'),
  max: less('>'),
  minu: lessUnsigned('<'),
  maxu: lessUnsigned('>'),
  moveqz: when('=== 0'),
  movnez: when('!== 0'),
  movltz: when('< 0'),
  movgez: when('>= 0'),
  nsa: t((i) => `clz32(a${i.s} ^ a${i.s} >> 31) - 1`),
  nsau: t((i) => `clz32(a${i.s})`),
  sext: r((i) => `a${i.s} << ${31 - i.imm} >> ${31 - i.imm}`),
  clamps: r((i) => `clamps(a${i.s}, ${i.imm})`),

  ssr: (i) => `sar = a${i.s} & 31;`,
  ssl: (i) => `sar = 32 - (a${i.s} & 31);`,
  ssa8l: (i) => `sar = (a${i.s} & 3) << 3;`,
  ssa8b: (i) => `sar = 32 - ((a${i.s} & 3) << 3);`,
  ssai: (i) => `sar = ${i.imm};`,
  src: binary('funnel(S, T, sar)'),
  sll: r((i) => `funnel(a${i.s}, 0, sar)`),
  srl: r((i) => `sar > 31 ? 0 : a${i.t} >>> sar | 0`),
  sra: r((i) => `a${i.t} >> (sar > 31 ? 31 : sar)`),
  slli: r((i) => (i.imm === 32 ? '0' : `a${i.s} << ${i.imm}`)),
  srai: r((i) => `a${i.t} >> ${i.imm}`),
  srli: r((i) => `a${i.t} >>> ${i.imm} | 0`),
  extui: r((i) => `a${i.t} >>> ${i.imm} & ${2 ** (i.m + 1) - 1}`),

  movi: t((i) => `${i.imm}`),
  'movi.n': (i) => `a${i.s} = ${i.imm};`,
  addi: t((i) => `a${i.s} + ${i.imm} | 0`),
  addmi: t((i) => `a${i.s} + ${i.imm} | 0`),
  'addi.n': r((i) => `a${i.s} + ${i.imm} | 0`),
  'mov.n': t((i) => `a${i.s}`),

  l8ui: load('octets', 1, 'load8'),
  l16ui: load('halves', 2, 'load16u'),
  l16si: load('signedHalves', 2, 'load16'),
  l32i: LOAD_WORD,
  'l32i.n': LOAD_WORD,
  l32ai: LOAD_WORD,
  s8i: store('octets', 1, 'store8'),
  s16i: store('halves', 2, 'store16'),
  s32i: STORE_WORD,
  's32i.n': STORE_WORD,
  s32ri: STORE_WORD,

  rur: (i) => `a${i.r} = special.readUser(${i.imm}, ${i.pc});`,
  wur: (i) => `special.writeUser(${i.imm}, a${i.t}, ${i.pc});`,
  rsync: none,
  esync: none,
  dsync: none,
  excw: none,
  memw: none,
  extw: none,
  nop: none,
  'nop.n': none,
};

/** The conditions under which branches are taken. */
export const CONDITIONS: Readonly<Record<string, Emit>> = {
  beq: (i) => `a${i.s} === a${i.t}`,
  bne: (i) => `a${i.s} !== a${i.t}`,
  blt: (i) => `a${i.s} < a${i.t}`,
  bge: (i) => `a${i.s} >= a${i.t}`,
  bltu: (i) => `a${i.s} >>> 0 < a${i.t} >>> 0`,
  bgeu: (i) => `a${i.s} >>> 0 >= a${i.t} >>> 0`,
  bany: (i) => `(a${i.s} & a${i.t}) !== 0`,
  bnone: (i) => `(a${i.s} & a${i.t}) === 0`,
  ball: (i) => `(~a${i.s} & a${i.t}) === 0`,
  bnall: (i) => `(~a${i.s} & a${i.t}) !== 0`,
  bbc: (i) => `(a${i.s} >>> (a${i.t} & 31) & 1) === 0`,
  bbs: (i) => `(a${i.s} >>> (a${i.t} & 31) & 1) !== 0`,
  bbci: (i) => `(a${i.s} >>> ${i.m} & 1) === 0`,
  bbsi: (i) => `(a${i.s} >>> ${i.m} & 1) !== 0`,
  beqz: (i) => `a${i.s} === 0`,
  bnez: (i) => `a${i.s} !== 0`,
  bltz: (i) => `a${i.s} < 0`,
  bgez: (i) => `a${i.s} >= 0`,
  beqi: (i) => `a${i.s} === ${i.m}`,
  bnei: (i) => `a${i.s} !== ${i.m}`,
  blti: (i) => `a${i.s} < ${i.m}`,
  bgei: (i) => `a${i.s} >= ${i.m}`,
  bltui: (i) => `a${i.s} >>> 0 < ${i.m}`,
  bgeui: (i) => `a${i.s} >>> 0 >= ${i.m}`,
  'beqz.n': (i) => `a${i.s} === 0`,
  'bnez.n': (i) => `a${i.s} !== 0`,
};
