// Sums of samples. They are exact 32-bit integers, so a mix-minus is the sum of all voices minus one voice's samples.

/** The magnitude, about -3 dBFS, up to which the mix is the plain sum. */
const KNEE = 23197;
const ROOM_ABOVE_KNEE = 32767 - KNEE;

/** A soft limiter without memory: the identity up to the knee, above it a curve that approaches full scale. */
export function limit(sum: number): number {
  const magnitude = sum < 0 ? -sum : sum;
  if (magnitude <= KNEE) return sum;
  const over = (magnitude - KNEE) / ROOM_ABOVE_KNEE;
  const limited = KNEE + Math.round((ROOM_ABOVE_KNEE * over) / (1 + over));
  return sum < 0 ? -limited : limited;
}

/** One round at one rate. Add every talker's frame, then write the full mix or a mix-minus. */
export class Mixer {
  private readonly sum: Int32Array;

  constructor(frameSamples: number) {
    this.sum = new Int32Array(frameSamples);
  }

  /** Begins a new sum. */
  clear(): void {
    this.sum.fill(0);
  }

  /** Adds a talker's frame. */
  add(frame: Int16Array): void {
    const sum = this.sum;
    for (let i = 0; i < sum.length; i++) sum[i]! += frame[i]!;
  }

  /** Writes the sum of all frames, limited. */
  writeFullMix(into: Int16Array): void {
    const sum = this.sum;
    for (let i = 0; i < sum.length; i++) into[i] = limit(sum[i]!);
  }

  /** Writes the sum of all frames but `own`, limited: what the talker of `own` hears. `own` must have been added. */
  writeMixMinus(own: Int16Array, into: Int16Array): void {
    const sum = this.sum;
    for (let i = 0; i < sum.length; i++) into[i] = limit(sum[i]! - own[i]!);
  }
}
