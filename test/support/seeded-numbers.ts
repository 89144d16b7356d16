/** Numbers from 0 to less than 1, made from a seed by a linear congruential generator (Numerical Recipes). */
export function seededNumbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}
