import { TAIL, TONES, TONE_START } from '../kernels/context';

const BLOCKS_OF_NOTE = 4;
const NOTES = 4;

/**
 * Has the kernels play these notes (see kernels/tone.ts), beginning with the first block that they have not linked yet. A note
 * that sounds goes on to its end first, so that nothing clicks; the fourth of four has no room behind it.
 */
export function playNotes(state: Int32Array, notes: number): void {
  const next = state[TAIL >> 2] + 1;
  const at = next - state[TONE_START >> 2];
  const within = at & (BLOCKS_OF_NOTE - 1);
  const isSounding = at > 0 && at < NOTES * BLOCKS_OF_NOTE && within > 0;
  const note = isSounding ? (state[TONES >> 2] >> (8 * Math.floor(at / BLOCKS_OF_NOTE))) & 255 : 0;
  state[TONE_START >> 2] = note & 0xfc ? next - within : next;
  state[TONES >> 2] = note & 0xfc ? (notes << 8) | note : notes;
}
