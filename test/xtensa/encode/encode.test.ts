import { encode, narrowed } from '../../../xtensa/encode/encode';
import { INSTRUCTIONS, type Mnemonic, rowFor } from '../../../xtensa/machine/instruction-table';

/** Mnemonic, operands (targets are addresses), address, and bytes as GNU objdump 2.40 for Xtensa reads them back. */
const KNOWN: readonly (readonly [Mnemonic, readonly number[], number, string])[] = [
  ['abs', [4, 11], 0x3, 'b04160'],
  ['add', [5, 2, 4], 0xc, '405280'],
  ['add.n', [10, 13, 8], 0x14, '8aad'],
  ['addi', [1, 4, -128], 0x18, '12c480'],
  ['addi', [14, 5, 127], 0x1b, 'e2c57f'],
  ['addi.n', [2, 8, -1], 0x21, '0b28'],
  ['addi.n', [14, 12, 15], 0x23, 'fbec'],
  ['addmi', [4, 13, -32768], 0x27, '42dd80'],
  ['addmi', [1, 15, 32512], 0x2a, '12df7f'],
  ['addx2', [14, 7, 11], 0x33, 'b0e790'],
  ['addx4', [6, 10, 10], 0x3c, 'a06aa0'],
  ['addx8', [5, 12, 13], 0x45, 'd05cb0'],
  ['and', [14, 9, 0], 0x4e, '00e910'],
  ['ball', [13, 11, -40], 0x54, 'b74d80'],
  ['ball', [15, 7, 218], 0x57, '774f7f'],
  ['bany', [11, 8, -31], 0x5d, '878b80'],
  ['bany', [7, 15, 227], 0x60, 'f7877f'],
  ['bbci', [8, 0, -22], 0x66, '076880'],
  ['bbci', [10, 31, 236], 0x69, 'f77a7f'],
  ['bbsi', [13, 0, -13], 0x6f, '07ed80'],
  ['bbsi', [8, 31, 245], 0x72, 'f7f87f'],
  ['beq', [3, 15, -4], 0x78, 'f71380'],
  ['beq', [11, 4, 254], 0x7b, '471b7f'],
  ['beqi', [1, -1, 5], 0x81, '260180'],
  ['beqi', [3, 256, 263], 0x84, '26f37f'],
  ['beqz', [0, -1906], 0x8a, '160080'],
  ['beqz', [2, 2192], 0x8d, '16f27f'],
  ['beqz.n', [10, 151], 0x93, '8c0a'],
  ['beqz.n', [3, 216], 0x95, 'bcf3'],
  ['bge', [11, 4, 287], 0x9c, '47ab7f'],
  ['bgei', [12, -1, 38], 0xa2, 'e60c80'],
  ['bgei', [4, 256, 296], 0xa5, 'e6f47f'],
  ['bgeu', [8, 0, 305], 0xae, '07b87f'],
  ['bgeui', [9, 65536, 314], 0xb7, 'f6197f'],
  ['bgez', [3, -1855], 0xbd, 'd60380'],
  ['bgez', [8, 2243], 0xc0, 'd6f87f'],
  ['blt', [8, 15, 332], 0xc9, 'f7287f'],
  ['blti', [13, -1, 83], 0xcf, 'a60d80'],
  ['blti', [6, 256, 341], 0xd2, 'a6f67f'],
  ['bltu', [8, 7, 350], 0xdb, '77387f'],
  ['bltui', [8, 65536, 359], 0xe4, 'b6187f'],
  ['bltz', [15, -1810], 0xea, '960f80'],
  ['bltz', [12, 2288], 0xed, '96fc7f'],
  ['bnall', [10, 4, 377], 0xf6, '47ca7f'],
  ['bne', [0, 1, 386], 0xff, '17907f'],
  ['bnei', [0, -1, 137], 0x105, '660080'],
  ['bnei', [11, 256, 395], 0x108, '66fb7f'],
  ['bnez', [12, -1774], 0x10e, '560c80'],
  ['bnez', [1, 2324], 0x111, '56f17f'],
  ['bnez.n', [0, 348], 0x119, 'fcf0'],
  ['bnone', [13, 2, 419], 0x120, '270d7f'],
  ['extui', [7, 10, 31, 16], 0x144, 'a07ff5'],
  ['j', [-130738], 0x14a, '060080'],
  ['j', [131408], 0x14d, 'c6ff7f'],
  ['l16si', [13, 7, 510], 0x156, 'd297ff'],
  ['l16ui', [15, 11, 510], 0x15f, 'f21bff'],
  ['l32i', [9, 14, 1020], 0x168, '922eff'],
  ['l32i.n', [2, 10, 60], 0x170, '28fa'],
  ['l32r', [7, -261772], 0x174, '710000'],
  ['l32r', [4, 372], 0x177, '41ffff'],
  ['l8ui', [8, 2, 255], 0x180, '8202ff'],
  ['mov.n', [4, 12], 0x19a, '4d0c'],
  ['moveqz', [2, 13, 9], 0x1a1, '902d83'],
  ['movgez', [5, 9, 5], 0x1aa, '5059b3'],
  ['movi', [13, -2048], 0x1b0, 'd2a800'],
  ['movi', [9, 2047], 0x1b3, '92a7ff'],
  ['movi.n', [11, -32], 0x1b9, '6c0b'],
  ['movi.n', [8, 95], 0x1bb, '5cf8'],
  ['movltz', [2, 8, 13], 0x1c2, 'd028a3'],
  ['movnez', [12, 14, 6], 0x1cb, '60ce93'],
  ['neg', [0, 4], 0x1dd, '400060'],
  ['nop.n', [], 0x1e5, '3df0'],
  ['nsau', [7, 2], 0x1ec, '70f240'],
  ['or', [3, 12, 2], 0x1f5, '203c20'],
  ['s16i', [3, 4, 510], 0x20d, '3254ff'],
  ['s32i', [14, 2, 1020], 0x216, 'e262ff'],
  ['s32i.n', [3, 2, 60], 0x21e, '39f2'],
  ['s8i', [11, 15, 255], 0x225, 'b24fff'],
  ['sll', [2, 15], 0x237, '002fa1'],
  ['slli', [8, 5, 31], 0x240, '108501'],
  ['sra', [15, 2], 0x249, '20f0b1'],
  ['srai', [7, 11, 31], 0x252, 'b07f31'],
  ['srl', [8, 6], 0x25b, '608091'],
  ['srli', [15, 4, 15], 0x264, '40ff41'],
  ['ssl', [1], 0x26d, '001140'],
  ['ssr', [7], 0x276, '000740'],
  ['sub', [7, 0, 15], 0x27f, 'f070c0'],
  ['subx2', [4, 0, 9], 0x288, '9040d0'],
  ['subx4', [11, 9, 1], 0x291, '10b9e0'],
  ['subx8', [8, 5, 6], 0x29a, '6085f0'],
  ['xor', [13, 7, 0], 0x2a3, '00d730'],
];

