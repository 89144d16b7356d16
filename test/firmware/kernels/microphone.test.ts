import fc from 'fast-check';
import * as m from '../../../firmware/kernels/microphone-state';
import { KernelBench } from './kernel-bench';

const bench = new KernelBench('microphone');
const word = fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 });
const gain = fc.integer({ min: 0, max: 2047 });

/** The samples of the block, with the state as it is. */
function conditioned(words: ArrayLike<number>): number[] {
  bench.words.set(words);
  bench.call.condition!(bench.block, words.length, bench.state);
  return [...bench.words.subarray(0, words.length)];
}

/** The microphone without high pass, at a gain in 32nds. */
const microphoneAt = (factor: number): KernelBench => bench.neutralMicrophone().set(m.GAIN, factor);

const rms = (samples: readonly number[]): number =>
  Math.sqrt(samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length);

test('at unity every sample up to −6 dB passes as it is', () => {
  bench.neutralMicrophone();
  for (let from = -16384; from < 16384; from += 1024) {
    const samples = Array.from({ length: 1025 }, (_, i) => from + i);
    expect(conditioned(samples.map((sample) => sample << 16))).toEqual(samples);
  }
});

test('the gain is exact: 20 bits go in, whole samples come out', () => {
  fc.assert(
    fc.property(fc.integer({ min: -(2 ** 19), max: 2 ** 19 - 1 }), fc.nat(4095), gain, (twentyBits, below, factor) => {
      microphoneAt(factor);
      const wanted = Math.floor((twentyBits * factor) / 512) + 0;
      const [got] = conditioned([(twentyBits << 12) | below]);
      if (Math.abs(wanted) <= 16384) expect(got).toBe(wanted);
      else expect(Math.sign(got!)).toBe(Math.sign(wanted));
    }),
  );
});

test('the limiter bends evenly: no step, no corner, never down again, and symmetric', () => {
  // In units of 16-bit samples; beyond three times the knee there is nothing but full scale.
  const curve: number[] = [];
  for (let from = 0; from < 50_000; from += 1000) {
    microphoneAt(4 * m.UNITY_GAIN);
    const words = Array.from({ length: 1000 }, (_, i) => (from + i) << 14);
    const up = conditioned(words);
    microphoneAt(4 * m.UNITY_GAIN);
    expect(conditioned(words.map((each) => -each))).toEqual(up.map((sample) => 0 - sample));
    curve.push(...up);
  }
  const slopes = curve.slice(1).map((sample, i) => sample - curve[i]!);
  expect([Math.min(...slopes), Math.max(...slopes)]).toEqual([0, 1]);
  expect([16384, 20000, 32768, 49149, 49999].map((input) => curve[input])).toEqual([16384, 19801, 28672, 32767, 32767]);
  // The slope, over 512 samples, changes by less than 2 % of unity.
  const smooth = Array.from({ length: 96 }, (_, i) => (curve[512 * (i + 1)]! - curve[512 * i]!) / 512);
  for (let i = 1; i < smooth.length; i++) expect(Math.abs(smooth[i]! - smooth[i - 1]!)).toBeLessThan(0.02);
});

test('nothing wraps, at whatever gain, rate and DC, and louder stays louder', () => {
  fc.assert(
    fc.property(fc.array(word, { minLength: 2, maxLength: 50 }), gain, word, (words, factor, dc) => {
      microphoneAt(factor).set(m.DC, dc >> 2);
      const sorted = [...words].sort((a, b) => a - b);
      const samples = conditioned(sorted);
      for (let i = 1; i < samples.length; i++) expect(samples[i]).toBeGreaterThanOrEqual(samples[i - 1]!);
      expect(Math.max(...samples.map(Math.abs))).toBeLessThanOrEqual(32767);
    }),
  );
  fc.assert(
    fc.property(fc.array(fc.constantFrom(-(2 ** 31), 2 ** 31 - 1), { maxLength: 320 }), gain, (words, factor) => {
      microphoneAt(factor).set(m.DC_RATE, m.DC_RATE_8K);
      const samples = conditioned(words);
      samples.forEach((sample, i) => expect(sample === 0 || sample < 0 === words[i]! < 0).toBe(true));
    }),
  );
});

