import type { Mnemonic } from './instruction-table';

const OPPOSITES: readonly (readonly [Mnemonic, Mnemonic])[] = [
  ['beqz', 'bnez'],
  ['bltz', 'bgez'],
  ['beqi', 'bnei'],
  ['blti', 'bgei'],
  ['bltui', 'bgeui'],
  ['beq', 'bne'],
  ['blt', 'bge'],
  ['bltu', 'bgeu'],
  ['bbci', 'bbsi'],
  ['bnone', 'bany'],
  ['ball', 'bnall'],
];

/** Whether the instruction is a conditional branch. */
export const isBranch = (mnemonic: Mnemonic): boolean => OPPOSITES.some((pair) => pair.includes(mnemonic));

/** The branch that is taken exactly when this one is not. Throws for instructions that are not branches. */
export function inverted(mnemonic: Mnemonic): Mnemonic {
  const found = OPPOSITES.find((pair) => pair.includes(mnemonic));
  if (!found) throw new Error(`${mnemonic} is not a conditional branch`);
  return found[0] === mnemonic ? found[1] : found[0];
}
