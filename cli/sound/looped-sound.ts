import { createRecordedSound, type SampleSource } from '../../host-sim';
import type { Sound } from './wav';
import { NS_PER_SECOND } from '../../host-sim/core/time-units';

/** Repeats a sound without pauses from `startNs` on. */
export function createLoopedSound(sound: Sound, startNs: number): SampleSource {
  const once = createRecordedSound(sound);
  const roundNs = (sound.samples.length * NS_PER_SECOND) / sound.rateHz;
  if (roundNs === 0) return once;
  return {
    fill(into, fillNs, rateHz) {
      const stepNs = NS_PER_SECOND / rateHz;
      for (let from = 0; from < into.length;) {
        const atNs = fillNs + from * stepNs - startNs;
        const inRoundNs = atNs < 0 ? atNs : atNs % roundNs;
        const untilNs = atNs < 0 ? -atNs : roundNs - inRoundNs;
        const count = Math.min(into.length - from, Math.max(1, Math.ceil(untilNs / stepNs)));
        once.fill(into.subarray(from, from + count), inRoundNs, rateHz);
        from += count;
      }
    },
  };
}
