/** A source of random numbers. The same seed gives the same numbers. */
export interface Random {
  /** Uniform in [0, 1). */
  next(): number;
  /** Uniform 32-bit unsigned integer. */
  nextUint32(): number;
}

// FNV-1a over UTF-16 code units. A stream's name decides its numbers, not the order in which streams are created.
const hash = (name: string): number => {
  let h = 0x811c9dc5;
  for (let i = 0; i < name.length; i++) h = Math.imul(h ^ name.charCodeAt(i), 0x01000193);
  return h >>> 0;
};

/**
 * A stream of random numbers for a seed and a name. Numbers taken from one stream do not shift those of another. The
 * generator is sfc32 (from PractRand).
 */
export function createRandom(seed: number, name = ''): Random {
  let a = seed | 0;
  let b = hash(name) | 0;
  let c = 0x9e3779b9 | 0;
  let counter = 1;
  const nextUint32 = (): number => {
    const result = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + result;
    c |= 0;
    return result >>> 0;
  };
  // The first outputs still depend on the seed in a simple way.
  for (let i = 0; i < 15; i++) nextUint32();
  return { nextUint32, next: () => nextUint32() / 0x1_0000_0000 };
}
