// The state of the microphone's encoders, a word each:
//
// 0 predicted │ 4 index │ 8 DC │ 12 DC rate │ 16 gain │ 20 energy │ 24 peak
//
// From a word to a sample:  word >> 12 → − DC → × gain → limiter → 16 bits. A MEMS microphone has 20 bits above its
// noise.

/** State of the DVI4 encoder. */
export const PREDICTED = 0;
export const INDEX = 4;
/** The microphone's level in silence, in units of 4 in a word. */
export const DC = 8;
/** How fast DC follows the microphone: the corner of the high pass is rate × this / 2¹⁰ / 2π. 0 keeps DC as it is. */
export const DC_RATE = 12;
/** Gain in 32nds, at most 2047. */
export const GAIN = 16;
/** Of the last block, after gain and limiter: the sum of sample² >> ENERGY_SHIFT, and the greatest magnitude. */
export const ENERGY = 20;
export const PEAK = 24;

export const ENERGY_SHIFT = 10;
export const UNITY_GAIN = 32;
/** 26 dB. With a microphone of −26 dB at 94 dB SPL, speech of 65 dB SPL at 1 m then has −29 dB of full scale. */
export const DEFAULT_GAIN = 640;
/** 20 Hz. */
export const DC_RATE_16K = 8;
export const DC_RATE_8K = 16;
