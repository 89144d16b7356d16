import { type Mnemonic, type Row, rowFor } from '../machine/instruction-table';

/** Encodes an instruction at address `from`. Targets are addresses, too. Throws if an operand does not fit. */
export function encode(mnemonic: Mnemonic, operands: readonly number[], from: number): number {
  const row = rowFor(mnemonic);
  if (operands.length !== row.operands.length)
    throw new Error(`${mnemonic} takes ${row.operands.length} operands, not ${operands.length}`);
  return row.operands.reduce((word, _, index) => word | bitsOf(row, index, operands[index], from), row.opcode) >>> 0;
}

function bitsOf(row: Row, index: number, value: number, from: number): number {
  const operand = row.operands[index];
  const refuse = (): Error => new Error(`${row.mnemonic}: ${value} does not fit operand ${index + 1} at ${from}`);
  switch (operand.kind) {
    case 'register':
      if (value < 0 || value > 15) throw refuse();
      return value << operand.at;
    case 'immediate':
      if (!operand.code.fits(value)) throw refuse();
      return operand.code.put(value);
    case 'target':
      if (!operand.code.reaches(from, value)) throw refuse();
      return operand.code.put(from, value);
  }
}

const NARROW: { readonly [mnemonic in Mnemonic]?: Mnemonic } = {
  add: 'add.n',
  addi: 'addi.n',
  movi: 'movi.n',
  l32i: 'l32i.n',
  s32i: 's32i.n',
};

/** The two-byte form of an instruction if it has one that fits, otherwise the instruction itself. */
export function narrowed(mnemonic: Mnemonic, operands: readonly number[]): Mnemonic {
  const narrow = NARROW[mnemonic];
  if (!narrow) return mnemonic;
  const fits = rowFor(narrow).operands.every(
    (operand, index) => operand.kind !== 'immediate' || operand.code.fits(operands[index]),
  );
  return fits ? narrow : mnemonic;
}
