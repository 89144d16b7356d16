// The kernels' context (kernels/context.ts) as the program reads and sets it: 32-bit words, each by its offset in
// bytes.

/** The word at `offset`. */
export function wordAt(state: Int32Array, offset: number): number {
  return state[offset >> 2]!;
}

/** Sets the word at `offset`. */
export function setWord(state: Int32Array, offset: number, value: number): void {
  state[offset >> 2] = value;
}
