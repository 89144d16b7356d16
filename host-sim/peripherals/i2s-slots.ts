import type { I2sSettings } from './i2s-settings';

/** Writes words of memory into the slots of `frames` frames. */
export function spreadWords(
  settings: I2sSettings,
  words: Int32Array,
  frames: number,
  left: Int32Array,
  right: Int32Array,
): void {
  const first = settings.isRightFirst ? right : left;
  const second = settings.isRightFirst ? left : right;
  switch (settings.slots) {
    case 'first and second':
      return deinterleave(words, frames, first, second);
    case 'second and first':
      return deinterleave(words, frames, second, first);
    case 'both':
      copy(words, frames, first);
      return copy(words, frames, second);
    case 'first':
      copy(words, frames, first);
      return void second.fill(settings.singleData, 0, frames);
    case 'second':
      copy(words, frames, second);
      return void first.fill(settings.singleData, 0, frames);
  }
}

/** Reads words for memory from the slots of `frames` frames. */
export function collectWords(
  settings: I2sSettings,
  left: Int32Array,
  right: Int32Array,
  frames: number,
  words: Int32Array,
): void {
  const first = settings.isRightFirst ? right : left;
  const second = settings.isRightFirst ? left : right;
  switch (settings.slots) {
    case 'first and second':
      return interleave(first, second, frames, words);
    case 'second and first':
      return interleave(second, first, frames, words);
    case 'both':
    case 'first':
      return copy(first, frames, words);
    case 'second':
      return copy(second, frames, words);
  }
}

/**
 * Shifts slots in place, for a receiver whose frames begin one BCK cycle before the data (`lateBits` 1) or after it
 * (-1). `rightBefore` is the right slot of the frame before. With -1 the last bit of the run comes from the next frame,
 * which is not known yet, so it is 0.
 */
export function shiftSlots(
  left: Int32Array,
  right: Int32Array,
  frames: number,
  lateBits: 1 | -1,
  rightBefore: number,
): void {
  let before = rightBefore;
  for (let i = 0; i < frames; i++) {
    const l = left[i]!;
    const r = right[i]!;
    if (lateBits === 1) {
      left[i] = (l >>> 1) | (before << 31);
      right[i] = (r >>> 1) | (l << 31);
    } else {
      left[i] = (l << 1) | (r >>> 31);
      right[i] = (r << 1) | (i + 1 < frames ? left[i + 1]! >>> 31 : 0);
    }
    before = r;
  }
}

/** A loop, for a block has some ten words: `set` would need a view of them, which costs more than the copy. */
function copy(from: Int32Array, count: number, to: Int32Array): void {
  for (let i = 0; i < count; i++) to[i] = from[i]!;
}

function deinterleave(words: Int32Array, frames: number, even: Int32Array, odd: Int32Array): void {
  for (let i = 0; i < frames; i++) {
    even[i] = words[2 * i]!;
    odd[i] = words[2 * i + 1]!;
  }
}

function interleave(even: Int32Array, odd: Int32Array, frames: number, words: Int32Array): void {
  for (let i = 0; i < frames; i++) {
    words[2 * i] = even[i]!;
    words[2 * i + 1] = odd[i]!;
  }
}
