import { load16, load32, load8, store32, store8, table16 } from './machine';
import { condition } from './microphone';
import { INDEX, PREDICTED } from './microphone-state';
import { applyVolume } from './speaker';
import { INDEX as SPEAKER_INDEX, PREDICTED as SPEAKER_PREDICTED } from './speaker-state';

// DVI4 (RFC 3551, section 4.5.1) between words of the I2S and payload bytes, bit for bit as in wire/dvi4.ts.

const LAST_INDEX = 88;

const STEPS = table16([
  7, 8, 9, 10, 11, 12, 13, 14, 16, 17, 19, 21, 23, 25, 28, 31, 34, 37, 41, 45, 50, 55, 60, 66, 73, 80, 88, 97, 107, 118,
  130, 143, 157, 173, 190, 209, 230, 253, 279, 307, 337, 371, 408, 449, 494, 544, 598, 658, 724, 796, 876, 963, 1060,
  1166, 1282, 1411, 1552, 1707, 1878, 2066, 2272, 2499, 2749, 3024, 3327, 3660, 4026, 4428, 4871, 5358, 5894, 6484,
  7132, 7845, 8630, 9493, 10442, 11487, 12635, 13899, 15289, 16818, 18500, 20350, 22385, 24623, 27086, 29794, 32767,
]);

/** The index of the step after `nibble`. */
function nextIndex(index: number, nibble: number): number {
  const change = nibble & 4 ? ((nibble & 3) << 1) + 2 : -1;
  return Math.min(Math.max(index + change, 0), LAST_INDEX);
}

/** Writes the header of a packet whose first sample will be the next one encoded. */
export function startDvi4(bytes: number, microphone: number): void {
  const predicted = load32(microphone + PREDICTED);
  store8(bytes, predicted >> 8);
  store8(bytes + 1, predicted);
  store8(bytes + 2, load32(microphone + INDEX));
  store8(bytes + 3, 0);
}

/** Encodes a block of the microphone's words, which become samples. Returns the number of bytes. */
export function encodeDvi4(words: number, bytes: number, samples: number, microphone: number): number {
  condition(words, samples, microphone);
  const end = words + (samples << 2);
  const from = bytes;
  let predicted = load32(microphone + PREDICTED);
  let index = load32(microphone + INDEX);
  // A one, and behind it the nibbles of the next byte.
  let pair = 1;
  while (words < end) {
    let step = load16(STEPS + (index << 1));
    let rest = load32(words) - predicted;
    let nibble = 0;
    if (rest < 0) {
      nibble = 8;
      rest = -rest;
    }
    let change = step >> 3;
    if (rest >= step) {
      nibble |= 4;
      rest -= step;
      change += step;
    }
    step >>= 1;
    if (rest >= step) {
      nibble |= 2;
      rest -= step;
      change += step;
    }
    step >>= 1;
    if (rest >= step) {
      nibble |= 1;
      change += step;
    }
    if (nibble & 8) change = -change;
    predicted = Math.min(Math.max(predicted + change, -32768), 32767);
    index = nextIndex(index, nibble);
    pair = (pair << 4) | nibble;
    if (pair & 0x100) {
      store8(bytes, pair);
      bytes++;
      pair = 1;
    }
    words += 4;
  }
  if (pair !== 1) {
    store8(bytes, pair << 4);
    bytes++;
  }
  store32(microphone + PREDICTED, predicted);
  store32(microphone + INDEX, index);
  return bytes - from;
}

/** Sets the state from a packet's header. Returns -1 when there is no such step; the speaker keeps its state then. */
export function openDvi4(bytes: number, speaker: number): number {
  const index = load8(bytes + 2);
  if (index > LAST_INDEX) return -1;
  store32(speaker + SPEAKER_PREDICTED, (((load8(bytes) << 8) | load8(bytes + 1)) << 16) >> 16);
  store32(speaker + SPEAKER_INDEX, index);
  return 0;
}

/** Decodes `samples` samples into words for the amplifier. */
export function decodeDvi4(bytes: number, words: number, samples: number, speaker: number): void {
  let predicted = load32(speaker + SPEAKER_PREDICTED);
  let index = load32(speaker + SPEAKER_INDEX);
  let pair = 0;
  for (let i = 0; i < samples; i++) {
    let nibble = pair;
    if ((i & 1) === 0) {
      pair = load8(bytes);
      bytes++;
      nibble = pair >> 4;
    }
    const step = load16(STEPS + (index << 1));
    let change = step >> 3;
    if (nibble & 4) change += step;
    if (nibble & 2) change += step >> 1;
    if (nibble & 1) change += step >> 2;
    if (nibble & 8) change = -change;
    predicted = Math.min(Math.max(predicted + change, -32768), 32767);
    index = nextIndex(index, nibble);
    store32(words + (i << 2), predicted);
  }
  store32(speaker + SPEAKER_PREDICTED, predicted);
  store32(speaker + SPEAKER_INDEX, index);
  applyVolume(words, samples, speaker);
}
