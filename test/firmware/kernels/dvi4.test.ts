import fc from 'fast-check';
import { GAIN, INDEX, PREDICTED } from '../../../firmware/kernels/microphone-state';
import * as speaker from '../../../firmware/kernels/speaker-state';
import { decodeDvi4, encodeDvi4 } from '../../../wire/dvi4';
import { hex } from '../../support/hex';
import { bruteForceDecode } from '../../wire/ima-reference';
import { KernelBench } from './kernel-bench';

const bench = new KernelBench('dvi4');
const { startDvi4, encodeDvi4: encode, openDvi4, decodeDvi4: decode } = bench.call;

/** Below the limiter's knee. */
const quiet = fc.integer({ min: -16384, max: 16384 });
const sample = fc.integer({ min: -32768, max: 32767 });
const index = fc.integer({ min: 0, max: 88 });

/** One packet of the kernel, which continues from the state. */
function packetOf(samples: readonly number[]): Uint8Array {
  bench.bytes.fill(0xaa);
  startDvi4!(bench.payload, bench.state);
  const bytes = encode!(bench.putSamples(samples).block, bench.payload + 4, samples.length, bench.state);
  expect(bench.bytes[4 + bytes]).toBe(0xaa);
  return bench.bytes.slice(0, 4 + bytes);
}

/** Decodes a packet at unity. */
function played(packet: Uint8Array, samples: number): number[] {
  bench.speakerAt().bytes.set(packet);
  expect(openDvi4!(bench.payload, bench.state)).toBe(0);
  bench.words[samples] = 0x12345678;
  decode!(bench.payload + 4, bench.block, samples, bench.state);
  expect(bench.words[samples]).toBe(0x12345678);
  return bench.samples(samples);
}

test('codes the chirp that an independent implementation coded', () => {
  bench.neutralMicrophone();
  const chirp = Array.from({ length: 24 }, (_, i) => Math.round(9000 * Math.sin(i * i * 0.01)));
  const packet = packetOf(chirp);
  expect(hex(packet)).toBe('00 00 00 00 07 77 77 77 71 10 18 8b cd cb aa 81');
  expect([bench.get(PREDICTED), bench.get(INDEX)]).toEqual([-7833, 60]);
  expect(played(packet, 24).slice(-3)).toEqual([-8426, -8769, -7833]);
});

test('with a neutral microphone it is the encoder of wire/, byte for byte, from any state', () => {
  fc.assert(
    fc.property(fc.array(quiet, { maxLength: 330 }), sample, index, (samples, predicted, from) => {
      bench.neutralMicrophone().set(PREDICTED, predicted).set(INDEX, from);
      const state = { predicted, index: from };
      const reference = new Uint8Array(4 + Math.ceil(samples.length / 2));
      encodeDvi4(Int16Array.from(samples), reference, state);
      expect(hex(packetOf(samples))).toBe(hex(reference));
      expect([bench.get(PREDICTED), bench.get(INDEX)]).toEqual([state.predicted, state.index]);
    }),
    { numRuns: 300 },
  );
});

test('what the limiter leaves of louder samples is encoded likewise, up to both ends of the scale', () => {
  const loud = fc.array(fc.constantFrom(-32768, 32767, -20_000, 30_000, 0), { minLength: 1, maxLength: 60 });
  fc.assert(
    fc.property(loud, sample, index, fc.constantFrom(32, 128), (samples, predicted, from, gain) => {
      bench.neutralMicrophone().set(PREDICTED, predicted).set(INDEX, from).set(GAIN, gain);
      const packet = packetOf(samples);
      const limited = Int16Array.from(bench.words.subarray(0, samples.length));
      const reference = new Uint8Array(packet.length);
      const state = { predicted, index: from };
      encodeDvi4(limited, reference, state);
      expect(hex(packet)).toBe(hex(reference));
      expect([bench.get(PREDICTED), bench.get(INDEX)]).toEqual([state.predicted, state.index]);
    }),
    { numRuns: 300 },
  );
});

test('two blocks make the packet that one block of twice the length makes', () => {
  const samples = Array.from({ length: 640 }, (_, i) => Math.round(9000 * Math.sin(i / 5) + 4000 * Math.sin(i / 1.9)));
  bench.neutralMicrophone();
  const whole = packetOf(samples);
  bench.neutralMicrophone();
  startDvi4!(bench.payload, bench.state);
  for (const half of [0, 1]) {
    bench.putSamples(samples.slice(320 * half, 320 * (half + 1)));
    expect(encode!(bench.block, bench.payload + 4 + 160 * half, 320, bench.state)).toBe(160);
  }
  expect(hex(bench.bytes.slice(0, 324))).toBe(hex(whole));
});

test('at unity it is the decoder of wire/, bit for bit, whatever the bytes', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 4, maxLength: 330 }), fc.boolean(), (bytes, isOdd) => {
      bytes[2]! %= 89;
      const count = Math.max(0, 2 * (bytes.length - 4) - (isOdd ? 1 : 0));
      const reference = new Int16Array(count);
      expect(decodeDvi4(bytes, reference)).toBe(count);
      expect(played(bytes, count)).toEqual([...reference]);
    }),
    { numRuns: 300 },
  );
});

test('every nibble from every step moves the decoder as the brute-force reference does', () => {
  for (let step = 0; step <= 88; step++) {
    for (let nibble = 0; nibble < 16; nibble++) {
      const packet = Uint8Array.from([0x12, 0x34, step, 0, nibble * 17]);
      expect(played(packet, 2)).toEqual(bruteForceDecode(packet, 2));
    }
  }
});

test('a block is decoded on from the one before it', () => {
  const packet = Uint8Array.from({ length: 24 }, (_, i) => (i === 2 ? 20 : i * 37));
  const whole = played(packet, 40);
  const first = played(packet, 16);
  decode!(bench.payload + 12, bench.block, 24, bench.state);
  expect([...first, ...bench.samples(24)]).toEqual(whole);
});

test('a header with a step that does not exist is refused, and the speaker keeps its state', () => {
  bench.speakerAt().set(speaker.PREDICTED, 5).set(speaker.INDEX, 6);
  for (let step = 0; step < 256; step++) {
    bench.bytes.set([0xff, 0xfe, step, 0]);
    const isRefused = step > 88;
    expect(openDvi4!(bench.payload, bench.state)).toBe(isRefused ? -1 : 0);
    expect([bench.get(speaker.PREDICTED), bench.get(speaker.INDEX)]).toEqual([-2, isRefused ? 88 : step]);
  }
});
