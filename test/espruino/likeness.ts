import { resample } from '../../host-sim/parts/resampler';
import type { Sound } from '../../cli/wav';

// Inside a test every look-up of a global is slow; a local's is not.
const { floor, log10, round } = Math;

/** How well a long sound came through: of its loud half seconds, each with its own delay. */
export type Passage = {
  readonly windows: number;
  readonly medianSnrDb: number;
  readonly shortestMs: number;
  readonly longestMs: number;
};

/** The rate of the line and of PCMU. */
export const LINE_HZ = 8000;
const FULL_SCALE = 32768;
const WINDOW = LINE_HZ / 2;
const LONGEST_DELAY = 0.4 * LINE_HZ;
/** Steps of a sample in which the delay is looked for. */
const FINENESS = 16;
/** Mean square below which a window holds too little to compare: −43 dB of full scale. */
const QUIET = 5e-5;

/** A sound at the line's rate as 16-bit samples; it begins `at` line samples into the sound. */
export function onTheLine({ samples, rateHz }: Sound, at = 0, length = lineLength(samples, rateHz)): Float64Array {
  const into = new Float64Array(length);
  resample(samples, rateHz, into, LINE_HZ, (at * rateHz) / LINE_HZ, FULL_SCALE - 1);
  return into;
}

function lineLength(samples: Float32Array, rateHz: number): number {
  return floor((samples.length * LINE_HZ) / rateHz);
}

/** Compares by windows, since playout may leave out or repeat a frame in real time. Both begin at the same instant. */
export function comparePassage(source: Sound, heard: Int16Array): Passage {
  const whole = onTheLine(source);
  const snrs: number[] = [];
  const delays: number[] = [];
  for (let from = 0; from + WINDOW <= whole.length; from += WINDOW) {
    if (energyOf(whole, from) / (WINDOW * FULL_SCALE * FULL_SCALE) < QUIET) continue;
    const lag = likeliestLag(whole, heard, from);
    let best = { snrDb: -Infinity, delay: 0 };
    for (let step = -FINENESS; step <= FINENESS; step++) {
      const delay = lag + step / FINENESS;
      const snrDb = snrOf(onTheLine(source, from + lag - delay, WINDOW), heard, from + lag);
      if (snrDb > best.snrDb) best = { snrDb, delay };
    }
    snrs.push(best.snrDb);
    delays.push((1000 * best.delay) / LINE_HZ);
  }
  snrs.sort((a, b) => a - b);
  delays.sort((a, b) => a - b);
  return {
    windows: snrs.length,
    medianSnrDb: snrs[snrs.length >> 1],
    shortestMs: delays[0],
    longestMs: delays[delays.length - 1],
  };
}

function energyOf(samples: Float64Array, from: number): number {
  let energy = 0;
  for (let i = from; i < from + WINDOW; i++) energy += samples[i] * samples[i];
  return energy;
}

function likeliestLag(source: Float64Array, heard: Int16Array, from: number): number {
  let lag = 0;
  let most = -Infinity;
  for (let candidate = 0; candidate <= LONGEST_DELAY; candidate++) {
    let likeness = 0;
    for (let i = from; i < from + WINDOW; i += 3) likeness += source[i] * (heard[i + candidate] ?? 0);
    if (likeness > most) [most, lag] = [likeness, candidate];
  }
  return lag;
}

/** Of what was heard against all in it that is not the sound, at whatever level it is. */
function snrOf(sound: Float64Array, heard: Int16Array, at: number): number {
  let energy = 0;
  let common = 0;
  for (let i = 0; i < sound.length; i++) {
    energy += sound[i] * sound[i];
    common += sound[i] * (heard[at + i] ?? 0);
  }
  const gain = common / energy;
  let error = 0;
  for (let i = 0; i < sound.length; i++) error += ((heard[at + i] ?? 0) - gain * sound[i]) ** 2;
  return 10 * log10((gain * gain * energy) / (error + 1));
}

/** 16-bit samples of a sound, as a member sends them. */
export function asPcm(sound: Sound): Int16Array {
  return Int16Array.from(onTheLine(sound), round);
}
