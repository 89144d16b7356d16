import { INSTRUCTIONS } from '../../host-sim/lx6/instruction-table';

const PATTERNS = new Map(INSTRUCTIONS.map(([name, pattern]) => [name, pattern.replaceAll(' ', '')]));

/** Fields of an instruction as they stand in its bits: i and h are the immediate's lower and upper part. */
export type Fields = { readonly [letter in 'r' | 's' | 't' | 'm' | 'i' | 'h']?: number };

/** The bytes of an instruction. */
export function encode(name: string, fields: Fields = {}): number[] {
  const pattern = PATTERNS.get(name);
  if (pattern === undefined) throw new Error(`no instruction ${name} in the table`);
  const left = new Map<string, number>();
  let word = 0;
  // From the last bit up, so that each letter gives its lowest bit first.
  for (let bit = 0; bit < pattern.length; bit++) {
    const letter = pattern[pattern.length - 1 - bit]!;
    if (letter === '1') word |= 1 << bit;
    if (letter === '0' || letter === '1') continue;
    const value = left.get(letter) ?? fields[letter as keyof Fields] ?? 0;
    word |= (value & 1) << bit;
    left.set(letter, value >> 1);
  }
  return Array.from({ length: pattern.length / 8 }, (_, i) => (word >> (8 * i)) & 0xff);
}

/** The fields that a pattern has, each with the number of its bits. */
export function fieldsOf(name: string): ReadonlyMap<keyof Fields, number> {
  const bits = new Map<keyof Fields, number>();
  for (const letter of PATTERNS.get(name) ?? '')
    if (/[rstmih]/.test(letter)) bits.set(letter as keyof Fields, (bits.get(letter as keyof Fields) ?? 0) + 1);
  return bits;
}
