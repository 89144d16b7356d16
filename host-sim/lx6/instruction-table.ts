// The instructions of the ESP32's LX6, from the Xtensa ISA reference manual. Each pattern begins with bit 23 (or 15).
// The letters are fields: r, s and t registers, i an immediate, h its upper bits where they are separate, m a mask.

/** How the bits of an immediate become its value. */
export type ImmediateKind =
  | 'plain'
  | 'signed8'
  | 'signed8<<8'
  | 'signed12'
  | '<<1'
  | '<<2'
  | '<<3'
  | 'sext'
  | 'sll'
  | 'movi.n'
  | 'addi.n'
  | 'rotw'
  | 'b4const'
  | 'b4constu'
  | 'l32r'
  | 'branch8'
  | 'branch12'
  | 'branch6'
  | 'loop'
  | 'jump'
  | 'call';

/** One instruction: its name, its bits, and the kind of its immediate (default: `plain`). */
export type Row = readonly [name: string, pattern: string, immediate?: ImmediateKind];

const THREE_REGISTERS: readonly Row[] = [
  ['and', '0001 0000 rrrr ssss tttt 0000'],
  ['or', '0010 0000 rrrr ssss tttt 0000'],
  ['xor', '0011 0000 rrrr ssss tttt 0000'],
  ['add', '1000 0000 rrrr ssss tttt 0000'],
  ['addx2', '1001 0000 rrrr ssss tttt 0000'],
  ['addx4', '1010 0000 rrrr ssss tttt 0000'],
  ['addx8', '1011 0000 rrrr ssss tttt 0000'],
  ['sub', '1100 0000 rrrr ssss tttt 0000'],
  ['subx2', '1101 0000 rrrr ssss tttt 0000'],
  ['subx4', '1110 0000 rrrr ssss tttt 0000'],
  ['subx8', '1111 0000 rrrr ssss tttt 0000'],
  ['src', '1000 0001 rrrr ssss tttt 0000'],
  ['mul16u', '1100 0001 rrrr ssss tttt 0000'],
  ['mul16s', '1101 0001 rrrr ssss tttt 0000'],
  ['mull', '1000 0010 rrrr ssss tttt 0000'],
  ['muluh', '1010 0010 rrrr ssss tttt 0000'],
  ['mulsh', '1011 0010 rrrr ssss tttt 0000'],
  ['quou', '1100 0010 rrrr ssss tttt 0000'],
  ['quos', '1101 0010 rrrr ssss tttt 0000'],
  ['remu', '1110 0010 rrrr ssss tttt 0000'],
  ['rems', '1111 0010 rrrr ssss tttt 0000'],
  ['min', '0100 0011 rrrr ssss tttt 0000'],
  ['max', '0101 0011 rrrr ssss tttt 0000'],
  ['minu', '0110 0011 rrrr ssss tttt 0000'],
  ['maxu', '0111 0011 rrrr ssss tttt 0000'],
  ['moveqz', '1000 0011 rrrr ssss tttt 0000'],
  ['movnez', '1001 0011 rrrr ssss tttt 0000'],
  ['movltz', '1010 0011 rrrr ssss tttt 0000'],
  ['movgez', '1011 0011 rrrr ssss tttt 0000'],
  ['add.n', 'rrrr ssss tttt 1010'],
];

const OTHER_ARITHMETIC: readonly Row[] = [
  ['neg', '0110 0000 rrrr 0000 tttt 0000'],
  ['abs', '0110 0000 rrrr 0001 tttt 0000'],
  ['nsa', '0100 0000 1110 ssss tttt 0000'],
  ['nsau', '0100 0000 1111 ssss tttt 0000'],
  ['ssr', '0100 0000 0000 ssss 0000 0000'],
  ['ssl', '0100 0000 0001 ssss 0000 0000'],
  ['ssa8l', '0100 0000 0010 ssss 0000 0000'],
  ['ssa8b', '0100 0000 0011 ssss 0000 0000'],
  ['ssai', '0100 0000 0100 iiii 000h 0000', 'plain'],
  ['slli', '000i 0001 rrrr ssss iiii 0000', 'sll'],
  ['srai', '001i 0001 rrrr iiii tttt 0000', 'plain'],
  ['srli', '0100 0001 rrrr iiii tttt 0000', 'plain'],
  ['srl', '1001 0001 rrrr 0000 tttt 0000'],
  ['sll', '1010 0001 rrrr ssss 0000 0000'],
  ['sra', '1011 0001 rrrr 0000 tttt 0000'],
  ['extui', 'mmmm 010i rrrr iiii tttt 0000', 'plain'],
  ['sext', '0010 0011 rrrr ssss iiii 0000', 'sext'],
  ['clamps', '0011 0011 rrrr ssss iiii 0000', 'sext'],
  ['movi', 'iiii iiii 1010 hhhh tttt 0010', 'signed12'],
  ['addi', 'iiii iiii 1100 ssss tttt 0010', 'signed8'],
  ['addmi', 'iiii iiii 1101 ssss tttt 0010', 'signed8<<8'],
  ['addi.n', 'rrrr ssss iiii 1011', 'addi.n'],
  ['movi.n', 'iiii ssss 0hhh 1100', 'movi.n'],
  ['mov.n', '0000 ssss tttt 1101'],
];

