import type { Loudness } from '../sound';

/**
 * What the sound path on tables asks of PCMU, between DMA blocks and RTP payloads. One frame is one DMA block. Nothing here
 * allocates per frame but views.
 */
export interface Codec {
  readonly frameBytes: number;
  /** Encodes a receive block (see TableMemory.rxSamples) into `payload`, which has `frameBytes`. */
  encode(samples: Int32Array, payload: Uint8Array): void;
  /** Energy of the frame encoded last: the sum of its squared 16-bit samples. */
  energy(): number;
  /** A payload of silence. */
  silence(payload: Uint8Array): void;
  /** Decodes one frame's bytes into a transmit block. */
  decode(payload: Uint8Array, block: Int32Array): void;
  /** Fills a transmit block in place of a lost frame: its predecessor once more, fading; `run` counts from 1. */
  conceal(previous: Uint8Array, block: Int32Array, run: number): void;
  /** Whether a frame is so quiet that leaving it out is not heard. */
  isQuiet(payload: Uint8Array): boolean;
  setLoudness(loudness: Loudness): void;
}
