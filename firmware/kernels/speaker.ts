import { load32, store32 } from './machine';

// What the speaker's decoders keep from block to block, a word each:
//
// 0 predicted │ 4 index │ 8 volume │ 12 target volume

/** State of the DVI4 decoder, set by every packet's header. */
export const PREDICTED = 0;
export const INDEX = 4;
/** Volume now, and the one it is led to; up to 2¹⁶ = unity. */
export const VOLUME = 8;
export const TARGET_VOLUME = 12;

export const UNITY_VOLUME = 65536;
/** Of unity, a sample: from silence to full volume in 16 ms at 16 kHz. */
export const VOLUME_STEP = 256;

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