const LOADS_AND_STORES: readonly Row[] = [
  ['l32r', 'iiii iiii iiii iiii tttt 0001', 'l32r'],
  ['l8ui', 'iiii iiii 0000 ssss tttt 0010', 'plain'],
  ['l16ui', 'iiii iiii 0001 ssss tttt 0010', '<<1'],
  ['l16si', 'iiii iiii 1001 ssss tttt 0010', '<<1'],
  ['l32i', 'iiii iiii 0010 ssss tttt 0010', '<<2'],
  ['l32ai', 'iiii iiii 1011 ssss tttt 0010', '<<2'],
  ['l32i.n', 'iiii ssss tttt 1000', '<<2'],
  ['s8i', 'iiii iiii 0100 ssss tttt 0010', 'plain'],
  ['s16i', 'iiii iiii 0101 ssss tttt 0010', '<<1'],
  ['s32i', 'iiii iiii 0110 ssss tttt 0010', '<<2'],
  ['s32ri', 'iiii iiii 1111 ssss tttt 0010', '<<2'],
  ['s32i.n', 'iiii ssss tttt 1001', '<<2'],
];

const BRANCHES: readonly Row[] = [
  ['bnone', 'iiii iiii 0000 ssss tttt 0111', 'branch8'],
  ['beq', 'iiii iiii 0001 ssss tttt 0111', 'branch8'],
  ['blt', 'iiii iiii 0010 ssss tttt 0111', 'branch8'],
  ['bltu', 'iiii iiii 0011 ssss tttt 0111', 'branch8'],
  ['ball', 'iiii iiii 0100 ssss tttt 0111', 'branch8'],
  ['bbc', 'iiii iiii 0101 ssss tttt 0111', 'branch8'],
  ['bbci', 'iiii iiii 011m ssss mmmm 0111', 'branch8'],
  ['bany', 'iiii iiii 1000 ssss tttt 0111', 'branch8'],
  ['bne', 'iiii iiii 1001 ssss tttt 0111', 'branch8'],
  ['bge', 'iiii iiii 1010 ssss tttt 0111', 'branch8'],
  ['bgeu', 'iiii iiii 1011 ssss tttt 0111', 'branch8'],
  ['bnall', 'iiii iiii 1100 ssss tttt 0111', 'branch8'],
  ['bbs', 'iiii iiii 1101 ssss tttt 0111', 'branch8'],
  ['bbsi', 'iiii iiii 111m ssss mmmm 0111', 'branch8'],
  ['beqz', 'iiii iiii iiii ssss 0001 0110', 'branch12'],
  ['bnez', 'iiii iiii iiii ssss 0101 0110', 'branch12'],
  ['bltz', 'iiii iiii iiii ssss 1001 0110', 'branch12'],
  ['bgez', 'iiii iiii iiii ssss 1101 0110', 'branch12'],
  ['beqi', 'iiii iiii mmmm ssss 0010 0110', 'b4const'],
  ['bnei', 'iiii iiii mmmm ssss 0110 0110', 'b4const'],
  ['blti', 'iiii iiii mmmm ssss 1010 0110', 'b4const'],
  ['bgei', 'iiii iiii mmmm ssss 1110 0110', 'b4const'],
  ['bltui', 'iiii iiii mmmm ssss 1011 0110', 'b4constu'],
  ['bgeui', 'iiii iiii mmmm ssss 1111 0110', 'b4constu'],
  ['beqz.n', 'iiii ssss 10hh 1100', 'branch6'],
  ['bnez.n', 'iiii ssss 11hh 1100', 'branch6'],
  ['loop', 'iiii iiii 1000 ssss 0111 0110', 'loop'],
  ['loopnez', 'iiii iiii 1001 ssss 0111 0110', 'loop'],
  ['loopgtz', 'iiii iiii 1010 ssss 0111 0110', 'loop'],
  ['j', 'iiii iiii iiii iiii ii00 0110', 'jump'],
  ['jx', '0000 0000 0000 ssss 1010 0000'],
];

