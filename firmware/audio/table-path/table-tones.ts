import { encodePcmuSample } from '../../../wire/pcmu';
import type { Codec } from './table-codec';

// Earcons on tables. A look-up cannot add, so that an earcon takes the place of what the room says meanwhile. Its pitches are
// such that a frame holds whole turns: every frame begins and ends at rest, and nothing clicks.

const NOTE_FRAMES = 4;
/** −18 dB. */
const LOUDEST = 4096;
/** A note's number by so many samples of a turn, at 8 kHz. */
const TURN = 1280;

export type TableTones = {
  /** The notes that are still to be played, see earcons.ts; and frames of the first one that have been. */
  notes: number;
  frame: number;
  /** Fills a transmit block with what comes next. There must be notes left. */
  readonly fill: (block: Int32Array) => void;
};

/** `loudness` is 0–1; in what the codec makes of it, the volume and ducking are its own. */
export function createTableTones(codec: Codec, loudness: number): TableTones {
  const payload = new Uint8Array(codec.frameBytes);

  /** A turn is computed, and then there are copies, two times as many each time. */
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
