import { NS_PER_SECOND } from '../core/time-units';

/** Sound as a function of time: the pressure at a microphone, full scale at ±1. */
export interface SampleSource {
  /**
   * Fills `into` with the values at `startNs`, and then every 1/`rateHz` seconds. Nothing above half of `rateHz` may be
   * left in them. The same instants give the same values, in whatever order they are asked for.
   */
  fill(into: Float64Array, startNs: number, rateHz: number): void;
}

/** No sound at all. */
export const SILENCE: SampleSource = { fill: (into) => void into.fill(0) };

/** A sine of `hz`; `amplitude` 1 is full scale. It sounds from `fromNs` to `toNs`, without end unless said. */
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

/** White noise of a seed, evenly spread between ±`amplitude`: one new value per sampling instant. */
export function createNoise(options: { readonly seed: number; readonly amplitude: number }): SampleSource {
  const { seed, amplitude } = options;
  return {
    fill(into, startNs, rateHz) {
      const first = Math.round((startNs * rateHz) / NS_PER_SECOND);
      for (let i = 0; i < into.length; i++) into[i] = amplitude * (hash(seed, first + i) / 0x80000000 - 1);
    },
  };
}

/** Several sounds at once. */
export function createMixture(sources: readonly SampleSource[]): SampleSource {
  return {
    fill(into, startNs, rateHz) {
      const one = new Float64Array(into.length);
      into.fill(0);
      for (const source of sources) {
        source.fill(one, startNs, rateHz);
        for (let i = 0; i < into.length; i++) into[i] += one[i];
      }
    },
  };
}

/** A well mixed 32-bit number for an index (finalizer of MurmurHash3, which is in the public domain). */
function hash(seed: number, index: number): number {
  let h = (Math.imul(index | 0, 0x9e3779b1) ^ seed) | 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}
