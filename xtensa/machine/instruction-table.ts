import { IMMEDIATES, type Operand, TARGETS } from './operand';

/** One instruction of the LX6: its length, its constant bits, and its operands in the order of the assembler. */
export type Row = {
  readonly mnemonic: string;
  readonly bytes: 2 | 3;
  readonly opcode: number;
  readonly operands: readonly Operand[];
  /** The indices of the operands that are registers which the instruction reads, and which it writes. */
  readonly reads: readonly number[];
  readonly writes: readonly number[];
};

// Fields of the formats (Xtensa ISA reference manual): op0 at bit 0, t at 4, s at 8, r at 12, op1 at 16, op2 at 20.
const T = 4;
const S = 8;
const R = 12;
const reads = (at: number): Operand => ({ kind: 'register', at, reads: true, writes: false });
const writes = (at: number): Operand => ({ kind: 'register', at, reads: false, writes: true });
const changes = (at: number): Operand => ({ kind: 'register', at, reads: true, writes: true });
const immediate = (name: keyof typeof IMMEDIATES): Operand => ({ kind: 'immediate', code: IMMEDIATES[name] });
const target = (name: keyof typeof TARGETS): Operand => ({ kind: 'target', code: TARGETS[name] });

const THREE = [writes(R), reads(S), reads(T)];
const CONDITIONAL = [changes(R), reads(S), reads(T)];
const FROM_T = [writes(R), reads(T)];
const BRANCH = [reads(S), reads(T), target('branch8')];
const BRANCH_ZERO = [reads(S), target('branch12')];
const BRANCH_CONST = [reads(S), immediate('b4const'), target('branch8')];
const BRANCH_CONSTU = [reads(S), immediate('b4constu'), target('branch8')];
const BRANCH_BIT = [reads(S), immediate('bit'), target('branch8')];

