// The time that a voice takes from a microphone to a loudspeaker. Windows of one second of what the loudspeaker played
// are correlated with the source at every delay. No delay fits where several speak at once or losses are concealed.

import type { Sound } from './wav';

/** The delays in the first window that the voice was found in, in the last one, and in the slowest one. */
export type MouthToEar = { readonly firstMs: number; readonly lastMs: number; readonly mostMs: number };

const RATE_HZ = 4000;
const WINDOW_SAMPLES = RATE_HZ;
const LAG_MAX_SAMPLES = 0.6 * RATE_HZ;
const WINDOWS_MAX = 12;
/** −46 dB of full scale. */
const AUDIBLE_RMS = 0.005;
/** The least correlation at which a window counts as found. */
const ALIKE = 0.6;

/** The first `seconds` of a sound at 4 kHz, each value the mean of its samples. The sound repeats if it loops. */
function coarse(sound: Sound, seconds: number, loops: boolean): Float64Array {
  const { samples, rateHz } = sound;
  const step = rateHz / RATE_HZ;
  const out = new Float64Array(Math.floor(seconds * RATE_HZ));
  for (let i = 0; i < out.length; i++) {
    const [from, to] = [Math.round(i * step), Math.round((i + 1) * step)];
    for (let k = from; k < to; k++) out[i]! += samples[loops ? k % samples.length : k] ?? 0;
    out[i]! /= Math.max(1, to - from);
  }
  return out;
}

/** The energy of the window from each value on. */
function windowEnergies(x: Float64Array): Float64Array {
  const energies = new Float64Array(Math.max(0, x.length - WINDOW_SAMPLES + 1));
  let sum = 0;
  for (let i = 0; i < x.length; i++) {
    sum += x[i]! ** 2 - (i >= WINDOW_SAMPLES ? x[i - WINDOW_SAMPLES]! ** 2 : 0);
    if (i >= WINDOW_SAMPLES - 1) energies[i - WINDOW_SAMPLES + 1] = Math.max(0, sum);
  }
  return energies;
}

/** The lag in samples at which the window of `heard` from `at` on fits the source best, or undefined if none fits. */
function lagAt(source: Float64Array, energies: Float64Array, heard: Float64Array, at: number, energy: number) {
  let best: number | undefined;
  let most = ALIKE;
  for (let lag = 0; lag <= Math.min(LAG_MAX_SAMPLES, at); lag++) {
    const from = at - lag;
    let common = 0;
    for (let i = 0; i < WINDOW_SAMPLES; i++) common += source[from + i]! * heard[at + i]!;
    const likeness = common / Math.sqrt(energies[from]! * energy + 1e-12);
    if (likeness > most) [most, best] = [likeness, lag];
  }
  return best;
}

/** The delay of `source` in `heard`. Both begin at the same instant. Null when no delay fits. */
export function mouthToEar(source: Sound, heard: Sound, loops = false): MouthToEar | null {
  const y = coarse(heard, heard.samples.length / heard.rateHz, false);
  const x = coarse(source, y.length / RATE_HZ, loops);
  const [xEnergies, yEnergies] = [windowEnergies(x), windowEnergies(y)];
  const audible: number[] = [];
  for (let at = 0; at < yEnergies.length; at += WINDOW_SAMPLES / 2) {
    if (Math.sqrt(yEnergies[at]! / WINDOW_SAMPLES) > AUDIBLE_RMS) audible.push(at);
  }
  const stride = Math.max(1, (audible.length - 1) / (WINDOWS_MAX - 1));
  const lags: number[] = [];
  for (let k = 0; Math.round(k) < audible.length; k += stride) {
    const at = audible[Math.round(k)]!;
    const lag = lagAt(x, xEnergies, y, at, yEnergies[at]!);
    if (lag !== undefined) lags.push((1000 * lag) / RATE_HZ);
  }
  const firstMs = lags[0];
  const lastMs = lags.at(-1);
  if (firstMs === undefined || lastMs === undefined) return null;
  return { firstMs, lastMs, mostMs: Math.max(...lags) };
}