const CALLS: readonly Row[] = [
  ['call0', 'iiii iiii iiii iiii ii00 0101', 'call'],
  ['call4', 'iiii iiii iiii iiii ii01 0101', 'call'],
  ['call8', 'iiii iiii iiii iiii ii10 0101', 'call'],
  ['call12', 'iiii iiii iiii iiii ii11 0101', 'call'],
  ['callx0', '0000 0000 0000 ssss 1100 0000'],
  ['callx4', '0000 0000 0000 ssss 1101 0000'],
  ['callx8', '0000 0000 0000 ssss 1110 0000'],
  ['callx12', '0000 0000 0000 ssss 1111 0000'],
  ['ret', '0000 0000 0000 0000 1000 0000'],
  ['retw', '0000 0000 0000 0000 1001 0000'],
  ['ret.n', '1111 0000 0000 1101'],
  ['retw.n', '1111 0000 0001 1101'],
  ['entry', 'iiii iiii iiii ssss 0011 0110', '<<3'],
  ['movsp', '0000 0000 0001 ssss tttt 0000'],
  ['rotw', '0100 0000 1000 0000 iiii 0000', 'rotw'],
];

const CONTROL: readonly Row[] = [
  ['rsr', '0000 0011 iiii iiii tttt 0000', 'plain'],
  ['wsr', '0001 0011 iiii iiii tttt 0000', 'plain'],
  ['xsr', '0110 0001 iiii iiii tttt 0000', 'plain'],
  ['rur', '1110 0011 rrrr iiii iiii 0000', 'plain'],
  ['wur', '1111 0011 iiii iiii tttt 0000', 'plain'],
  ['isync', '0000 0000 0010 0000 0000 0000'],
  ['rsync', '0000 0000 0010 0000 0001 0000'],
  ['esync', '0000 0000 0010 0000 0010 0000'],
  ['dsync', '0000 0000 0010 0000 0011 0000'],
  ['excw', '0000 0000 0010 0000 1000 0000'],
  ['memw', '0000 0000 0010 0000 1100 0000'],
  ['extw', '0000 0000 0010 0000 1101 0000'],
  ['nop', '0000 0000 0010 0000 1111 0000'],
  ['nop.n', '1111 0000 0011 1101'],
];

/** Instructions of the ESP32 that no kernel needs. Reaching one stops the run with its name. */
const UNMODELLED: readonly Row[] = [
  ['a MAC16 instruction', 'mmmm mmmm mmmm mmmm mmmm 0100'],
  ['a floating-point instruction', 'mmmm 1010 mmmm mmmm mmmm 0000'],
  ['a floating-point instruction', 'mmmm 1011 mmmm mmmm mmmm 0000'],
  ['a floating-point load or store', 'mmmm mmmm mmmm mmmm mmmm 0011'],
  ['a floating-point load or store', 'mmmm 1000 mmmm mmmm mmmm 0000'],
  ['l32e or s32e', '0m00 1001 mmmm mmmm mmmm 0000'],
  ['a Boolean instruction', '0mmm 0010 mmmm mmmm mmmm 0000'],
  ['a Boolean instruction', '0000 0000 10mm mmmm mmmm 0000'],
  ['a branch on a Boolean', 'mmmm mmmm 000m mmmm 0111 0110'],
  ['a move on a Boolean', '110m 0011 mmmm mmmm mmmm 0000'],
  ['a return from an exception', '0000 0000 0011 mmmm mmmm 0000'],
  ['break', '0000 0000 0100 mmmm mmmm 0000'],
  ['break.n', '1111 mmmm 0010 1101'],
  ['syscall or simcall', '0000 0000 0101 mmmm 0000 0000'],
  ['rsil', '0000 0000 0110 mmmm mmmm 0000'],
  ['waiti', '0000 0000 0111 mmmm mmmm 0000'],
  ['a cache instruction', 'mmmm mmmm 0111 mmmm mmmm 0010'],
  ['s32c1i', 'mmmm mmmm 1110 mmmm mmmm 0010'],
  ['rer or wer', '0100 0000 011m mmmm mmmm 0000'],
  ['a TLB instruction', '0101 0000 mmmm mmmm mmmm 0000'],
];

/** All modelled instructions. */
export const INSTRUCTIONS: readonly Row[] = [
  ...THREE_REGISTERS,
  ...OTHER_ARITHMETIC,
  ...LOADS_AND_STORES,
  ...BRANCHES,
  ...CALLS,
  ...CONTROL,
];

/** Patterns of the other instructions of the ESP32, each with a description. */
export const UNMODELLED_INSTRUCTIONS = UNMODELLED;