test('DC is gone within a quarter of a second, and comes back as nothing', () => {
  microphoneAt(m.DEFAULT_GAIN).set(m.DC_RATE, m.DC_RATE_16K);
  for (let block = 0; block < 12; block++) conditioned(new Int32Array(320).fill(0x01234567));
  expect(conditioned(new Int32Array(320).fill(0x01234567))).toEqual(new Array(320).fill(0));
  expect(bench.get(m.DC) >> 10).toBe(0x01234567 >> 12);
});

test('silence is exactly silent and stays so', () => {
  fc.assert(
    fc.property(word, gain, (dc, factor) => {
      microphoneAt(factor)
        .set(m.DC_RATE, m.DC_RATE_16K)
        .set(m.DC, dc >> 2);
      for (let block = 0; block < 8; block++) conditioned(new Int32Array(320));
      expect(conditioned(new Int32Array(320))).toEqual(new Array(320).fill(0));
      expect([bench.get(m.ENERGY), bench.get(m.PEAK)]).toEqual([0, 0]);
    }),
    { numRuns: 20 },
  );
});

test.each([
  [16_000, m.DC_RATE_16K],
  [8_000, m.DC_RATE_8K],
])('at %d Hz the high pass takes 3 dB at 20 Hz and leaves a voice alone', (rateHz, rate) => {
  const gainAt = (hz: number): number => {
    microphoneAt(m.UNITY_GAIN).set(m.DC_RATE, rate);
    const tone = (i: number): number => 8000 * Math.sin((2 * Math.PI * hz * i) / rateHz);
    let heard: number[] = [];
    for (let at = 0; at < rateHz; at += 800)
      heard = heard.concat(conditioned(Array.from({ length: 800 }, (_, i) => Math.round(tone(at + i)) << 16)));
    return 20 * Math.log10(rms(heard.slice(rateHz / 2)) / (8000 / Math.SQRT2));
  };
  expect(gainAt(20)).toBeCloseTo(-3, 0);
  expect(gainAt(5)).toBeLessThan(-11);
  expect(gainAt(100)).toBeGreaterThan(-0.3);
  expect(Math.abs(gainAt(1000))).toBeLessThan(0.1);
});

test('the level is that of what is coded: squares and the greatest magnitude', () => {
  fc.assert(
    fc.property(fc.array(word, { maxLength: 640 }), gain, (words, factor) => {
      microphoneAt(factor);
      const samples = conditioned(words);
      const energy = samples.reduce((sum, sample) => sum + ((sample * sample) >> 10), 0);
      expect(bench.get(m.ENERGY)).toBe(energy);
      expect(bench.get(m.PEAK)).toBe(Math.max(0, ...samples.map(Math.abs)));
    }),
  );
  microphoneAt(2047);
  conditioned(new Int32Array(640).fill(-(2 ** 31)));
  expect(bench.get(m.ENERGY)).toBe(640 * ((32767 * 32767) >> 10));
});

test('speech from an arm’s length comes out at a usual level', () => {
  // A MEMS microphone of −26 dB of full scale at 94 dB SPL; speech at 65 dB SPL is 29 dB below that.
  microphoneAt(m.DEFAULT_GAIN).set(m.DC_RATE, m.DC_RATE_16K);
  const amplitude = 2 ** 31 * 10 ** (-55 / 20) * Math.SQRT2;
  const heard = conditioned(Array.from({ length: 640 }, (_, i) => amplitude * Math.sin(i / 8)));
  expect(20 * Math.log10(rms(heard) / 32768)).toBeCloseTo(-29, 0);
});
