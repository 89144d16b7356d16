import { INSTRUCTIONS, UNMODELLED_INSTRUCTIONS, type ImmediateKind, type Row } from './instruction-table';

/**
 * One decoded instruction. `imm` is the value of the immediate. For a branch or call it is the address of the target.
 */
export type Instruction = {
  readonly name: string;
  readonly pc: number;
  /** The address of the next instruction. */
  readonly next: number;
  readonly r: number;
  readonly s: number;
  readonly t: number;
  /** A second immediate: the bits of `extui`, the bit of `bbci`, the constant of `beqi`. */
  readonly m: number;
  readonly imm: number;
  /** Whether this simulator models it. If not, `name` describes it. */
  readonly isModelled: boolean;
};

const B4CONST = [-1, 1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 16, 32, 64, 128, 256];
const B4CONSTU = [32768, 65536, 2, 3, 4, 5, 6, 7, 8, 10, 12, 16, 32, 64, 128, 256];

const signed = (bits: number, value: number): number => (value << (32 - bits)) >> (32 - bits);
const branch = (bits: number) => (value: number, pc: number) => (pc + 4 + signed(bits, value)) >>> 0;

const IMMEDIATES: Readonly<Record<ImmediateKind, (bits: number, pc: number) => number>> = {
  plain: (bits) => bits,
  signed8: (bits) => signed(8, bits),
  'signed8<<8': (bits) => signed(8, bits) << 8,
  signed12: (bits) => signed(12, bits),
  '<<1': (bits) => bits << 1,
  '<<2': (bits) => bits << 2,
  '<<3': (bits) => bits << 3,
  sext: (bits) => bits + 7,
  sll: (bits) => 32 - bits,
  'movi.n': (bits) => (bits >= 96 ? bits - 128 : bits),
  'addi.n': (bits) => (bits === 0 ? -1 : bits),
  rotw: (bits) => signed(4, bits),
  b4const: branch(8),
  b4constu: branch(8),
  l32r: (bits, pc) => (((pc + 3) & ~3) + ((bits | 0xffff0000) << 2)) >>> 0,
  branch8: branch(8),
  branch12: branch(12),
  branch6: (bits, pc) => (pc + 4 + bits) >>> 0,
  loop: (bits, pc) => (pc + 4 + bits) >>> 0,
  jump: branch(18),
  call: (bits, pc) => ((pc & ~3) + (signed(18, bits) << 2) + 4) >>> 0,
};

type Field = (word: number) => number;
type Pattern = {
  readonly row: Row;
  readonly isModelled: boolean;
  readonly mask: number;
  readonly match: number;
  readonly fields: Readonly<Record<'r' | 's' | 't' | 'm' | 'i', Field>>;
};

/** Reads the bits of a letter, most significant first, from their places in the pattern. */
function field(bits: string, letter: string): Field {
  const places = [...bits].flatMap((bit, i) => (bit === letter ? [bits.length - 1 - i] : []));
  return (word) => places.reduce((value, place) => (value << 1) | ((word >> place) & 1), 0);
}

function compile(row: Row, isModelled: boolean): Pattern {
  const bits = row[1].replaceAll(' ', '');
  const ofDigits = (digits: string): number =>
    [...bits].reduce((value, bit) => (value << 1) | (digits.includes(bit) ? 1 : 0), 0);
  const [low, high] = [field(bits, 'i'), field(bits, 'h')];
  const lowBits = bits.split('i').length - 1;
  return {
    row,
    isModelled,
    mask: ofDigits('01'),
    match: ofDigits('1'),
    fields: {
      r: field(bits, 'r'),
      s: field(bits, 's'),
      t: field(bits, 't'),
      m: field(bits, 'm'),
      i: (word) => (high(word) << lowBits) | low(word),
    },
  };
}

const PATTERNS = [
  ...INSTRUCTIONS.map((row) => compile(row, true)),
  ...UNMODELLED_INSTRUCTIONS.map((row) => compile(row, false)),
];
/** The patterns by their lowest four bits, which every pattern fixes. */
const BY_OP0 = Array.from({ length: 16 }, (_, op0) => PATTERNS.filter(({ match }) => (match & 15) === op0));

/** Bytes of an instruction from its lowest four bits (density option). */
export function lengthOf(firstByte: number): 2 | 3 {
  return (firstByte & 15) >= 8 ? 2 : 3;
}

/** Decodes an instruction, or gives undefined for one that does not exist. `word` has its bytes from bit 0 up. */
export function decode(word: number, pc: number): Instruction | undefined {
  const length = lengthOf(word);
  const bits = length === 2 ? word & 0xffff : word & 0xffffff;
  const found = BY_OP0[bits & 15]!.find(({ mask, match }) => (bits & mask) === match);
  if (found === undefined) return undefined;
  const { row, fields, isModelled } = found;
  const [name, , kind = 'plain'] = row;
  const m = fields.m(bits);
  return {
    name,
    pc: pc >>> 0,
    next: (pc + length) >>> 0,
    r: fields.r(bits),
    s: fields.s(bits),
    t: fields.t(bits),
    m: kind === 'b4const' ? B4CONST[m]! : kind === 'b4constu' ? B4CONSTU[m]! : m,
    imm: IMMEDIATES[kind](fields.i(bits), pc),
    isModelled,
  };
}
