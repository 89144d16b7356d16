import { Downsampler, Upsampler, type Resampler } from '../../../../relay/sound/codecs/resample';

function tone(hz: number, rateHz: number, samples: number, peak = 20000): Int16Array {
  return Int16Array.from({ length: samples }, (_, i) => Math.round(peak * Math.sin((2 * Math.PI * hz * i) / rateHz)));
}

function process(resampler: Resampler, input: Int16Array, frame: number, factor: number): Int16Array {
  const output = new Int16Array(input.length * factor);
  for (let at = 0; at < input.length; at += frame) {
    resampler.process(input.subarray(at, at + frame), output.subarray(at * factor, (at + frame) * factor));
  }
  return output;
}

/** The level of one frequency in samples, relative to a sine of the given peak, in dB. */
function levelDb(pcm: Int16Array, hz: number, rateHz: number, peak = 20000): number {
  let [re, im] = [0, 0];
  pcm.forEach((sample, i) => {
    // A Hann window, so that other frequencies do not leak in.
    const weighted = sample * (1 - Math.cos((2 * Math.PI * i) / pcm.length));
    re += weighted * Math.cos((2 * Math.PI * hz * i) / rateHz);
    im += weighted * Math.sin((2 * Math.PI * hz * i) / rateHz);
  });
  return 20 * Math.log10((2 * Math.hypot(re, im)) / pcm.length / peak);
}

const down = (hz: number): Int16Array => process(new Downsampler(320), tone(hz, 16000, 16000), 320, 0.5).slice(400);
const up = (hz: number): Int16Array => process(new Upsampler(160), tone(hz, 8000, 8000), 160, 2).slice(800);

describe('resampling', () => {
  test.each([200, 1000, 2000, 3000, 3300])('passes %i Hz unchanged in both directions', (hz) => {
    expect(Math.abs(levelDb(down(hz), hz, 8000))).toBeLessThan(0.1);
    expect(Math.abs(levelDb(up(hz), hz, 16000))).toBeLessThan(0.1);
  });

  test.each([4700, 5000, 6000, 7500])('keeps %i Hz from coming back as a lower tone by more than 40 dB', (hz) => {
    expect(levelDb(down(hz), 8000 - hz, 8000)).toBeLessThan(-40);
  });

  test.each([300, 1000, 2000, 3300])('adds no image above 4 kHz to %i Hz, by more than 40 dB', (hz) => {
    expect(levelDb(up(hz), 8000 - hz, 16000)).toBeLessThan(-40);
  });

  test('joins frames without a seam, whatever their length', () => {
    const input = tone(700, 16000, 3200);
    expect(process(new Downsampler(320), input, 320, 0.5)).toEqual(process(new Downsampler(3200), input, 3200, 0.5));
    expect(process(new Upsampler(320), input, 320, 2)).toEqual(process(new Upsampler(3200), input, 3200, 2));
  });

  test('clips instead of wrapping', () => {
    const square = Int16Array.from({ length: 320 }, (_, i) => (i % 40 < 20 ? 32767 : -32768));
    const output = process(new Upsampler(160), square, 160, 2);
    for (let i = 200; i < output.length; i++) expect(Math.abs(output[i]! - output[i - 1]!)).toBeLessThan(62000);
  });
});
