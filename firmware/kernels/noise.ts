import { load32, store32 } from './machine';

// Noise like that behind the voices where frames are missing, so that the room does not fall silent.
//
// 0 level │ 4 seed │ 8 low pass                    a word each; all may begin at 0

/** Mean magnitude of the background, in 256ths of a 16-bit sample. */
export const LEVEL = 0;
const SEED = 4;
const LOW_PASS = 8;

const LEVEL_BITS = 8;
/** How much the level rises in a louder block: about 1.7 dB a second, so that a voice does not count as background. */
const RISE_BITS = 8;
const RISE = 16;
const FALL_BITS = 2;
/** −36 dB: noise is never louder, whatever was measured. */
const LEVEL_MAX = 131072;

/** Learns from a block that was played how loud the background is, the sound when nobody speaks. */
export function noteBackground(words: number, samples: number, noise: number): void {
  const end = words + (samples << 2);
  const level = load32(noise + LEVEL);
  let mean = level;
  while (words < end) {
    mean += ((Math.abs(load32(words) >> 16) << LEVEL_BITS) - mean) >> 7;
    words += 4;
  }
  const change = mean < level ? (mean - level) >> FALL_BITS : Math.min(mean - level, (level >> RISE_BITS) + RISE);
  store32(noise + LEVEL, level + change);
}

/** Adds noise at the level of the background to a block. */
export function comfortNoise(words: number, samples: number, noise: number): void {
  const end = words + (samples << 2);
  let level = Math.min(load32(noise + LEVEL), LEVEL_MAX);
  // A uniform 14 bits, filtered as below, have a mean magnitude of 8/7 × 2¹¹.
  level -= level >> 3;
  let seed = load32(noise + SEED);
  let soft = load32(noise + LOW_PASS);
  while (words < end) {
    // Numerical Recipes' generator; only its upper bits are random.
    seed = seed * 1664525 + 1013904223;
    soft += ((seed >> 18) - soft) >> 1;
    const sample = (load32(words) >> 16) + ((soft * level) >> 19);
    store32(words, Math.min(Math.max(sample, -32768), 32767) << 16);
    words += 4;
  }
  store32(noise + SEED, seed);
  store32(noise + LOW_PASS, soft);
}
