// Sample work of the mix. Sums are exact 32-bit integers, so that "everybody but me" is the sum less my own samples.

/** Up to here, about -3 dBFS, the mix is the plain sum. */
export const KNEE = 23197;
const ROOM_ABOVE_KNEE = 32767 - KNEE;

/** A soft limiter without memory: the identity up to the knee, then a curve that bends towards full scale. */
export function limit(sum: number): number {
  const magnitude = sum < 0 ? -sum : sum;
  if (magnitude <= KNEE) return sum;
  const over = (magnitude - KNEE) / ROOM_ABOVE_KNEE;
  const limited = KNEE + Math.round((ROOM_ABOVE_KNEE * over) / (1 + over));
  return sum < 0 ? -limited : limited;
}

/** One round of mixing at one rate: add every talker's frame, then read the sum with or without one of them. */
export class Mixer {
  private readonly sum: Int32Array;

  constructor(frameSamples: number) {
    this.sum = new Int32Array(frameSamples);
  }

  clear(): void {
    this.sum.fill(0);
  }

  add(frame: Int16Array): void {
    const sum = this.sum;
    for (let i = 0; i < sum.length; i++) sum[i] += frame[i];
  }

  /** The sum of all frames. */
  writeAll(into: Int16Array): void {
    const sum = this.sum;
    for (let i = 0; i < sum.length; i++) into[i] = limit(sum[i]);
  }

  /** The sum of all frames but `own`, which must have been added before: what its speaker hears. */
  writeWithout(own: Int16Array, into: Int16Array): void {
    const sum = this.sum;
    for (let i = 0; i < sum.length; i++) into[i] = limit(sum[i] - own[i]);
  }
}