/** Instructions that objdump for the lx106 does not know. They are in the ISA manual, and QEMU's cores run them. */
const FROM_MANUAL: readonly (readonly [Mnemonic, readonly number[], number, string])[] = [
  ['entry', [1, 48], 0, '366100'],
  ['entry', [1, 32], 0, '364100'],
  ['retw', [], 0, '900000'],
  ['retw.n', [], 0, '1df0'],
  ['call8', [0], 0x1c, '25feff'],
  ['call8', [8], 3, '650000'],
  ['min', [9, 3, 13], 0, 'd09343'],
  ['max', [2, 14, 12], 0, 'c02e53'],
  ['sext', [8, 1, 22], 0, 'f08123'],
  ['clamps', [6, 14, 15], 0, '806e33'],
  ['mull', [13, 12, 15], 0, 'f0dc82'],
];

function bytesOf(mnemonic: Mnemonic, operands: readonly number[], at: number): string {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(encode(mnemonic, operands, at));
  return bytes.subarray(0, rowFor(mnemonic).bytes).toString('hex');
}

test.each([...KNOWN, ...FROM_MANUAL])('%s %j at %i is %s', (mnemonic, operands, at, bytes) => {
  expect(bytesOf(mnemonic, operands, at)).toBe(bytes);
});

test('every instruction has known bytes', () => {
  const known = new Set([...KNOWN, ...FROM_MANUAL].map(([mnemonic]) => mnemonic as string));
  expect(INSTRUCTIONS.map(({ mnemonic }) => mnemonic).filter((mnemonic) => !known.has(mnemonic))).toEqual([]);
});

test('operands can be read back from the encoded word', () => {
  for (const { mnemonic, operands } of INSTRUCTIONS) {
    for (const [index, operand] of operands.entries()) {
      if (operand.kind !== 'immediate') continue;
      for (let value = -33_000; value <= 66_000; value++) {
        if (!operand.code.fits(value)) continue;
        if (operand.code.take(operand.code.put(value)) !== value)
          throw new Error(`${mnemonic}, operand ${index}: ${value}`);
      }
    }
  }
});

test('no two operands or constant bits of an instruction share a bit', () => {
  for (const { mnemonic, bytes, opcode, operands } of INSTRUCTIONS) {
    let taken = opcode;
    for (const operand of operands) {
      let bits = operand.kind === 'register' ? 15 << operand.at : 0;
      for (let value = -140_000; value <= 140_000; value++) {
        if (operand.kind === 'immediate' && operand.code.fits(value)) bits |= operand.code.put(value);
        if (operand.kind === 'target' && operand.code.reaches(0, value)) bits |= operand.code.put(0, value);
      }
      expect(`${mnemonic} ${(taken & bits) >>> 0}`).toBe(`${mnemonic} 0`);
      taken |= bits;
    }
    expect(taken >>> 0).toBeLessThan(2 ** (8 * bytes));
  }
});

test.each<[Mnemonic, readonly number[]]>([
  ['addi', [2, 3, 128]],
  ['movi', [2, 2048]],
  ['l16si', [2, 3, 1]],
  ['l32i', [2, 3, 1024]],
  ['add', [2, 3, 16]],
  ['slli', [2, 3, 32]],
  ['beqi', [2, 9, 4]],
  ['beq', [2, 3, 132]],
  ['beqz.n', [2, 3]],
  ['call8', [2]],
  ['l32r', [2, 4]],
])('%s refuses operands %j, which do not fit', (mnemonic, operands) => {
  expect(() => encode(mnemonic, operands, 0)).toThrow(`${mnemonic}:`);
});

test('an instruction takes two bytes if they are enough', () => {
  expect(narrowed('addi', [2, 3, 15])).toBe('addi.n');
  expect(narrowed('addi', [2, 3, 16])).toBe('addi');
  expect(narrowed('movi', [2, 95])).toBe('movi.n');
  expect(narrowed('movi', [2, -33])).toBe('movi');
  expect(narrowed('l32i', [2, 3, 60])).toBe('l32i.n');
  expect(narrowed('sub', [2, 3, 4])).toBe('sub');
});
