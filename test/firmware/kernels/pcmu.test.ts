import fc from 'fast-check';
import { GAIN, UNITY_GAIN } from '../../../firmware/kernels/microphone-state';
import { decodePcmuSample, encodePcmuSample } from '../../../wire/pcmu';
import { KernelBench } from './kernel-bench';

const bench = new KernelBench('pcmu');
const { encodePcmu, decodePcmu } = bench.call;

/** The payload of one block. */
function coded(samples: readonly number[]): number[] {
  bench.bytes.fill(0x55);
  const bytes = encodePcmu!(bench.putSamples(samples).block, bench.payload, samples.length, bench.state);
  expect([bytes, bench.bytes[bytes]]).toEqual([samples.length, 0x55]);
  return [...bench.bytes.subarray(0, bytes)];
}

function played(codes: readonly number[]): number[] {
  bench.bytes.set(codes);
  bench.words[codes.length] = 0x12345678;
  decodePcmu!(bench.payload, bench.block, codes.length, bench.speakerAt().state);
  expect(bench.words[codes.length]).toBe(0x12345678);
  return bench.samples(codes.length);
}

test('codes every sample up to −6 dB as G.711 has it', () => {
  bench.neutralMicrophone();
  for (let from = -16384; from <= 16384; from += 1000) {
    const samples = Array.from({ length: Math.min(1000, 16385 - from) }, (_, i) => from + i);
    expect(coded(samples)).toEqual(samples.map(encodePcmuSample));
  }
});

test('decodes every code as G.711 has it', () => {
  const codes = Array.from({ length: 256 }, (_, code) => code);
  expect(played(codes)).toEqual(codes.map((code) => decodePcmuSample(code) + 0));
  expect(played([0x00, 0x0f, 0x7e, 0x7f, 0x80, 0xfe, 0xff])).toEqual([-32124, -16764, -8, 0, 32124, 8, 0]);
});

test('the loudest samples are limited, then coded', () => {
  bench.neutralMicrophone();
  // 32767 is 28671 behind the limiter.
  expect(coded([32767, -32768])).toEqual([encodePcmuSample(28671), encodePcmuSample(-28672)]);
  bench.set(GAIN, 4 * UNITY_GAIN);
  expect(coded([32767, -32768, 12, -12])).toEqual([0x80, 0x00, encodePcmuSample(48), encodePcmuSample(-48)]);
});

test('blocks of any length are coded sample by sample', () => {
  const sample = fc.integer({ min: -16384, max: 16384 });
  fc.assert(
    fc.property(fc.array(sample, { maxLength: 640 }), (samples) => {
      bench.neutralMicrophone();
      const codes = coded(samples);
      expect(codes).toEqual(samples.map(encodePcmuSample));
      expect(played(codes)).toEqual(codes.map((code) => decodePcmuSample(code) + 0));
    }),
  );
});
