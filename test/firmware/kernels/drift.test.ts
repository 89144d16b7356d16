import fc from 'fast-check';
import { speech } from '../../support/speech';
import { KernelBench } from './kernel-bench';

const bench = new KernelBench('drift');
const CANARY = 0x55555555;
const KERNELS = ['dropSample', 'addSample'] as const;
type Kernel = (typeof KERNELS)[number];

/** A block of words after one of the kernels. */
function adjusted(kernel: Kernel, words: ArrayLike<number>): Int32Array {
  bench.words.fill(CANARY);
  bench.words.set(words);
  const samples = bench.call[kernel]!(bench.block, words.length);
  expect(bench.words[Math.max(samples, words.length)]).toBe(CANARY);
  return bench.words.slice(0, samples);
}

const tone = (hz: number, samples: number): number[] =>
  Array.from({ length: samples }, (_, i) => 20_000 * Math.sin((2 * Math.PI * hz * i) / 16_000 + 0.3));

/** The greatest second difference, which a step or a corner would raise. */
function curvature(samples: readonly number[]): number {
  return samples.reduce(
    (most, sample, i) => (i < 2 ? 0 : Math.max(most, Math.abs(sample - 2 * samples[i - 1]! + samples[i - 2]!))),
    0,
  );
}

/** Energy further than 400 Hz from the tone, in dB of all. */
function spuriousDb(samples: readonly number[], hz: number): number {
  const count = samples.length;
  const windowed = samples.map((sample, i) => sample * (0.5 - 0.5 * Math.cos((2 * Math.PI * (i + 0.5)) / count)));
  let all = 0;
  let near = 0;
  for (let bin = 0; bin < count / 2; bin++) {
    const angle = (2 * Math.PI * bin) / count;
    const real = windowed.reduce((sum, sample, i) => sum + sample * Math.cos(angle * i), 0);
    const imaginary = windowed.reduce((sum, sample, i) => sum + sample * Math.sin(angle * i), 0);
    const energy = real * real + imaginary * imaginary;
    all += energy;
    if (Math.abs((bin * 16_000) / count - hz) < 400) near += energy;
  }
  return 10 * Math.log10((all - near) / all);
}

test.each([
  [440, -55],
  [3000, -40],
])('in a tone of %d Hz nothing is heard of a sample more or less', (hz, limitDb) => {
  const source = tone(hz, 960);
  for (const kernel of KERNELS) {
    const block = [
      ...adjusted(
        kernel,
        source.slice(320, 640).map((sample) => sample * 65536),
      ),
    ];
    expect(block).toHaveLength(kernel === 'dropSample' ? 319 : 321);
    const heard = [...source.slice(0, 320), ...block.map((word) => word / 65536), ...source.slice(640)];
    expect(curvature(heard)).toBeLessThan(1.08 * curvature(source));
    expect(spuriousDb(heard, hz)).toBeLessThan(limitDb);
  }
});

test('in speech no block gets a corner', () => {
  const { samples } = speech('austen-1', 0);
  const source = Array.from(samples, (sample) => 32767 * sample);
  for (let from = 320; from + 640 < source.length; from += 960) {
    const surrounded = source.slice(from - 320, from + 640);
    for (const kernel of KERNELS) {
      const words = adjusted(
        kernel,
        surrounded.slice(320, 640).map((sample) => sample * 65536),
      );
      const heard = [...surrounded.slice(0, 320), ...[...words].map((word) => word / 65536), ...surrounded.slice(640)];
      expect(curvature(heard)).toBeLessThanOrEqual(1.05 * curvature(surrounded) + 1);
    }
  }
});

test('the sample goes in or out where the block changes least', () => {
  // 9 windows of 32; only the one that begins at 96 is level.
  const words = Array.from({ length: 320 }, (_, i) => (i >= 96 && i <= 128 ? 7000 : 500 * ((i * i) % 37)) << 12);
  const [dropped, added] = KERNELS.map((kernel) => [...adjusted(kernel, words)]);
  expect(dropped).toEqual([...words.slice(0, 97), ...words.slice(98)].map((word) => expect.closeTo(word, -2)));
  expect(added).toEqual(
    [...words.slice(0, 97), words[97], ...words.slice(97)].map((word) => expect.closeTo(word!, -2)),
  );
});

test('whatever the block, what lies before the window stays, what lies behind moves by one, and nothing wraps', () => {
  const word = fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 });
  fc.assert(
    fc.property(fc.array(word, { minLength: 33, maxLength: 700 }), (words) => {
      for (const kernel of KERNELS) {
        const step = kernel === 'dropSample' ? -1 : 1;
        const out = adjusted(kernel, words);
        expect(out).toHaveLength(words.length + step);
        let first = 0;
        while (first < out.length && out[first] === words[first]) first++;
        let last = out.length - 1;
        while (last > 0 && Math.abs(out[last]! - words[last - step]!) < 128) last--;
        expect(last - first).toBeLessThan(33);
        const outside: number[] = [];
        for (let i = Math.max(first, 1); i <= last; i++) {
          const [one, other] = [words[i]!, words[i - step]!];
          if (!(out[i]! >= Math.min(one, other) - 128 && out[i]! <= Math.max(one, other) + 128)) outside.push(i);
        }
        expect(outside).toEqual([]);
      }
    }),
    { numRuns: 200 },
  );
});

test('a constant stays what it is, and a block too short for a seam too', () => {
  for (const kernel of KERNELS) {
    expect(new Set(adjusted(kernel, new Int32Array(160).fill(-(2 ** 31))))).toEqual(new Set([-(2 ** 31)]));
    for (const length of [0, 1, 32]) {
      const words = Array.from({ length }, (_, i) => i << 20);
      expect([...adjusted(kernel, words)]).toEqual(words);
    }
    expect(adjusted(kernel, new Int32Array(33))).toHaveLength(kernel === 'dropSample' ? 32 : 34);
  }
});
