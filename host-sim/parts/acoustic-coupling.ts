import { NS_PER_MS, NS_PER_SECOND } from '../core/time-units';
import type { RecordedSound } from './recorded-sound';
import type { Recording } from './recording';
import { resample } from './resampler';
import { createMixture, type SampleSource } from './sample-source';

/** How a microphone hears a loudspeaker beside it. */
export type AcousticCoupling = {
  /** The level at the microphone for full scale at the loudspeaker, in dB of full scale. */
  readonly gainDb: number;
  /** The way through the air, to the nearest sample of the microphone. */
  readonly delayMs: number;
  /**
   * What the room makes of an impulse, after the delay, at a rate that is not lower than the microphone's. Default: the
   * impulse itself.
   */
  readonly impulseResponse?: RecordedSound | undefined;
};

const INT16_FULL_SCALE = 32768;
/** Rates that differ by less count as one: a crystal is some parts per million off, and the response of a room is not. */
const SAME_RATE = 0.002;

/** The response at another rate, with a factor. Its frequency response stays the same. */
function responseAt(rateHz: number, { samples, rateHz: fromHz }: RecordedSound, gain: number): Float64Array {
  const scale = samples instanceof Int16Array ? gain / INT16_FULL_SCALE : gain;
  if (Math.abs(rateHz / fromHz - 1) < SAME_RATE) return Float64Array.from(samples, (value) => value * scale);
  const taps = new Float64Array(Math.ceil((samples.length * rateHz) / fromHz));
  // An impulse has an area, not a height: at half the rate, half as many taps have to sum up to the same.
  resample(samples, fromHz, taps, rateHz, 0, (scale * fromHz) / rateHz);
  return taps;
}

/** What a microphone hears of what a loudspeaker beside it has played. */
export function createAcousticCoupling(played: Recording, coupling: AcousticCoupling): SampleSource {
  const { gainDb, delayMs, impulseResponse = { samples: Float32Array.of(1), rateHz: 16_000 } } = coupling;
  const gain = 10 ** (gainDb / 20);
  let tapsHz = 0;
  let taps: Float64Array = new Float64Array(0);
  let sound = new Float64Array(0);
  return {
    fill(into, startNs, rateHz) {
      if (rateHz !== tapsHz) {
        taps = responseAt(rateHz, impulseResponse, gain);
        tapsHz = rateHz;
      }
      const before = taps.length - 1;
      if (sound.length !== before + into.length) sound = new Float64Array(before + into.length);
      played.fill(sound, startNs - delayMs * NS_PER_MS - (before * NS_PER_SECOND) / rateHz, rateHz);
      for (let i = 0; i < into.length; i++) {
        let sum = 0;
        for (let k = 0; k <= before; k++) sum += taps[k]! * sound[before + i - k]!;
        into[i] = sum;
      }
    },
  };
}

/** A sound, and what the loudspeaker beside the microphone has played, if they are coupled. */
export function withCoupling(sound: SampleSource, played: Recording, coupling?: AcousticCoupling): SampleSource {
  return coupling === undefined ? sound : createMixture([sound, createAcousticCoupling(played, coupling)]);
}
