import { FRAME_SAMPLES, TONES, TONE_LEVEL, TONE_START, TONE_UNIT } from './context';
import { load32, store32 } from './machine';
import { wordsOf } from './tx-ring';

// Earcons, as in audio/earcons.ts. The part of an earcon in a block depends only on the block's index, so a block that
// is decoded again or out of order gets the same part. A note lasts four blocks. Its envelope is a parabola, and so is
// each half of its wave.
//
//      ▁▂▄▆▇████▇▆▄▂▁       note = frequency in steps of 6.25 Hz;
//      START … 4 blocks     its two lowest bits are the loudness, 12 dB less for each step

const NOTE_BITS = 2;
/** Four notes. */
const BLOCKS = 16;

/** A wave of ±2¹⁴ whose phase goes from −2¹⁵ to 2¹⁵. */
function hump(phase: number): number {
  return (phase * (32768 - Math.abs(phase))) >> 14;
}

/** Whether the block is before the end of the earcon. */
export function isBeforeEnd(context: number, index: number): number {
  return index - load32(context + TONE_START) < BLOCKS ? 1 : 0;
}

/** Adds the earcon's part to the block, at most −18 dB of full scale. */
export function mixTone(context: number, index: number): void {
  const at = index - load32(context + TONE_START);
  if (at & -BLOCKS) return;
  const note = load32(context + TONES) >> ((at >> NOTE_BITS) << 3);
  const frame = load32(context + FRAME_SAMPLES);
  const unit = load32(context + TONE_UNIT);
  const level = load32(context + TONE_LEVEL) >> ((note & 3) << 1);
  const step = (note & 0xfc) * unit;
  let window = (at & ((1 << NOTE_BITS) - 1)) * frame * unit;
  let phase = window * (note & 0xfc);
  let words = wordsOf(context, index);
  for (const end = words + (frame << 2); words < end; words += 4) {
    const tone = hump(phase >> 16) * ((hump(window >> 16) * level) >> 14);
    store32(words, Math.min(Math.max((load32(words) >> 16) + (tone >> 16), -32768), 32767) << 16);
    window += unit;
    phase += step;
  }
}
