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
/** Of the last block, behind gain and limiter: the sum of sample² >> ENERGY_SHIFT, and the greatest magnitude. */
export const ENERGY = 20;
export const PEAK = 24;

export const ENERGY_SHIFT = 10;
export const UNITY_GAIN = 32;
/** 26 dB: speech at 1 m, 65 dB SPL, then has −29 dB of full scale from a microphone with −26 dB at 94 dB SPL. */
export const DEFAULT_GAIN = 640;
/** 20 Hz. */
export const DC_RATE_16K = 8;
export const DC_RATE_8K = 16;
