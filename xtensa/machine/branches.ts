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

/** Whether the instruction goes on elsewhere when its condition holds. */
export const isBranch = (mnemonic: Mnemonic): boolean => OPPOSITES.some((pair) => pair.includes(mnemonic));

/** The branch that is taken when this one is not. */
export function inverted(mnemonic: Mnemonic): Mnemonic {
  const found = OPPOSITES.find((pair) => pair.includes(mnemonic));
  if (!found) throw new Error(`${mnemonic} is no branch with an opposite`);
  return found[0] === mnemonic ? found[1] : found[0];
}
