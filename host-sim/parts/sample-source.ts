import { NS_PER_SECOND } from '../core/time-units';

/** Sound as a function of time: the pressure at a microphone, with full scale ±1. */
export interface SampleSource {
  /**
   * Fills `into` with the values at `startNs` and then every 1/`rateHz` seconds, without frequencies above half of
   * `rateHz`. The same instants give the same values, in any order of calls.
   */
  fill(into: Float64Array, startNs: number, rateHz: number): void;
}

/** No sound. */
export const SILENCE: SampleSource = { fill: (into) => void into.fill(0) };

/** A sine of `hz` from `fromNs` to `toNs`. `amplitude` 1 is full scale. Default: from second 0, without end. */
export function createSine(options: {
  readonly hz: number;
  readonly amplitude: number;
  readonly fromNs?: number;
  readonly toNs?: number;
}): SampleSource {
  const { hz, amplitude, fromNs = 0, toNs = Infinity } = options;
  return {
    fill(into, startNs, rateHz) {
      const stepNs = NS_PER_SECOND / rateHz;
      const { sin } = Math;
      const radiansPerNs = (2 * Math.PI * hz) / NS_PER_SECOND;
      for (let i = 0; i < into.length; i++) {
        const atNs = startNs + i * stepNs;
        const isOn = atNs >= fromNs && atNs < toNs;
        into[i] = isOn ? amplitude * sin(radiansPerNs * atNs) : 0;
      }
    },
  };
}

/** White noise from a seed, uniform between ±`amplitude`, with a new value at every sampling instant. */
export function createNoise(options: { readonly seed: number; readonly amplitude: number }): SampleSource {
  const { seed, amplitude } = options;
  return {
    fill(into, startNs, rateHz) {
      const first = Math.round((startNs * rateHz) / NS_PER_SECOND);
      for (let i = 0; i < into.length; i++) into[i] = amplitude * (hash(seed, first + i) / 0x80000000 - 1);
    },
  };
}

/** The sum of several sounds. */
export function createMixture(sources: readonly SampleSource[]): SampleSource {
  let one = new Float64Array(0);
  return {
    fill(into, startNs, rateHz) {
      if (one.length !== into.length) one = new Float64Array(into.length);
      into.fill(0);
      for (const source of sources) {
        source.fill(one, startNs, rateHz);
        for (let i = 0; i < into.length; i++) into[i]! += one[i]!;
      }
    },
  };
}

/** A 32-bit hash of an index (finalizer of MurmurHash3, which is in the public domain). */
function hash(seed: number, index: number): number {
  let h = (Math.imul(index | 0, 0x9e3779b1) ^ seed) | 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}
