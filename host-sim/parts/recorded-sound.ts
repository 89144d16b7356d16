import { resample } from './resampler';
import type { SampleSource } from './sample-source';
import { NS_PER_SECOND } from '../core/time-units';

/** Samples with their rate, as a sound file holds them: floats with full scale ±1, or 16-bit integers. */
export type RecordedSound = { readonly samples: Float32Array | Int16Array; readonly rateHz: number };

const INT16_FULL_SCALE = 32768;

/** Plays samples once, from `startNs` on (second 0 unless said), band-limited to whatever rate is asked for. */
export function createRecordedSound(sound: RecordedSound, startNs = 0): SampleSource {
  const { samples, rateHz } = sound;
  const scale = samples instanceof Int16Array ? 1 / INT16_FULL_SCALE : 1;
  return {
    fill(into, fillNs, fillHz) {
      resample(samples, rateHz, into, fillHz, ((fillNs - startNs) * rateHz) / NS_PER_SECOND, scale);
    },
  };
}
