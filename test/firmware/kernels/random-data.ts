// Random numbers from a seed, and bytes, words and sounds made of them.

// In a test's own global object every look-up of a global is slow: a hundred times a local's.
const { imul, round, sin } = Math;
const [Bytes, Halves, Words] = [Uint8Array, Int16Array, Int32Array];

const POOL_BYTES = 1 << 20;
let pool = new ArrayBuffer(POOL_BYTES);
let used = 0;

/** Room for so many bytes, zeros, in memory shared with others: a buffer each would be most of the work. */
function room(count: number): Uint8Array {
  if (used + count > POOL_BYTES) [pool, used] = [new ArrayBuffer(POOL_BYTES), 0];
  const made = new Bytes(pool, used, count);
  used = (used + count + 3) & ~3;
  return made;
}

export type Random = () => number;

/** Random 32-bit patterns from a seed (mulberry32). */
export function randomFrom(seed: number): Random {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (mixed ^ (mixed >>> 14)) >>> 0;
  };
}

export const below = (random: Random, limit: number): number => random() % limit;

export function bytes(random: Random, count: number): Uint8Array {
  const made = room(count);
  for (let i = 0; i < count; i++) made[i] = random();
  return made;
}

export function words(values: readonly number[]): Uint8Array {
  const made = room(4 * values.length);
  new Words(pool, made.byteOffset, values.length).set(values);
  return made;
}

/**
 * A sound of one of several kinds, as words of the I2S: noise, silence, full scale, a ramp, single clicks, a low hum.
 */
export function sound(random: Random, samples: number): Uint8Array {
  const kind = below(random, 6);
  const scale = below(random, 32);
  const inBytes = room(4 * samples);
  const made = new Words(pool, inBytes.byteOffset, samples);
  for (let i = 0; i < samples; i++) {
    if (kind === 0) made[i] = (random() | 0) >> scale;
    else if (kind === 1) made[i] = below(random, 8) === 0 ? -256 : 0;
    else if (kind === 2) made[i] = (i >> below(random, 4)) & 1 ? 0x7fffff00 : -0x80000000;
    else if (kind === 3) made[i] = (i << 24) >> (scale & 7);
    else if (kind === 4) made[i] = i % 13 === 5 ? random() : 0;
    else made[i] = round(0x60000000 * sin(i / (2 + (scale & 7)))) & ~0xff;
  }
  return inBytes;
}

/** So many samples of the past, which may have a period. */
export function history(random: Random, samples: number): Uint8Array {
  const step = 6.28 / (20 + below(random, 80));
  const noise = below(random, 3) === 0 ? 16 : 26;
  const inBytes = room(2 * samples);
  const made = new Halves(pool, inBytes.byteOffset, samples);
  for (let i = 0; i < samples; i++)
    made[i] = below(random, 8) === 0 ? 0 : 12000 * sin(i * step) + ((random() | 0) >> noise);
  return inBytes;
}
