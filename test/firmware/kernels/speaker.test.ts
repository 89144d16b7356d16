import fc from 'fast-check';
import { TARGET_VOLUME, UNITY_VOLUME, VOLUME, VOLUME_STEP } from '../../../firmware/kernels/speaker-state';
import { KernelBench } from './kernel-bench';

const bench = new KernelBench('speaker');
const volume = fc.nat({ max: UNITY_VOLUME });

/** The words that samples become. */
function played(samples: ArrayLike<number>): number[] {
  bench.words.set(samples);
  bench.call.applyVolume!(bench.block, samples.length, bench.state);
  return [...bench.words.subarray(0, samples.length)];
}

test('at unity a sample is the upper half of its word, and at no volume nothing', () => {
  const samples = [-32768, -1, 0, 1, 32767];
  bench.speakerAt();
  expect(played(samples)).toEqual(samples.map((sample) => sample << 16));
  bench.speakerAt(0);
  expect(played(samples).map((word) => word | 0)).toEqual([0, 0, 0, 0, 0]);
});

test('a volume between them scales exactly', () => {
  fc.assert(
    fc.property(volume, fc.integer({ min: -32768, max: 32767 }), (factor, sample) => {
      bench.speakerAt(factor);
      expect(played([sample])[0]).toBe((sample * factor) | 0);
    }),
  );
});

test('a new volume is reached by a straight ramp, whose steps are below 0.4 % of unity, and is then held', () => {
  fc.assert(
    fc.property(volume, volume, (from, to) => {
      bench.speakerAt(from, to);
      // The loudest constant, so that every word shows the volume.
      const volumes = [];
      for (let block = 0; block < 3; block++) volumes.push(...played(new Int16Array(160).fill(32767)));
      let before = from;
      for (const word of volumes) {
        const now = word / 32767;
        expect(Math.abs(now - before)).toBe(Math.min(VOLUME_STEP, Math.abs(to - before)));
        expect(Math.abs(to - now)).toBeLessThanOrEqual(Math.abs(to - before));
        before = now;
      }
      expect([bench.get(VOLUME), bench.get(TARGET_VOLUME), before]).toEqual([to, to, to]);
      expect(VOLUME_STEP / UNITY_VOLUME).toBeLessThan(0.004);
    }),
    { numRuns: 30 },
  );
});

test('a tone is faded without a click: its curvature stays that of a tone', () => {
  const tone = Array.from({ length: 640 }, (_, i) => Math.round(20_000 * Math.sin((2 * Math.PI * 440 * i) / 16_000)));
  const curvature = (words: readonly number[]): number =>
    Math.max(...words.slice(2).map((word, i) => Math.abs(word - 2 * words[i + 1]! + words[i]!) / 65536));
  bench.speakerAt();
  const steady = curvature(played(tone));
  bench.speakerAt(UNITY_VOLUME, 0);
  const fading = curvature(played(tone));
  expect(fading).toBeLessThan(steady + 2 * ((20_000 * VOLUME_STEP) / UNITY_VOLUME) * 0.2 + 2);
});
