/* eslint es-x/no-math-clz32: off -- compiled, never interpreted */
import { load32, load8, store32, store8 } from './machine';
import { condition } from './microphone';
import { applyVolume } from './speaker';

// PCMU (ITU-T G.711 µ-law) between words of the I2S and payload bytes, bit for bit as in wire/pcmu.ts.

const BIAS = 0x84;
const CLIP = 32767 - BIAS;

/** Encodes a block of the microphone's words, which become samples, one byte each. Returns the number of bytes. */
export function encodePcmu(words: number, bytes: number, samples: number, microphone: number): number {
  condition(words, samples, microphone);
  for (let i = 0; i < samples; i++) {
    const sample = load32(words + (i << 2));
    // All ones for a negative sample. Its magnitude is its complement.
    const sign = sample >> 31;
    const magnitude = Math.min(sample ^ sign, CLIP) + BIAS;
    const segment = 24 - Math.clz32(magnitude);
    const code = (segment << 4) | ((magnitude >> (segment + 3)) & 15);
    store8(bytes + i, ~(code | (sign & 0x80)));
  }
  return samples;
}

/** Decodes `samples` samples into words for the amplifier. */
export function decodePcmu(bytes: number, words: number, samples: number, speaker: number): void {
  for (let i = 0; i < samples; i++) {
    const code = ~load8(bytes + i);
    const sample = ((((code & 15) << 3) + BIAS) << ((code >> 4) & 7)) - BIAS;
    store32(words + (i << 2), code & 0x80 ? -sample : sample);
  }
  applyVolume(words, samples, speaker);
}
