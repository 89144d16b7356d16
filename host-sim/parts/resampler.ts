// Band-limited interpolation by a Kaiser-windowed sinc (Smith & Gossett 1984). On each side the kernel spans LOBES zero
// crossings of the lower of the two rates. At 8 kHz it is flat to 3.4 kHz and 80 dB down from 4.6 kHz on, so that
// nothing folds back below 3.4 kHz.
const LOBES = 18;
const KAISER_BETA = 7.86; // 80 dB (Kaiser 1974: 0.1102 * (80 - 8.7))
const STEPS_PER_LOBE = 512; // With linear interpolation between them, errors are below -100 dB.

const KERNEL = createKernel();
/** Scratch of `resampleInStep`, kept between calls: most calls are for a few samples. */
let weights = new Float64Array(0);

/** Samples that can be read at any index. */
type SampleArray = Float32Array | Float64Array | Int16Array;

/**
 * Fills `into` with the sound of `samples`, whose rate is `fromHz`, at the positions `first`, `first + fromHz/toHz` and
 * so on. Outside the array is silence. Frequencies above half of the lower rate are removed. `scale` is a factor.
 */
export function resample(
  samples: SampleArray,
  fromHz: number,
  into: Float64Array,
  toHz: number,
  first: number,
  scale: number,
): void {
  const step = fromHz / toHz;
  const squeeze = Math.min(1, toHz / fromHz); // A lobe is 1/squeeze input samples wide.
  const reach = LOBES / squeeze;
  const kernelStep = squeeze * STEPS_PER_LOBE;
  const gain = scale * squeeze;
  if (Number.isInteger(step)) return resampleInStep(samples, step, into, first, reach, kernelStep, gain);
  const last = samples.length - 1;
  for (let i = 0; i < into.length; i++) {
    const at = first + i * step;
    const from = Math.max(0, Math.ceil(at - reach));
    const to = Math.min(last, Math.floor(at + reach));
    let sum = 0;
    for (let n = from; n <= to; n++) sum += samples[n]! * kernelAt((n < at ? at - n : n - at) * kernelStep);
    into[i] = sum * gain;
  }
}

/** The common case: every value has the same position between two samples, so the kernel is looked up once. */
function resampleInStep(
  samples: SampleArray,
  step: number,
  into: Float64Array,
  first: number,
  reach: number,
  kernelStep: number,
  gain: number,
): void {
  const begin = Math.ceil(first - reach);
  const taps = Math.floor(first + reach) - begin + 1;
  if (weights.length < taps) weights = new Float64Array(taps);
  for (let k = 0; k < taps; k++) weights[k] = gain * kernelAt(Math.abs(first - begin - k) * kernelStep);
  for (let i = 0; i < into.length; i++) {
    const at = begin + i * step;
    const to = Math.min(taps, samples.length - at);
    let sum = 0;
    for (let k = Math.max(0, -at); k < to; k++) sum += samples[at + k]! * weights[k]!;
    into[i] = sum;
  }
}

/** The kernel at a position in steps, interpolated. */
function kernelAt(position: number): number {
  const index = position | 0;
  const low = KERNEL[index]!;
  return low + (KERNEL[index + 1]! - low) * (position - index);
}

/** One side of the kernel, with two zeros at its end, so that interpolation does not read outside. */
function createKernel(): Float64Array {
  const length = LOBES * STEPS_PER_LOBE;
  const kernel = new Float64Array(length + 2);
  for (let i = 0; i < length; i++) {
    const lobe = i / STEPS_PER_LOBE;
    const sinc = i === 0 ? 1 : Math.sin(Math.PI * lobe) / (Math.PI * lobe);
    kernel[i] = (sinc * besselI0(KAISER_BETA * Math.sqrt(1 - (lobe / LOBES) ** 2))) / besselI0(KAISER_BETA);
  }
  return kernel;
}

/** The modified Bessel function of order 0, by its series. */
function besselI0(x: number): number {
  let term = 1;
  let sum = 1;
  for (let k = 1; term > 1e-12 * sum; k++) {
    term *= (x / (2 * k)) ** 2;
    sum += term;
  }
  return sum;
}
