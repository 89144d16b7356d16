// PCMU: ITU-T G.711 µ-law at 8 kHz (RFC 3551, section 4.5.14). Samples have 16 bits. The law itself has 14 bits, so the two
// lowest bits of a decoded sample are zero. Code bytes are inverted on the wire, as G.711 demands.

const BIAS = 0x84;
const CLIP = 0x7fff - BIAS;

/** One µ-law byte → one 16-bit sample, |sample| ≤ 32124. */
export function decodePcmuSample(code: number): number {
  const bits = ~code & 0xff;
  const magnitude = ((((bits & 0x0f) << 3) + BIAS) << ((bits >> 4) & 7)) - BIAS;
  return bits & 0x80 ? -magnitude : magnitude;
}

/**
 * One 16-bit sample → one µ-law byte. The magnitude of a negative sample is its complement, as in ITU-T G.191. So the two
 * bits below the law's 14 never matter, and codes change only at multiples of 4.
 */
export function encodePcmuSample(sample: number): number {
  const sign = sample < 0 ? 0x80 : 0;
  const magnitude = Math.min(sample < 0 ? ~sample : sample, CLIP) + BIAS;
  let segment = 7;
  while (segment > 0 && magnitude < 0x80 << segment) segment--;
  return ~(sign | (segment << 4) | ((magnitude >> (segment + 3)) & 0x0f)) & 0xff;
}

/** Decodes as many samples as fit into both arrays. Returns their number. */
export function decodePcmu(bytes: Uint8Array, into: Int16Array): number {
  const samples = Math.min(bytes.length, into.length);
  for (let i = 0; i < samples; i++) into[i] = decodePcmuSample(bytes[i]!);
  return samples;
}

/** Encodes as many samples as fit into both arrays. Returns their number. */
export function encodePcmu(samples: Int16Array, into: Uint8Array): number {
  const count = Math.min(samples.length, into.length);
  for (let i = 0; i < count; i++) into[i] = encodePcmuSample(samples[i]!);
  return count;
}
