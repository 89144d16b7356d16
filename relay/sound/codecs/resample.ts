// Resamples between 8 and 16 kHz with a half-band low-pass of 47 taps at 16 kHz (windowed sinc, Kaiser, beta 5.65). It is
// flat up to 3.4 kHz and 60 dB down from 4.6 kHz on. In a half-band filter the middle tap is 1/2 and every second other
// tap is zero. Both directions keep their history, so frames join without a seam. The delay is 23 samples at 16 kHz,
// 1.4 ms.

import type { FrameCodec } from './codec';

/** Turns frames into the same frames at another rate. Frames must come in order. */
export interface Resampler {
  readonly toRateHz: number;
  /** How many samples a frame has at that rate. */
  readonly outSamples: number;
  /** Resamples the next frame into `into`, `outSamples` long. */
  process(frame: Int16Array, into: Int16Array): void;
  /** Takes over the history of another resampler of the same kind, to continue after the frame that it had last. */
  goOnFrom(other: Resampler): void;
}

const SIDE_TAPS = 12;
const KAISER_BETA = 5.65;

/** The modified Bessel function of the first kind, order zero, by its power series. */
function besselI0(x: number): number {
  let sum = 1;
  let term = 1;
  for (let k = 1; k < 32; k++) {
    term *= (x / (2 * k)) ** 2;
    sum += term;
  }
  return sum;
}

/** The taps at the odd distances 1, 3 … 23 from the middle, scaled so that all taps add up to one. */
function sideTaps(): Float64Array {
  const taps = new Float64Array(SIDE_TAPS);
  const reach = 2 * SIDE_TAPS;
  for (let j = 0; j < SIDE_TAPS; j++) {
    const distance = 2 * j + 1;
    const sinc = Math.sin((Math.PI * distance) / 2) / (Math.PI * distance);
    taps[j] = (sinc * besselI0(KAISER_BETA * Math.sqrt(1 - (distance / reach) ** 2))) / besselI0(KAISER_BETA);
  }
  const sum = taps.reduce((total, tap) => total + 2 * tap, 0);
  return taps.map((tap) => (tap * 0.5) / sum);
}

const TAPS = sideTaps();

function toSample(value: number): number {
  return value > 32767 ? 32767 : value < -32768 ? -32768 : Math.round(value);
}

/** The end of the previous frame, followed by the new frame. */
class History {
  readonly samples: Float64Array;
  private readonly length: number;

  constructor(length: number, frameSamples: number) {
    this.length = length;
    this.samples = new Float64Array(length + frameSamples);
  }

  append(frame: Int16Array): void {
    this.samples.copyWithin(0, this.samples.length - this.length);
    this.samples.set(frame, this.length);
  }
}

/** 8 kHz to 16 kHz: every input sample passes unchanged, and an interpolated one is put between each two. */
export class Upsampler implements Resampler {
  readonly toRateHz = 16000;
  readonly outSamples: number;
  private readonly history: History;

  constructor(frameSamples: number) {
    this.outSamples = 2 * frameSamples;
    this.history = new History(2 * SIDE_TAPS - 1, frameSamples);
  }

  goOnFrom(other: Resampler): void {
    if (other instanceof Upsampler) this.history.samples.set(other.history.samples);
  }

  process(frame: Int16Array, into: Int16Array): void {
    this.history.append(frame);
    const x = this.history.samples;
    for (let n = 0; n < frame.length; n++) {
      const middle = n + SIDE_TAPS - 1;
      let between = 0;
      for (let j = 0; j < SIDE_TAPS; j++) between += TAPS[j]! * (x[middle - j]! + x[middle + 1 + j]!);
      into[2 * n] = x[middle]!;
      into[2 * n + 1] = toSample(2 * between);
    }
  }
}

/** 16 kHz to 8 kHz: frequencies above 4 kHz are filtered out, then every second sample is left out. */
export class Downsampler implements Resampler {
  readonly toRateHz = 8000;
  readonly outSamples: number;
  private readonly history: History;

  constructor(frameSamples: number) {
    this.outSamples = frameSamples / 2;
    this.history = new History(4 * SIDE_TAPS - 3, frameSamples);
  }

  goOnFrom(other: Resampler): void {
    if (other instanceof Downsampler) this.history.samples.set(other.history.samples);
  }

  process(frame: Int16Array, into: Int16Array): void {
    this.history.append(frame);
    const x = this.history.samples;
    for (let n = 0; n < frame.length / 2; n++) {
      const middle = 2 * n + 2 * SIDE_TAPS - 1;
      let sum = 0.5 * x[middle]!;
      for (let j = 0; j < SIDE_TAPS; j++) sum += TAPS[j]! * (x[middle - 2 * j - 1]! + x[middle + 2 * j + 1]!);
      into[n] = toSample(sum);
    }
  }
}

/** A resampler from the codec's rate to the other rate. */
export function createResampler({ frameSamples, format }: FrameCodec): Resampler {
  return format.rateHz === 16000 ? new Downsampler(frameSamples) : new Upsampler(frameSamples);
}
