import { load32, store32 } from './machine';

// One sample more or less, for clocks that differ: where the block changes least, each sample of a window slides a little
// further towards its neighbour, so that the sound goes on without a step.
//
//  weight   32 ┤        ┌───────     of the next sample (one less) or the one before (one more)
//            0 ┤───────╱
//              words   at  at + 32

const WINDOW = 32;
const WINDOW_BYTES = 4 * WINDOW;

/** Address of the window of 32 samples that changes least; 0 if there is none in the block. */
function smoothest(words: number, samples: number): number {
  const last = words + (samples << 2) - WINDOW_BYTES - 4;
  let least = 0x7fffffff;
  let best = 0;
  for (let start = words; start <= last; start += WINDOW_BYTES) {
    let change = 0;
    let before = load32(start) >> 8;
    for (let at = start + 4; at <= start + WINDOW_BYTES; at += 4) {
      const now = load32(at) >> 8;
      change += Math.abs(now - before);
      before = now;
    }
    if (change < least) {
      least = change;
      best = start;
    }
  }
  return best;
}

/** From `from` until `to`, replaces samples by a mixture with the one a step on, the more the further they are from `at`. */
function slide(from: number, to: number, step: number, at: number): void {
  while (from !== to) {
    const sample = load32(from);
    const weight = Math.min((from - at) >> 2, WINDOW);
    store32(from, sample + ((((load32(from + step) >> 6) - (sample >> 6)) * weight) << 1));
    from += step;
  }
}

/** Takes a sample out and answers how many are left; a block of less than 33 samples stays as it is. */
export function dropSample(words: number, samples: number): number {
  const at = smoothest(words, samples);
  if (at === 0) return samples;
  slide(at, words + (samples << 2) - 4, 4, at);
  return samples - 1;
}

/** Puts a sample in, for which there is room behind the block, and answers how many they are then. */
export function addSample(words: number, samples: number): number {
  const at = smoothest(words, samples);
  if (at === 0) return samples;
  store32(words + (samples << 2), 0);
  slide(words + (samples << 2), at, -4, at);
  return samples + 1;
}
