import type { Loudness } from '../sound';

/**
 * PCMU for the tables path, between DMA blocks and RTP payloads. One frame is one DMA block. A frame allocates nothing
 * but views.
 */
export interface Codec {
  readonly frameBytes: number;
  /** Encodes a receive block (see TableMemory.rxSamples) into `payload`, which has `frameBytes`. */
  encode(samples: Int32Array, payload: Uint8Array): void;
  /** Energy of the frame encoded last: the sum of its squared 16-bit samples. */
  energy(): number;
  /** Fills `payload` with silence. */
  silence(payload: Uint8Array): void;
  /** Decodes one frame's bytes into a transmit block. */
  decode(payload: Uint8Array, block: Int32Array): void;
  /**
   * Fills a transmit block in place of a lost frame, with the frame before it, fading. `run` counts stand-ins in a row
   * from 1.
   */
  conceal(previous: Uint8Array, block: Int32Array, run: number): void;
  /** Whether a frame is so quiet that nobody hears when it is left out. */
  isQuiet(payload: Uint8Array): boolean;
  setLoudness(loudness: Loudness): void;
}
