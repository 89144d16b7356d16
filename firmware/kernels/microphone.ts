import { load32, store32 } from './machine';
import { DC, DC_RATE, GAIN, ENERGY, PEAK, ENERGY_SHIFT } from './microphone-state';

const DC_BITS = 10;
/** 4 bits below a 16-bit sample, 5 below the gain's unity. */
const GAIN_BITS = 9;
/** The limiter does not change samples up to 2¹⁴, −6 dB. */
const KNEE = 16383;
const LIMIT = 32767;

/**
 * Turns a block of the microphone's words into 16-bit samples in their place: removes DC, amplifies, limits and
 * measures.
 */
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
    energy += (magnitude * magnitude) >> ENERGY_SHIFT;
    peak = Math.max(peak, magnitude);
    store32(words, sample);
    words += 4;
  }
  store32(microphone + DC, dc);
  store32(microphone + ENERGY, energy);
  store32(microphone + PEAK, peak);
}
