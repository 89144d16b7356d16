/** How one operand of an instruction is encoded, and which values fit. */
export type Operand =
  /** A register in the field at bit `at`, which the instruction reads, writes, or both. */
  | { readonly kind: 'register'; readonly at: number; readonly reads: boolean; readonly writes: boolean }
  | { readonly kind: 'immediate'; readonly code: Immediate }
  /** A place in the code, encoded by its distance from the instruction's own address. */
  | { readonly kind: 'target'; readonly code: Target };

/** The encoding of an immediate value. `put` takes only values that fit. */
export type Immediate = {
  readonly fits: (value: number) => boolean;
  readonly put: (value: number) => number;
  readonly take: (word: number) => number;
};

/** The encoding of a target by its distance. `put` takes only targets that can be reached. */
export type Target = {
  readonly reaches: (from: number, to: number) => boolean;
  readonly put: (from: number, to: number) => number;
  readonly take: (from: number, word: number) => number;
};

const field = (word: number, at: number, bits: number): number => (word >>> at) & (2 ** bits - 1);
const signed = (value: number, bits: number): number => (value << (32 - bits)) >> (32 - bits);

/** A field of `bits` bits at bit `at`, in steps of `step`, signed or unsigned. */
function plain(at: number, bits: number, { step = 1, isSigned = false, bias = 0 } = {}): Immediate {
  const least = isSigned ? -(2 ** (bits - 1)) : 0;
  const most = least + 2 ** bits - 1;
  return {
    fits: (value) => (value - bias) % step === 0 && (value - bias) / step >= least && (value - bias) / step <= most,
    put: (value) => (((value - bias) / step) & (2 ** bits - 1)) << at,
    take: (word) => (isSigned ? signed(field(word, at, bits), bits) : field(word, at, bits)) * step + bias,
  };
}

/** Five bits in two fields: the low four at bit `at`, the high one at bit `high`. */
function split(at: number, high: number, { isNegated = false } = {}): Immediate {
  const code = (value: number): number => (isNegated ? 32 - value : value);
  return {
    fits: (value) => value >= (isNegated ? 1 : 0) && value <= 31,
    put: (value) => ((code(value) & 15) << at) | ((code(value) >> 4) << high),
    take: (word) => code(field(word, at, 4) | (field(word, high, 1) << 4)),
  };
}

/** One of sixteen values, by its index at bits 12 to 15. */
function listed(values: readonly number[]): Immediate {
  return {
    fits: (value) => values.includes(value),
    put: (value) => values.indexOf(value) << 12,
    take: (word) => values[field(word, 12, 4)],
  };
}

// Xtensa ISA reference manual, tables "Branch Immediate (b4const) Encodings" and "(b4constu)".
const B4CONST = [-1, 1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 16, 32, 64, 128, 256];
const B4CONSTU = [32768, 65536, 2, 3, 4, 5, 6, 7, 8, 10, 12, 16, 32, 64, 128, 256];

export const IMMEDIATES = {
  addi: plain(16, 8, { isSigned: true }),
  addmi: plain(16, 8, { isSigned: true, step: 256 }),
  addiN: {
    fits: (value) => value === -1 || (value >= 1 && value <= 15),
    put: (value) => (value === -1 ? 0 : value) << 4,
    take: (word) => field(word, 4, 4) || -1,
  },
  movi: {
    fits: (value) => value >= -2048 && value <= 2047,
    put: (value) => ((value & 0xff) << 16) | (((value >> 8) & 15) << 8),
    take: (word) => signed(field(word, 16, 8) | (field(word, 8, 4) << 8), 12),
  },
  moviN: {
    fits: (value) => value >= -32 && value <= 95,
    put: (value) => ((value & 15) << 12) | (((value >> 4) & 7) << 4),
    take: (word) => {
      const value = field(word, 12, 4) | (field(word, 4, 3) << 4);
      return value >= 96 ? value - 128 : value;
    },
  },
  offset8: plain(16, 8),
  offset16: plain(16, 8, { step: 2 }),
  offset32: plain(16, 8, { step: 4 }),
  offset32N: plain(12, 4, { step: 4 }),
  entry: plain(12, 12, { step: 8 }),
  slli: split(4, 20, { isNegated: true }),
  srai: split(8, 20),
  srli: plain(8, 4),
  extuiShift: split(8, 16),
  extuiWidth: plain(20, 4, { bias: 1 }),
  ssai: split(8, 4),
  /** The bit that is copied upwards (sext) or at which values saturate (clamps). */
  bit7to22: plain(4, 4, { bias: 7 }),
  bit: split(4, 12),
  b4const: listed(B4CONST),
  b4constu: listed(B4CONSTU),
} satisfies Record<string, Immediate>;

/** A distance of `bits` bits at bit `at`, in bytes from 4 behind the instruction. */
function relative(at: number, bits: number, { isSigned = true } = {}): Target {
  const distance = plain(at, bits, { isSigned, bias: 4 });
  return {
    reaches: (from, to) => distance.fits(to - from),
    put: (from, to) => distance.put(to - from),
    take: (from, word) => from + distance.take(word),
  };
}

export const TARGETS = {
  branch8: relative(16, 8),
  branch12: relative(12, 12),
  jump: relative(6, 18),
  forward6: {
    reaches: (from, to) => to - from >= 4 && to - from <= 67,
    put: (from, to) => (((to - from - 4) & 15) << 12) | (((to - from - 4) >> 4) << 4),
    take: (from, word) => from + 4 + (field(word, 12, 4) | (field(word, 4, 2) << 4)),
  },
  call: {
    reaches: (from, to) => to % 4 === 0 && Math.abs(to - from) < 2 ** 19 - 8,
    put: (from, to) => (((to - (from & ~3) - 4) >> 2) & 0x3ffff) << 6,
    take: (from, word) => (from & ~3) + 4 + 4 * signed(field(word, 6, 18), 18),
  },
  literal: {
    reaches: (from, to) => to % 4 === 0 && to < from && to >= ((from + 3) & ~3) - 2 ** 18,
    put: (from, to) => (((to - ((from + 3) & ~3)) >> 2) & 0xffff) << 8,
    take: (from, word) => ((from + 3) & ~3) + 4 * (field(word, 8, 16) - 0x10000),
  },
} satisfies Record<string, Target>;
