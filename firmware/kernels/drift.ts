import { load32, store32 } from './machine';

// Makes a block one sample longer or shorter, for clocks that differ. Where the block changes least, each sample of a
// window slides a little further towards its neighbour, so that the sound goes on without a step.
//
//  weight   32 ┤        ┌───────     of the next sample (one less) or the one before (one more)
//            0 ┤───────╱
//              words   at  at + 32

const WINDOW = 32;
const WINDOW_BYTES = 4 * WINDOW;

/** Address of the window of 32 samples that changes least; 0 if the block is too short. */
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

/**
 * From `from` to `to`, mixes each sample with the one `step` bytes further on. Its weight grows with the distance from
 * `at`.
 */
function slide(from: number, to: number, step: number, at: number): void {
  while (from !== to) {
    const sample = load32(from);
    const weight = Math.min((from - at) >> 2, WINDOW);
    store32(from, sample + ((((load32(from + step) >> 6) - (sample >> 6)) * weight) << 1));
    from += step;
  }
}

/** Leaves out a sample. Returns how many are left. A block of fewer than 33 samples stays as it is. */
export function dropSample(words: number, samples: number): number {
  const at = smoothest(words, samples);
  if (at === 0) return samples;
  slide(at, words + (samples << 2) - 4, 4, at);
  return samples - 1;
}

/** Adds a sample; the block has room for it. Returns how many there are then. */
export function addSample(words: number, samples: number): number {
  const at = smoothest(words, samples);
  if (at === 0) return samples;
  store32(words + (samples << 2), 0);
  slide(words + (samples << 2), at, -4, at);
  return samples + 1;
}
