import { resample } from '../../host-sim/parts/resampler';
import type { Sound } from '../../cli/sound/wav';

// Inside a test every look-up of a global is slow; a local's is not.
const { floor, log10, round, sqrt, tan, PI, SQRT2 } = Math;

/** How well a long sound came through: of its loud stretches, each with its own delay. */
export type Passage = {
  readonly windows: number;
  readonly medianSnrDb: number;
  readonly shortestMs: number;
  readonly longestMs: number;
};

const FULL_SCALE = 32768;
/** A frame: playout takes a sample out of each, or puts one in, to hold its delay. */
const WINDOW_SECONDS = 0.02;
const LOWEST_HZ = 80;
const LONGEST_DELAY_SECONDS = 0.4;
/** Steps of a sample in which the delay is looked for. */
const FINENESS = 16;
/** Mean square below which a window holds too little to compare: −43 dB of full scale. */
const QUIET = 5e-5;
/** One sample in so many is enough to find the likeliest delay by. */
const COARSENESS_AT_8K = 3;

/** A sound at the line's rate as 16-bit samples; it begins `at` line samples into the sound. */
function onTheLine({ samples, rateHz }: Sound, lineHz: number, at: number, length: number): Float64Array {
  const into = new Float64Array(length);
  resample(samples, rateHz, into, lineHz, (at * rateHz) / lineHz, FULL_SCALE - 1);
  return into;
}

function wholeOnTheLine(sound: Sound, lineHz: number): Float64Array {
  return onTheLine(sound, lineHz, 0, floor((sound.samples.length * lineHz) / sound.rateHz));
}

/**
 * Compares by short stretches, since playout moves its delay. Both begin at the same instant; `heard`
 * has the rate of the line.
 */
export function comparePassage(source: Sound, heard: Int16Array, lineHz: number): Passage {
  const sound = { ...source, samples: withoutRumble(source.samples, source.rateHz) };
  const played = withoutRumble(Float64Array.from(heard), lineHz);
  const whole = wholeOnTheLine(sound, lineHz);
  const window = lineHz * WINDOW_SECONDS;
  const snrs: number[] = [];
  const delays: number[] = [];
  for (let from = 0; from + window <= whole.length; from += window) {
    const part = whole.subarray(from, from + window);
    if (energyOf(part) / (window * FULL_SCALE * FULL_SCALE) < QUIET) continue;
    const lag = likeliestLag(part, played, from, lineHz);
    let best = { snrDb: -Infinity, delay: 0 };
    for (let step = -FINENESS; step <= FINENESS; step++) {
      const delay = lag + step / FINENESS;
      const snrDb = snrOf(onTheLine(sound, lineHz, from + lag - delay, window), played, from + lag);
      if (snrDb > best.snrDb) best = { snrDb, delay };
    }
    snrs.push(best.snrDb);
    delays.push((1000 * best.delay) / lineHz);
  }
  snrs.sort((a, b) => a - b);
  delays.sort((a, b) => a - b);
  return {
    windows: snrs.length,
    medianSnrDb: snrs[snrs.length >> 1]!,
    shortestMs: delays[0]!,
    longestMs: delays[delays.length - 1]!,
  };
}

/** What is below any voice is no sound: the device takes a microphone's DC out. A Butterworth high-pass of second order. */
function withoutRumble<T extends Float32Array | Float64Array>(samples: T, rateHz: number): T {
  const w = tan((PI * LOWEST_HZ) / rateHz);
  const scale = 1 / (1 + SQRT2 * w + w * w);
  const [b1, b2] = [2 * scale * (w * w - 1), scale * (1 - SQRT2 * w + w * w)];
  const into = samples.slice() as T;
  let [x1, x2, y1, y2] = [samples[0], samples[0], 0, 0];
  for (let i = 0; i < samples.length; i++) {
    const y = scale * (samples[i]! - 2 * x1! + x2!) - b1 * y1 - b2 * y2;
    [x2, x1, y2, y1] = [x1, samples[i], y1, y];
    into[i] = y;
  }
  return into;
}

function energyOf(samples: Float64Array): number {
  let energy = 0;
  for (let i = 0; i < samples.length; i++) energy += samples[i]! * samples[i]!;
  return energy;
}

function likeliestLag(part: Float64Array, heard: Float64Array, from: number, lineHz: number): number {
  const coarseness = (COARSENESS_AT_8K * lineHz) / 8000;
  let lag = 0;
  let most = -Infinity;
  for (let candidate = 0; candidate <= LONGEST_DELAY_SECONDS * lineHz; candidate++) {
    let common = 0;
    let energy = 1;
    for (let i = 0; i < part.length; i += coarseness) {
      const sample = heard[from + i + candidate] ?? 0;
      common += part[i]! * sample;
      energy += sample * sample;
    }
    const likeness = common / sqrt(energy);
    if (likeness > most) [most, lag] = [likeness, candidate];
  }
  return lag;
}

/** Of what was heard against all in it that is not the sound, at whatever level it is. */
function snrOf(sound: Float64Array, heard: Float64Array, at: number): number {
  let energy = 0;
  let common = 0;
  for (let i = 0; i < sound.length; i++) {
    energy += sound[i]! * sound[i]!;
    common += sound[i]! * (heard[at + i] ?? 0);
  }
  const gain = common / energy;
  let error = 0;
  for (let i = 0; i < sound.length; i++) error += ((heard[at + i] ?? 0) - gain * sound[i]!) ** 2;
  return 10 * log10((gain * gain * energy) / (error + 1));
}

/** 16-bit samples of a sound at a rate, as a member sends them. */
export function asPcm(sound: Sound, rateHz: number): Int16Array {
  return Int16Array.from(wholeOnTheLine(sound, rateHz), round);
}
