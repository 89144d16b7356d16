import fc from 'fast-check';
import { decodeDvi4, dvi4StateAfter, encodeDvi4, readDvi4Header, type Dvi4State } from '../../wire/dvi4';
import { bytes, hex } from '../support/hex';
import { bruteForceDecode, bruteForceEncode, STEPS } from './ima-reference';

const encoded = (samples: readonly number[], state: Dvi4State = { predicted: 0, index: 0 }): Uint8Array => {
  const into = new Uint8Array(4 + Math.ceil(samples.length / 2));
  expect(encodeDvi4(Int16Array.from(samples), into, state)).toBe(into.length);
  return into;
};

const decoded = (packet: Uint8Array, samples = 2 * (packet.length - 4)): number[] => {
  const into = new Int16Array(samples);
  expect(decodeDvi4(packet, into)).toBe(samples);
  return [...into];
};

const sample = fc.integer({ min: -32768, max: 32767 });
const state: fc.Arbitrary<Dvi4State> = fc.record({ predicted: sample, index: fc.integer({ min: 0, max: 88 }) });

test('the first samples of a packet, computed by hand', () => {
  // Step 7: 100 is more than 7 + 3 + 1 away, so the nibble is 7, the difference 0 + 7 + 3 + 1 = 11, and the index 8.
  // Step 16: 89 are left, so the nibble is 7, the difference 2 + 16 + 8 + 4 = 30, and the index 16.
  // Step 34: the rest is negative and large, so the nibble is 15, the difference -(4 + 34 + 17 + 8) = -63, and the index 24.
  // Step 73: nothing is left, so the nibble is 0, the difference 73 / 8 = 9, and the index 23.
  const packet = encoded([100, 100, -200, -22]);
  expect(hex(packet)).toBe('00 00 00 00 77 f0');
  expect(decoded(packet)).toEqual([11, 41, -22, -13]);
});

test('the header holds the state before the first sample, in network order, and the first sample is coded as well', () => {
  const carried = { predicted: -100, index: 60 };
  const packet = encoded([-100, -100], carried);
  expect(hex(packet.subarray(0, 4))).toBe('ff 9c 3c 00');
  // Step 2272, and no difference: both nibbles are 0 or 8, and each moves the value by step / 8.
  expect(decoded(packet)).toEqual([-100 + 284, -100 + 284 - 258]);
});

test('the first sample lies in the high nibble', () => {
  // With step 7, 8 is a whole step and a quarter: nibble 5. With step 11, -8 is minus a half and a quarter: nibble 11.
  expect(hex(encoded([8, 0]))).toBe('00 00 00 00 5b');
  expect(decoded(bytes('00 00 00 00  40'), 1)).toEqual([7]);
  expect(decoded(bytes('00 00 00 00  04'), 2)[1]).toBe(7);
});

test('agrees with an independent implementation on a chirp', () => {
  const chirp = Array.from({ length: 24 }, (_, i) => Math.round(9000 * Math.sin(i * i * 0.01)));
  const carried = { predicted: 0, index: 0 };
  const packet = encoded(chirp, carried);
  expect(hex(packet)).toBe('00 00 00 00 07 77 77 77 71 10 18 8b cd cb aa 81');
  expect(carried).toEqual({ predicted: -7833, index: 60 });
  expect(decoded(packet)).toEqual([
    0, 11, 41, 104, 240, 533, 1164, 2521, 5431, 6677, 7811, 8154, 9090, 8806, 8548, 6906, 4986, 2146, -1256, -4458,
    -6536, -8426, -8769, -7833,
  ]);
});

test('agrees with an independent implementation where everything saturates', () => {
  const packet = encoded(
    [1, 2, 3, 4, 5, 6].flatMap(() => [32767, -32768]),
    { predicted: -100, index: 60 },
  );
  expect(hex(packet)).toBe('ff 9c 3c 00 7f 7f 7f 7f 7f 7f');
  expect(decoded(packet)).toEqual([
    4160, -4971, 14607, -27364, 32767, -28669, 32767, -28669, 32767, -28669, 32767, -28669,
  ]);
});

