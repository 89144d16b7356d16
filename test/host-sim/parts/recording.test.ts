import fc from 'fast-check';
import { Recording } from '../../../host-sim/parts/recording';
import { fitTone } from '../../support/tone';
import { NS_PER_MS, NS_PER_SECOND } from '../../../host-sim/core/time-units';

describe('a recording', () => {
  test('is silent before, between and after the stretches that were clocked', () => {
    const recording = new Recording();
    recording.append(Int16Array.of(1, 2), 250_000, 16_000, 16_000);
    recording.append(Int16Array.of(3), 250_000 + 4 * 62_500, 16_000, 16_000);
    expect([...recording.toSamples(0, 10 * 62_500)]).toEqual([0, 0, 0, 0, 1, 2, 0, 0, 3, 0]);
    expect(recording.stretches).toEqual([
      { startNs: 250_000, endNs: 375_000 },
      { startNs: 500_000, endNs: 562_500 },
    ]);
  });

  test('can be cut anywhere', () => {
    const recording = new Recording();
    const samples = Int16Array.from({ length: 500 }, (_, i) => i + 1);
    recording.append(samples, 100 * 62_500, 16_000, 16_000);
    const whole = recording.toSamples(0, 700 * 62_500);
    const instant = fc.integer({ min: 0, max: 700 });
    fc.assert(
      fc.property(instant, instant, (a, b) => {
        const [from, to] = a < b ? [a, b] : [b, a];
        expect(recording.toSamples(from * 62_500, to * 62_500)).toEqual(whole.slice(from, to));
      }),
    );
  });

  test('joins runs that follow one another into one stretch', () => {
    const recording = new Recording();
    for (let i = 0; i < 100; i++)
      recording.append(Int16Array.of(i, i), (i * 2 * NS_PER_SECOND) / 44_100, 44_100, 44_100);
    expect(recording.stretches).toHaveLength(1);
    expect(recording.toSamples(0, (200 * NS_PER_SECOND) / 44_100)).toHaveLength(200);
  });

  test('keeps long recordings whole', () => {
    const recording = new Recording();
    const second = Int16Array.from({ length: 16_000 }, (_, i) => i);
    for (let s = 0; s < 5; s++) recording.append(second, s * NS_PER_SECOND, 16_000, 16_000);
    const track = recording.toSamples(0, 5 * NS_PER_SECOND);
    expect(track).toHaveLength(80_000);
    expect(track.subarray(64_000)).toEqual(second);
  });

  test('gives a stretch of another rate its true pitch in the track', () => {
    const recording = new Recording();
    const tone = (rateHz: number) =>
      Int16Array.from({ length: rateHz }, (_, i) => 8_000 * Math.sin((2 * Math.PI * 500 * i) / rateHz));
    recording.append(tone(8_000), 0, 8_000, 8_000);
    recording.append(tone(16_000), NS_PER_SECOND, 16_000, 16_000);
    const track = recording.toSamples(0, 2 * NS_PER_SECOND);
    expect(track).toHaveLength(32_000);
    for (const fromSample of [2_000, 18_000]) {
      const fit = fitTone(track.subarray(fromSample, fromSample + 8_000), 16_000, 500);
      expect(fit.snrDb).toBeGreaterThan(60);
      expect(fit.amplitude).toBeCloseTo(8_000, -1);
    }
  });

  test('lays sound of a crystal that is a little off onto the nominal rate without a click', () => {
    const exactHz = 16_000.8; // 50 ppm fast
    const recording = new Recording();
    const samples = Int16Array.from({ length: 32_000 }, (_, i) => 8_000 * Math.sin((2 * Math.PI * 500 * i) / exactHz));
    recording.append(samples, 0, exactHz, 16_000);
    expect(fitTone(recording.toSamples(0.1 * NS_PER_SECOND, 1.9 * NS_PER_SECOND), 16_000, 500).snrDb).toBeGreaterThan(
      60,
    );
  });

  test('is all silence when nothing ever came', () => {
    expect([...new Recording(8_000).toSamples(0, NS_PER_MS)]).toEqual(new Array(8).fill(0));
  });
});