/** Mnemonic, bytes, constant bits, operands. Only instructions that the ESP32's LX6, dc232b, dc233c and de212 all have. */
const ROWS = [
  ['abs', 3, 0x600100, FROM_T],
  ['add', 3, 0x800000, THREE],
  ['add.n', 2, 0x000a, THREE],
  ['addi', 3, 0x00c002, [writes(T), reads(S), immediate('addi')]],
  ['addi.n', 2, 0x000b, [writes(R), reads(S), immediate('addiN')]],
  ['addmi', 3, 0x00d002, [writes(T), reads(S), immediate('addmi')]],
  ['addx2', 3, 0x900000, THREE],
  ['addx4', 3, 0xa00000, THREE],
  ['addx8', 3, 0xb00000, THREE],
  ['and', 3, 0x100000, THREE],
  ['ball', 3, 0x004007, BRANCH],
  ['bany', 3, 0x008007, BRANCH],
  ['bbci', 3, 0x006007, BRANCH_BIT],
  ['bbsi', 3, 0x00e007, BRANCH_BIT],
  ['beq', 3, 0x001007, BRANCH],
  ['beqi', 3, 0x000026, BRANCH_CONST],
  ['beqz', 3, 0x000016, BRANCH_ZERO],
  ['beqz.n', 2, 0x008c, [reads(S), target('forward6')]],
  ['bge', 3, 0x00a007, BRANCH],
  ['bgei', 3, 0x0000e6, BRANCH_CONST],
  ['bgeu', 3, 0x00b007, BRANCH],
  ['bgeui', 3, 0x0000f6, BRANCH_CONSTU],
  ['bgez', 3, 0x0000d6, BRANCH_ZERO],
  ['blt', 3, 0x002007, BRANCH],
  ['blti', 3, 0x0000a6, BRANCH_CONST],
  ['bltu', 3, 0x003007, BRANCH],
  ['bltui', 3, 0x0000b6, BRANCH_CONSTU],
  ['bltz', 3, 0x000096, BRANCH_ZERO],
  ['bnall', 3, 0x00c007, BRANCH],
  ['bne', 3, 0x009007, BRANCH],
  ['bnei', 3, 0x000066, BRANCH_CONST],
  ['bnez', 3, 0x000056, BRANCH_ZERO],
  ['bnez.n', 2, 0x00cc, [reads(S), target('forward6')]],
  ['bnone', 3, 0x000007, BRANCH],
  ['call8', 3, 0x000025, [target('call')]],
  ['clamps', 3, 0x330000, [writes(R), reads(S), immediate('bit7to22')]],
  ['entry', 3, 0x000036, [reads(S), immediate('entry')]],
  ['extui', 3, 0x040000, [writes(R), reads(T), immediate('extuiShift'), immediate('extuiWidth')]],
  ['j', 3, 0x000006, [target('jump')]],
  ['l16si', 3, 0x009002, [writes(T), reads(S), immediate('offset16')]],
  ['l16ui', 3, 0x001002, [writes(T), reads(S), immediate('offset16')]],
  ['l32i', 3, 0x002002, [writes(T), reads(S), immediate('offset32')]],
  ['l32i.n', 2, 0x0008, [writes(T), reads(S), immediate('offset32N')]],
  ['l32r', 3, 0x000001, [writes(T), target('literal')]],
  ['l8ui', 3, 0x000002, [writes(T), reads(S), immediate('offset8')]],
  ['max', 3, 0x530000, THREE],
  ['min', 3, 0x430000, THREE],
  ['mov.n', 2, 0x000d, [writes(T), reads(S)]],
  ['moveqz', 3, 0x830000, CONDITIONAL],
  ['movgez', 3, 0xb30000, CONDITIONAL],
  ['movi', 3, 0x00a002, [writes(T), immediate('movi')]],
  ['movi.n', 2, 0x000c, [writes(S), immediate('moviN')]],
  ['movltz', 3, 0xa30000, CONDITIONAL],
  ['movnez', 3, 0x930000, CONDITIONAL],
  ['mull', 3, 0x820000, THREE],
  ['neg', 3, 0x600000, FROM_T],
  ['nop.n', 2, 0xf03d, []],
  ['nsau', 3, 0x40f000, [writes(T), reads(S)]],
  ['or', 3, 0x200000, THREE],
  ['retw', 3, 0x000090, []],
  ['retw.n', 2, 0xf01d, []],
  ['s16i', 3, 0x005002, [reads(T), reads(S), immediate('offset16')]],
  ['s32i', 3, 0x006002, [reads(T), reads(S), immediate('offset32')]],
  ['s32i.n', 2, 0x0009, [reads(T), reads(S), immediate('offset32N')]],
  ['s8i', 3, 0x004002, [reads(T), reads(S), immediate('offset8')]],
  ['sext', 3, 0x230000, [writes(R), reads(S), immediate('bit7to22')]],
  ['sll', 3, 0xa10000, [writes(R), reads(S)]],
  ['slli', 3, 0x010000, [writes(R), reads(S), immediate('slli')]],
  ['sra', 3, 0xb10000, FROM_T],
  ['srai', 3, 0x210000, [writes(R), reads(T), immediate('srai')]],
  ['srl', 3, 0x910000, FROM_T],
  ['srli', 3, 0x410000, [writes(R), reads(T), immediate('srli')]],
  ['ssl', 3, 0x401000, [reads(S)]],
  ['ssr', 3, 0x400000, [reads(S)]],
  ['sub', 3, 0xc00000, THREE],
  ['subx2', 3, 0xd00000, THREE],
  ['subx4', 3, 0xe00000, THREE],
  ['subx8', 3, 0xf00000, THREE],
  ['xor', 3, 0x300000, THREE],
] as const;

export type Mnemonic = (typeof ROWS)[number][0];

function rowOf([mnemonic, bytes, opcode, operands]: (typeof ROWS)[number]): Row {
  const registers = (how: 'reads' | 'writes'): number[] =>
    (operands as readonly Operand[]).flatMap((operand, index) =>
      operand.kind === 'register' && operand[how] ? [index] : [],
    );
  return { mnemonic, bytes, opcode, operands, reads: registers('reads'), writes: registers('writes') };
}

const TABLE: ReadonlyMap<string, Row> = new Map(ROWS.map((row) => [row[0], rowOf(row)]));

/** All instructions by mnemonic. */
export const INSTRUCTIONS: readonly Row[] = [...TABLE.values()];

/** The row of one instruction. Throws if there is none. */
export function rowFor(mnemonic: Mnemonic): Row {
  const row = TABLE.get(mnemonic);
  if (!row) throw new Error(`there is no instruction ${mnemonic}`);
  return row;
}