test('encodes and decodes as the brute-force reference does, from any state', () => {
  fc.assert(
    fc.property(fc.array(sample, { maxLength: 30 }), state, (samples, before) => {
      const carried = { ...before };
      const packet = encoded(samples, carried);
      const reference = bruteForceEncode(samples, before);
      expect([...packet.subarray(4)]).toEqual(reference.bytes);
      expect(carried).toEqual(reference.after);
      expect(decoded(packet, samples.length)).toEqual(bruteForceDecode(packet, samples.length));
    }),
    { numRuns: 300 },
  );
});

test('every nibble from every step moves the decoder as the reference does', () => {
  for (let index = 0; index < STEPS.length; index++) {
    for (let pair = 0; pair < 256; pair += 17) {
      const packet = Uint8Array.from([0x12, 0x34, index, 0, pair]);
      expect(decoded(packet)).toEqual(bruteForceDecode(packet, 2));
    }
  }
});

test('each packet decodes alone to what the encoder predicted', () => {
  const carried = { predicted: 0, index: 0 };
  const voice = Array.from({ length: 640 }, (_, i) => Math.round(9000 * Math.sin(i / 5) + 4000 * Math.sin(i / 1.9)));
  const packets = [0, 320].map((from) => encoded(voice.slice(from, from + 320), carried));
  const heard = decoded(packets[1]!);
  expect(heard[319]).toBe(carried.predicted);
  const noise = heard.reduce((sum, value, i) => sum + (value - voice[320 + i]!) ** 2, 0);
  const signal = voice.slice(320).reduce((sum, value) => sum + value ** 2, 0);
  expect(10 * Math.log10(signal / noise)).toBeGreaterThan(20);
});

test('an odd sample leaves the low nibble of the last byte zero', () => {
  const packet = encoded([500, 400, 300]);
  expect(packet).toHaveLength(6);
  expect(packet[5]! & 0x0f).toBe(0);
});

test('a broken header is refused, and a shorter target takes what fits', () => {
  expect(decodeDvi4(bytes('00 00 00'), new Int16Array(8))).toBe(-1);
  expect(decodeDvi4(bytes('00 00 59 00 77'), new Int16Array(8))).toBe(-1);
  expect(decodeDvi4(bytes('00 00 58 00 77 77'), new Int16Array(3))).toBe(3);
  expect(decodeDvi4(bytes('00 00 00 00'), new Int16Array(3))).toBe(0);
});

test('no bytes make the decoder throw or leave the 16 bits', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (noise) => {
      const into = new Int16Array(400);
      const count = decodeDvi4(noise, into);
      if (count < 0) return;
      expect(count).toBe(2 * (noise.length - 4));
      expect([...into.subarray(0, count)]).toEqual(bruteForceDecode(noise, count));
    }),
  );
});

test('the state after some samples is the header of the packet that goes on from there', () => {
  fc.assert(
    fc.property(fc.array(sample, { minLength: 4, maxLength: 64 }), state, fc.nat(), (voice, before, cutAt) => {
      const cut = 2 * (cutAt % (voice.length >> 1));
      const whole = encoded(voice, { ...before });
      const carried = { ...before };
      encoded(voice.slice(0, cut), carried);
      const rest = encoded(voice.slice(cut), carried);
      const after = dvi4StateAfter(whole, cut);
      expect(after).toEqual(readDvi4Header(rest));
      expect(hex(whole.subarray(4 + cut / 2))).toBe(hex(rest.subarray(4)));
      expect(dvi4StateAfter(whole, voice.length)).toEqual(carried);
    }),
  );
});

test('there is no state after a broken header', () => {
  expect(dvi4StateAfter(bytes('00 00 59 00 77'), 2)).toBeUndefined();
  expect(readDvi4Header(bytes('00 00 00'))).toBeUndefined();
});
