import { AT, FADE, GAIN, HISTORY, HISTORY_SAMPLES, LAG, TARGET } from './conceal-state';
import { load16, load32, store16, store32 } from './machine';

// Concealment of missing frames: the last period of the sound is repeated, fading, until there is a frame again. Then
// it is cross-faded into the frame.
//
//   history  … ─┬──── window ────┐        the lag is where the window fits best into the samples before it;
//        ├──────┴──┬──── lag ────┤        the last `lag` samples are the cycle that is repeated
//                  at →

const UNITY = 32768;
/** The gain comes down to its target by this much a sample. */
const DUCK = 512;
/** The target comes down to silence in 2¹⁵ / this samples, a little less than 60 ms. */
const FADE_16K = 35;
const FADE_8K = 70;
/** The cross-fade into a frame is faster by this factor: 5 ms. */
const MERGE = 12;
/** Samples at the beginning of the cycle that are bent to meet its end. */
const SEAM = 16;
/** Sound without a period is noise. It is repeated at this gain. */
const NOISE_GAIN = 10000;

/**
 * How much the window at the end of the history differs from the samples `lag` bytes before it: the sum of magnitudes.
 */
function mismatch(end: number, window: number, lag: number, stride: number): number {
  let sum = 0;
  for (let at = end - window; at < end; at += stride) sum += Math.abs(load16(at) - load16(at - lag));
  return sum;
}

/** The lag in bytes, from `from` to `to`, at which the window differs least. */
function search(end: number, window: number, from: number, to: number, stride: number): number {
  let least = 0x7fffffff;
  let best = from;
  for (; from <= to; from += stride) {
    const sum = mismatch(end, window, from, stride);
    if (sum < least) {
      least = sum;
      best = from;
    }
  }
  return best;
}

/**
 * The gain for a window that differs by `difference` from the samples one lag before: 1 − (difference / magnitude)² /
 * 2.
 */
function gainFor(difference: number, magnitude: number): number {
  if (difference >= magnitude + (magnitude >> 1)) return 0;
  let quotient = 0;
  for (let bit = 0; bit < 15; bit++) {
    quotient <<= 1;
    if (difference >= magnitude) {
      difference -= magnitude;
      quotient++;
    }
    difference <<= 1;
  }
  return UNITY - ((quotient * quotient) >> 14);
}

/** The fade a sample, at the rate of the history. */
function fadeOf(plc: number): number {
  return load32(plc + HISTORY_SAMPLES) > 320 ? FADE_16K : FADE_8K;
}

/** Finds the cycle with which the history goes on. */
export function concealStart(plc: number): void {
  const samples = load32(plc + HISTORY_SAMPLES);
  const end = load32(plc + HISTORY) + (samples << 1);
  // 2.5 ms.
  const unit = samples >> 3;
  const window = 3 * unit;
  let lag = search(end, window, unit, 7 * unit, 4);
  lag = search(end, window, lag - 2, lag + 2, 2);
  let magnitude = 0;
  for (let at = end - window; at < end; at += 2) magnitude += Math.abs(load16(at));
  let gain = gainFor(mismatch(end, window, lag, 2), magnitude);
  if (gain < NOISE_GAIN) {
    gain = NOISE_GAIN;
    lag = 7 * unit;
  }
  const first = end - lag;
  const step = load16(end - 2) - load16(first - 2);
  for (let i = 1; i < SEAM; i++) {
    const at = first + (i << 1) - 2;
    store16(at, Math.min(Math.max(load16(at) + ((step * (SEAM - i)) >> 4), -32768), 32767));
  }
  store32(plc + LAG, lag);
  store32(plc + AT, first);
  store32(plc + GAIN, UNITY);
  store32(plc + TARGET, gain);
  store32(plc + FADE, ((gain * fadeOf(plc)) >> 15) + 1);
}

/** Goes on with the cycle. The samples in `words` have a weight that grows from 0 by `step` a sample, up to unity. */
function goOn(words: number, samples: number, plc: number, step: number): void {
  const last = words + (samples << 2);
  const end = load32(plc + HISTORY) + (load32(plc + HISTORY_SAMPLES) << 1);
  const fade = load32(plc + FADE);
  let at = load32(plc + AT);
  let gain = load32(plc + GAIN);
  let target = load32(plc + TARGET);
  let weight = step;
  while (words < last && weight < UNITY) {
    if (at === end) at -= load32(plc + LAG);
    gain = Math.max(gain - DUCK, target);
    target = Math.max(target - fade, 0);
    const sample = (load16(at) * gain) >> 15;
    store32(words, (sample * (UNITY - weight) + (load32(words) >> 16) * weight) << 1);
    weight += step;
    at += 2;
    words += 4;
  }
  store32(plc + AT, at);
  store32(plc + GAIN, gain);
  store32(plc + TARGET, target);
}

/** Fills a block in place of a frame. After 60 ms there is silence. */
export function concealFill(words: number, samples: number, plc: number): void {
  goOn(words, samples, plc, 0);
}

/** Cross-fades from the concealment into the frame in the block. */
export function concealMerge(words: number, samples: number, plc: number): void {
  goOn(words, samples, plc, MERGE * fadeOf(plc));
}
