import { resample } from '../../../host-sim/parts/resampler';
import { fitTone } from '../../support/tone';

/** The middle of a tone of `hz`, 0.2 s long, that was resampled from `fromHz` to `toHz`. */
function hear(hz: number, fromHz: number, toHz: number): Float64Array {
  const samples = Float32Array.from({ length: 0.2 * fromHz }, (_, i) => Math.sin((2 * Math.PI * hz * i) / fromHz));
  const into = new Float64Array(Math.floor(0.1 * toHz));
  resample(samples, fromHz, into, toHz, 0.05 * fromHz + 0.37, 1);
  return into;
}

describe('band-limited interpolation', () => {
  test.each([
    [8_000, 16_000],
    [16_000, 8_000],
    [44_100, 8_000],
    [48_000, 16_000],
    [8_000, 8_000],
    [16_000, 15_999.6],
  ])('is clean by 60 dB and flat within 0.1 dB up to 3.4 kHz, from %i Hz to %f Hz', (fromHz, toHz) => {
    for (const hz of [200, 1_000, 2_500, 3_400]) {
      const fit = fitTone(hear(hz, fromHz, toHz), toHz, hz);
      expect(fit.snrDb).toBeGreaterThan(60);
      expect(20 * Math.log10(fit.amplitude)).toBeCloseTo(0, 1);
    }
  });

  test.each([4_600, 5_000, 7_000, 11_000, 20_000])(
    'lets nothing of %i Hz fold back when it goes down to 8 kHz',
    (hz) => {
      const heard = hear(hz, 48_000, 8_000);
      expect(Math.max(...heard.map(Math.abs))).toBeLessThan(1e-3);
    },
  );

  test('puts a sample where its instant is', () => {
    const into = new Float64Array(4);
    resample(Float32Array.of(0, 0, 0.5, 0, 0), 8_000, into, 8_000, 1, 1);
    expect(into[0]).toBeCloseTo(0, 6);
    expect(into[1]).toBeCloseTo(0.5, 6);
    expect(into[2]).toBeCloseTo(0, 6);
  });

  test('is silent outside the samples and multiplies by the scale', () => {
    const into = new Float64Array(3);
    resample(Float32Array.of(1, 1), 8_000, into, 8_000, -500, 1);
    expect([...into]).toEqual([0, 0, 0]);
    resample(Int16Array.of(0, 16384, 0), 8_000, into, 8_000, 1, 1 / 32768);
    expect(into[0]).toBeCloseTo(0.5, 6);
  });
});
