import { load32, store32 } from './machine';
import { VOLUME, TARGET_VOLUME, VOLUME_STEP } from './speaker-state';

/** Turns 16-bit samples into the amplifier's words in their place, at the speaker's volume. */
export function applyVolume(words: number, samples: number, speaker: number): void {
  const end = words + (samples << 2);
  const target = load32(speaker + TARGET_VOLUME);
  let volume = load32(speaker + VOLUME);
  while (words < end) {
    volume += Math.min(Math.max(target - volume, -VOLUME_STEP), VOLUME_STEP);
    // A 16-bit fraction of a 16-bit sample is a word.
    store32(words, load32(words) * volume);
    words += 4;
  }
  store32(speaker + VOLUME, volume);
}
