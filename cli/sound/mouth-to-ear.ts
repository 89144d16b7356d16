// How long a voice takes from a microphone to a loudspeaker, read off what was played: a second of it at a time is laid
// over the source until they are alike. Where several speak at once, or concealment has the word, they are not.

import type { Sound } from './wav';

/** Delays at the first, the last and the slowest of those seconds in which the voice could be made out. */
export type MouthToEar = { readonly firstMs: number; readonly lastMs: number; readonly mostMs: number };

const RATE_HZ = 4000;
const WINDOW_SAMPLES = RATE_HZ;
const LAG_MAX_SAMPLES = 0.6 * RATE_HZ;
const WINDOWS_MAX = 12;
/** −46 dB of full scale. */
const AUDIBLE_RMS = 0.005;
const ALIKE = 0.6;

/** A sound's first `seconds` at 4 kHz, each value the mean of what it stands for; over and over if it loops. */
function coarse(sound: Sound, seconds: number, loops: boolean): Float64Array {
  const { samples, rateHz } = sound;
  const step = rateHz / RATE_HZ;
  const out = new Float64Array(Math.floor(seconds * RATE_HZ));
  for (let i = 0; i < out.length; i++) {
    const [from, to] = [Math.round(i * step), Math.round((i + 1) * step)];
    for (let k = from; k < to; k++) out[i] += samples[loops ? k % samples.length : k] ?? 0;
    out[i] /= Math.max(1, to - from);
  }
  return out;
}

/** From each value on, the energy of a window. */
function windowEnergies(x: Float64Array): Float64Array {
  const energies = new Float64Array(Math.max(0, x.length - WINDOW_SAMPLES + 1));
  let sum = 0;
  for (let i = 0; i < x.length; i++) {
    sum += x[i] * x[i] - (i >= WINDOW_SAMPLES ? x[i - WINDOW_SAMPLES] ** 2 : 0);
    if (i >= WINDOW_SAMPLES - 1) energies[i - WINDOW_SAMPLES + 1] = Math.max(0, sum);
  }
  return energies;
}

/** The lag at which the window of `heard` that begins at `at` is most like the source, if it is at all. */
function lagAt(source: Float64Array, energies: Float64Array, heard: Float64Array, at: number, energy: number) {
  let best: number | undefined;
  let most = ALIKE;
  for (let lag = 0; lag <= Math.min(LAG_MAX_SAMPLES, at); lag++) {
    const from = at - lag;
    let common = 0;
    for (let i = 0; i < WINDOW_SAMPLES; i++) common += source[from + i] * heard[at + i];
    const likeness = common / Math.sqrt(energies[from] * energy + 1e-12);
    if (likeness > most) [most, best] = [likeness, lag];
  }
  return best;
}

/** The delay of `source` in `heard`, which begin at the same instant; null when it cannot be made out. */
export function mouthToEar(source: Sound, heard: Sound, loops = false): MouthToEar | null {
  const y = coarse(heard, heard.samples.length / heard.rateHz, false);
  const x = coarse(source, y.length / RATE_HZ, loops);
  const [xEnergies, yEnergies] = [windowEnergies(x), windowEnergies(y)];
  const audible: number[] = [];
  for (let at = 0; at < yEnergies.length; at += WINDOW_SAMPLES / 2) {
    if (Math.sqrt(yEnergies[at] / WINDOW_SAMPLES) > AUDIBLE_RMS) audible.push(at);
  }
  const stride = Math.max(1, (audible.length - 1) / (WINDOWS_MAX - 1));
  const lags: number[] = [];
  for (let k = 0; Math.round(k) < audible.length; k += stride) {
    const at = audible[Math.round(k)];
    const lag = lagAt(x, xEnergies, y, at, yEnergies[at]);
    if (lag !== undefined) lags.push((1000 * lag) / RATE_HZ);
  }
  if (lags.length === 0) return null;
  return { firstMs: lags[0], lastMs: lags[lags.length - 1], mostMs: Math.max(...lags) };
}
