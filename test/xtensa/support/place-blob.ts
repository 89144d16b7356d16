import type { Blob } from '../../../xtensa';

/** The bytes of the code, once it is known where the tables lie. */
export function relocated({ words, relocations }: Blob, tablesAddress: number): Uint8Array {
  const placed = words.slice();
  for (const index of relocations) placed[index] += tablesAddress;
  return new Uint8Array(placed.buffer);
}
