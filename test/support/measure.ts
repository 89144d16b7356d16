// How much of one sound is in another: delay by cross-correlation, level-matched SNR within a band.

/** Mono samples, full scale ±1. */
type Heard = { readonly samples: ArrayLike<number>; readonly rateHz: number };

export type Likeness = {
  readonly delayMs: number;
  /** Of the aligned and level-matched sound against all that differs from it. */
  readonly snrDb: number;
  readonly gainDb: number;
};

const { abs, cos, exp, floor, log10, max, min, sin, PI } = Math;

const RATE_HZ = 16_000;
const HALF_WIDTH = 64;
const HIGH_PASS_HZ = 60;

/** What the samples around a position count, for a position that lies `fraction` of a sample behind the middle one. */
function tapsAt(fraction: number, cutoff: number): Float64Array {
  return Float64Array.from({ length: 2 * HALF_WIDTH + 1 }, (_, k) => {
    const t = k - HALF_WIDTH - fraction;
    if (abs(t) > HALF_WIDTH) return 0;
    const window = 0.5 + 0.5 * cos((PI * t) / (HALF_WIDTH + 1));
    return window * (t === 0 ? 2 * cutoff : sin(2 * PI * cutoff * t) / (PI * t));
  });
}

/** The sound at 16 kHz, limited to `bandHz` by a windowed sinc. */
function bandLimited({ samples, rateHz }: Heard, bandHz: number): Float64Array {
  const cutoff = min(bandHz, rateHz / 2, RATE_HZ / 2) / rateHz;
  const out = new Float64Array(floor((samples.length * RATE_HZ) / rateHz));
  // The positions between two samples repeat: there is one if the rates are equal, and 320 for 22,050 Hz.
  const tapsOf = new Map<number, Float64Array>();
  for (let i = 0; i < out.length; i++) {
    const centre = floor((i * rateHz) / RATE_HZ);
    const fraction = ((i * rateHz) % RATE_HZ) / RATE_HZ;
    let taps = tapsOf.get(fraction);
    if (!taps) tapsOf.set(fraction, (taps = tapsAt(fraction, cutoff)));
    const from = centre - HALF_WIDTH;
    const to = min(taps.length, samples.length - from);
    let sum = 0;
    for (let k = max(0, -from); k < to; k++) sum += samples[from + k]! * taps[k]!;
    out[i] = sum;
  }
  return highPass(out);
}

function highPass(x: Float64Array): Float64Array {
  const a = exp((-2 * PI * HIGH_PASS_HZ) / RATE_HZ);
  let before = 0;
  let y = 0;
  return x.map((value) => {
    y = a * (y + value - before);
    before = value;
    return y;
  });
}

function correlationAt(source: Float64Array, heard: Float64Array, lag: number, stride: number): number {
  let sum = 0;
  const to = min(source.length, heard.length - lag);
  for (let i = max(0, -lag); i < to; i += stride) sum += source[i]! * heard[i + lag]!;
  return abs(sum);
}

/** The lag in samples, 0 to `maxMs`, at which `heard` is most like `source`. */
function bestLag(source: Float64Array, heard: Float64Array, maxMs: number): number {
  let best = 0;
  let most = -1;
  for (let lag = 0; lag <= (maxMs * RATE_HZ) / 1000; lag++) {
    const likeness = correlationAt(source, heard, lag, 3);
    if (likeness > most) [most, best] = [likeness, lag];
  }
  return best;
}

/** Compares what was heard with its source; both begin at the same instant. Honest only if nothing else was heard. */
export function likeness(source: Heard, heard: Heard, bandHz = 3400, maxDelayMs = 600): Likeness {
  const s = bandLimited(source, bandHz);
  const y = bandLimited(heard, bandHz);
  const lag = bestLag(s, y, maxDelayMs);
  const to = min(s.length, y.length - lag);
  let energy = 0;
  let common = 0;
  for (let i = 0; i < to; i++) {
    energy += s[i]! * s[i]!;
    common += s[i]! * y[i + lag]!;
  }
  const gain = common / energy;
  let error = 0;
  for (let i = 0; i < to; i++) error += (y[i + lag]! - gain * s[i]!) ** 2;
  return {
    delayMs: (1000 * lag) / RATE_HZ,
    snrDb: 10 * log10((gain * gain * energy) / (error + 1e-18)),
    gainDb: 20 * log10(abs(gain) + 1e-12),
  };
}
