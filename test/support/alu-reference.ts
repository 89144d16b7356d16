import type { Fields } from './lx6-encode';

// The arithmetic of the Xtensa ISA reference manual on big integers, written as its "Operation" paragraphs are. Registers
// are unsigned 32-bit numbers.

const MASK = 0xffffffffn;
const signed = (value: bigint): bigint => BigInt.asIntN(32, value);
const field = (fields: Fields, letter: keyof Fields): number => fields[letter] ?? 0;
const smaller = (a: bigint, b: bigint): bigint => (a < b ? a : b);
const larger = (a: bigint, b: bigint): bigint => (a > b ? a : b);

type State = { readonly a: bigint[]; sar: bigint };
type Operands = { s: bigint; t: bigint; r: bigint; fields: Fields };
type Operation = (operands: Operands, state: State) => bigint | undefined;

const leading = (value: bigint): bigint => {
  let zeros = 32n;
  for (let rest = value; rest > 0n; rest >>= 1n) zeros--;
  return zeros;
};
const scaled =
  (bits: bigint, sign: bigint): Operation =>
  ({ s, t }) =>
    (s << bits) + sign * t;
const unless =
  (isMoved: (t: bigint) => boolean): Operation =>
  ({ s, t, r }) =>
    isMoved(signed(t)) ? s : r;
const setSar =
  (value: (operands: Operands) => bigint): Operation =>
  (operands, state) => {
    state.sar = value(operands);
    return undefined;
  };
const shiftFrom4 = (fields: Fields): bigint => BigInt(field(fields, 'i'));

/** What each instruction puts into its result register; undefined when it sets SAR alone. */
const OPERATIONS: Readonly<Record<string, Operation>> = {
  and: ({ s, t }) => s & t,
  or: ({ s, t }) => s | t,
  xor: ({ s, t }) => s ^ t,
  add: scaled(0n, 1n),
  'add.n': scaled(0n, 1n),
  addx2: scaled(1n, 1n),
  addx4: scaled(2n, 1n),
  addx8: scaled(3n, 1n),
  sub: scaled(0n, -1n),
  subx2: scaled(1n, -1n),
  subx4: scaled(2n, -1n),
  subx8: scaled(3n, -1n),
  neg: ({ t }) => -t,
  abs: ({ t }) => (signed(t) < 0n ? -t : t),
  mull: ({ s, t }) => s * t,
  muluh: ({ s, t }) => (s * t) >> 32n,
  mulsh: ({ s, t }) => (signed(s) * signed(t)) >> 32n,
  mul16u: ({ s, t }) => (s & 0xffffn) * (t & 0xffffn),
  mul16s: ({ s, t }) => BigInt.asIntN(16, s) * BigInt.asIntN(16, t),
  quou: ({ s, t }) => s / t,
  quos: ({ s, t }) => signed(s) / signed(t),
  remu: ({ s, t }) => s % t,
  rems: ({ s, t }) => signed(s) % signed(t),
  min: ({ s, t }) => smaller(signed(s), signed(t)),
  max: ({ s, t }) => larger(signed(s), signed(t)),
  minu: ({ s, t }) => smaller(s, t),
  maxu: ({ s, t }) => larger(s, t),
  moveqz: unless((t) => t === 0n),
  movnez: unless((t) => t !== 0n),
  movltz: unless((t) => t < 0n),
  movgez: unless((t) => t >= 0n),
  nsa: ({ s }) => leading(signed(s) < 0n ? ~s & MASK : s) - 1n,
  nsau: ({ s }) => leading(s),
  sext: ({ s, fields }) => BigInt.asIntN(field(fields, 'i') + 8, s),
  clamps: ({ s, fields }) => {
    const limit = 1n << BigInt(field(fields, 'i') + 7);
    return larger(-limit, smaller(limit - 1n, signed(s)));
  },
  slli: ({ s, fields }) => s << (32n - shiftFrom4(fields)),
  srai: ({ t, fields }) => signed(t) >> shiftFrom4(fields),
  srli: ({ t, fields }) => t >> shiftFrom4(fields),
  extui: ({ t, fields }) => (t >> shiftFrom4(fields)) & ((2n << BigInt(field(fields, 'm'))) - 1n),
  movi: ({ fields }) => BigInt.asIntN(12, BigInt((field(fields, 'h') << 8) | field(fields, 'i'))),
  'movi.n': ({ fields }) => {
    const bits = BigInt((field(fields, 'h') << 4) | field(fields, 'i'));
    return bits >= 96n ? bits - 128n : bits;
  },
  addi: ({ s, fields }) => s + BigInt.asIntN(8, shiftFrom4(fields)),
  addmi: ({ s, fields }) => s + (BigInt.asIntN(8, shiftFrom4(fields)) << 8n),
  'addi.n': ({ s, fields }) => s + (shiftFrom4(fields) === 0n ? -1n : shiftFrom4(fields)),
  'mov.n': ({ s }) => s,
  src: ({ s, t }, { sar }) => ((s << 32n) | t) >> sar,
  sll: ({ s }, { sar }) => (s << 32n) >> sar,
  srl: ({ t }, { sar }) => t >> sar,
  sra: ({ t }, { sar }) => signed(t) >> sar,
  ssr: setSar(({ s }) => s & 31n),
  ssl: setSar(({ s }) => 32n - (s & 31n)),
  ssa8l: setSar(({ s }) => (s & 3n) << 3n),
  ssa8b: setSar(({ s }) => 32n - ((s & 3n) << 3n)),
  ssai: setSar(({ fields }) => BigInt((field(fields, 'h') << 4) | field(fields, 'i'))),
};

/** Instructions whose result goes into register t, or s, and not r. */
const INTO_T = ['nsa', 'nsau', 'movi', 'addi', 'addmi', 'mov.n'];

/** Runs instructions on registers; SAR is 0 at first. */
export function runReference(code: readonly { name: string; fields: Fields }[], registers: Int32Array): Int32Array {
  const state: State = { a: Array.from(registers, (value) => BigInt(value) & MASK), sar: 0n };
  for (const { name, fields } of code) {
    const of = (letter: 'r' | 's' | 't'): bigint => state.a[field(fields, letter)]!;
    const operands = { s: of('s'), t: of('t'), r: of('r'), fields };
    const result = OPERATIONS[name]!(operands, state);
    if (result === undefined) continue;
    const letter = name === 'movi.n' ? 's' : INTO_T.includes(name) ? 't' : 'r';
    state.a[field(fields, letter)] = result & MASK;
  }
  return Int32Array.from(state.a, (value) => Number(signed(value)));
}
