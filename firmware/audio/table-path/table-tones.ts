import { encodePcmuSample } from '../../../wire/pcmu';
import type { Codec } from './table-codec';

// Earcons on tables. A look-up cannot add, so an earcon replaces the room's sound while it lasts. A frame holds whole
// periods of any note, so every frame begins and ends at 0 and nothing clicks.

const NOTE_FRAMES = 4;
/** −18 dB. */
const LOUDEST = 4096;
/** A note's number times the samples of its period, at 8 kHz. */
const TURN = 1280;

export type TableTones = {
  /** The notes that are still to be played, see earcons.ts; and how many frames of the first one have been played. */
  notes: number;
  frame: number;
  /** Fills a transmit block with the next frame. There must be notes left. */
  readonly fill: (block: Int32Array) => void;
};

/** `loudness` is 0–1. Volume and ducking come on top of it, in the codec. */
export function createTableTones(codec: Codec, loudness: number): TableTones {
  const payload = new Uint8Array(codec.frameBytes);

  /** Computes one period of the note, and fills the frame with copies of it, doubling their number each time. */
  function makeNote(note: number): void {
    const bytes = payload.length;
    const turn = TURN / note;
    for (let i = 0; i < turn; i++) {
      payload[i] = encodePcmuSample(Math.round(loudness * LOUDEST * Math.sin((2 * Math.PI * i) / turn)));
    }
    for (let at = turn; at < bytes; at *= 2) payload.set(payload.subarray(0, Math.min(at, bytes - at)), at);
  }

  const tones: TableTones = {
    notes: 0,
    frame: 0,
    fill: (block: Int32Array) => {
      if (tones.frame === 0) makeNote(tones.notes & 0xfc);
      if (++tones.frame < NOTE_FRAMES) codec.decode(payload, block);
      else {
        // Fading.
        codec.conceal(payload, block, 1);
        tones.frame = 0;
        tones.notes >>>= 8;
      }
    },
  };
  return tones;
}
