import { NS_PER_SECOND } from '../core/time-units';
import { resample } from './resampler';
import type { SampleSource } from './sample-source';

/** Samples and their rate, as in a sound file: floats with full scale ±1, or 16-bit integers. */
export type RecordedSound = { readonly samples: Float32Array | Int16Array; readonly rateHz: number };

const INT16_FULL_SCALE = 32768;

/** Plays a sound once from `startNs` on (default: second 0), band-limited to the rate that is asked for. */
export function createRecordedSound(sound: RecordedSound, startNs = 0): SampleSource {
  const { samples, rateHz } = sound;
  const scale = samples instanceof Int16Array ? 1 / INT16_FULL_SCALE : 1;
  return {
    fill(into, fillNs, fillHz) {
      resample(samples, rateHz, into, fillHz, ((fillNs - startNs) * rateHz) / NS_PER_SECOND, scale);
    },
  };
}
