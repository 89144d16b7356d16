import { load32, store32 } from './machine';

// What the microphone's encoders keep from block to block, a word each:
//
// 0 predicted │ 4 index │ 8 DC │ 12 DC rate │ 16 gain │ 20 energy │ 24 peak
//
// Samples go  word >> 12 → − DC → × gain → limiter → 16 bits.  20 bits are what a MEMS microphone has above its noise.

/** State of the DVI4 encoder. */
export const PREDICTED = 0;
export const INDEX = 4;
/** What the microphone says in silence, a quarter of a word's scale. */
export const DC = 8;
/** How fast that is learnt: corner of the high pass = rate × this / 2¹⁰ / 2π. 0 keeps DC as it is. */
export const DC_RATE = 12;
/** Gain in 32nds, at most 2047. */
export const GAIN = 16;
/** Of the last block, behind gain and limiter: the sum of sample² >> 10, and the greatest magnitude. */
export const ENERGY = 20;
export const PEAK = 24;

export const UNITY_GAIN = 32;
/** 26 dB: speech at 1 m, 65 dB SPL, then has −29 dB of full scale from a microphone with −26 dB at 94 dB SPL. */
export const DEFAULT_GAIN = 640;
/** 20 Hz. */
export const DC_RATE_16K = 8;
export const DC_RATE_8K = 16;

const DC_BITS = 10;
/** 4 bits below a 16-bit sample, 5 below the gain's unity. */
const GAIN_BITS = 9;
/** The limiter leaves samples up to 2¹⁴, −6 dB, as they are. */
const KNEE = 16383;
const LIMIT = 32767;

/** Turns a block of the microphone's words into 16-bit samples in their place: without DC, amplified, limited, measured. */
export function condition(words: number, samples: number, microphone: number): void {
  const end = words + (samples << 2);
  const rate = load32(microphone + DC_RATE);
  const gain = load32(microphone + GAIN);
  let dc = load32(microphone + DC);
  let energy = 0;
  let peak = 0;
  while (words < end) {
    const level = (load32(words) >> 12) - (dc >> DC_BITS);
    dc += level * rate;
    let sample = (level * gain) >> GAIN_BITS;
    let magnitude = Math.abs(sample);
    if (magnitude > KNEE) {
      // A parabola from slope 1 at the knee to slope 0 at full scale.
      const over = Math.min(magnitude - KNEE, LIMIT);
      magnitude = KNEE + over - ((over * over) >> 16);
      sample = sample < 0 ? -magnitude : magnitude;
    }
    energy += (magnitude * magnitude) >> 10;
    peak = Math.max(peak, magnitude);
    store32(words, sample);
    words += 4;
  }
  store32(microphone + DC, dc);
  store32(microphone + ENERGY, energy);
  store32(microphone + PEAK, peak);
}
