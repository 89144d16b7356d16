import fc from 'fast-check';
import { decodePcmu, decodePcmuSample, encodePcmu, encodePcmuSample } from '../../wire/pcmu';

// ITU-T G.711 (11/1988), table 2a: the decision values x(n) of the positive half, in units of 14 bits. Each of the 8 segments
// has 16 intervals; the first one of segment 1 is half as wide as the others.
const DECISIONS = [0, 1];
for (let n = 1; n < 16; n++) DECISIONS.push(1 + 2 * n);
for (let segment = 2; segment <= 8; segment++) {
  for (let n = 0; n < 16; n++) DECISIONS.push(DECISIONS[DECISIONS.length - 1]! + 2 ** segment);
}

/** The last column of the table: the value of interval `n` is its middle, and the first value is zero. */
const valueOf = (n: number): number => (n === 0 ? 0 : (DECISIONS[n]! + DECISIONS[n + 1]!) / 2);

/** The 14 bits of a value are the upper bits of a 16-bit sample. */
const UNIT = 4;

test("the reference has the table's own corners", () => {
  expect(DECISIONS).toHaveLength(129);
  expect([16, 32, 48, 64, 80, 96, 112, 128].map((n) => DECISIONS[n])).toEqual([
    31, 95, 223, 479, 991, 2015, 4063, 8159,
  ]);
  expect([1, 16, 32, 48, 64, 80, 96, 112, 127].map(valueOf)).toEqual([2, 33, 99, 231, 495, 1023, 2079, 4191, 8031]);
});

test('decodes all 256 codes as G.711 has them', () => {
  for (let n = 0; n < 128; n++) {
    expect(decodePcmuSample(0xff - n)).toBe(UNIT * valueOf(n));
    expect(decodePcmuSample(0x7f - n) + 0).toBe(-UNIT * valueOf(n) + 0);
  }
});

test.each([
  [0x00, -32124],
  [0x01, -31100],
  [0x0f, -16764],
  [0x10, -15996],
  [0x7e, -8],
  [0x80, 32124],
  [0x8f, 16764],
  [0xa5, 6652],
  [0xfe, 8],
  [0xff, 0],
])('code %i is the sample %i, as other implementations have it', (code, sample) => {
  expect(decodePcmuSample(code)).toBe(sample);
});

test('encodes each of the 65,536 samples into the interval it lies in', () => {
  const wrong: number[] = [];
  for (let sample = -32768; sample <= 32767; sample++) {
    const code = encodePcmuSample(sample);
    const n = (sample < 0 ? 0x7f : 0xff) - code;
    const magnitude = Math.min(Math.abs(sample) / UNIT, 8158.75);
    // G.711 does not say to which side a decision value belongs.
    if (!(n >= 0 && n < 128 && DECISIONS[n]! <= magnitude && magnitude <= DECISIONS[n + 1]!)) wrong.push(sample);
  }
  expect(wrong).toEqual([]);
});

test('codes come back unchanged, but for the second zero', () => {
  for (let code = 0; code < 256; code++) {
    expect(encodePcmuSample(decodePcmuSample(code))).toBe(code === 0x7f ? 0xff : code);
  }
});

const EVERY_SAMPLE = Array.from({ length: 65536 }, (_, i) => i - 32768);

test('a louder sample never decodes to a quieter one', () => {
  const decoded = EVERY_SAMPLE.map((sample) => decodePcmuSample(encodePcmuSample(sample)));
  expect(decoded.filter((value, i) => i > 0 && value < decoded[i - 1]!)).toEqual([]);
});

test('the error is at most half a step: 4 near zero, 3 % of a loud sample', () => {
  const isFar = (sample: number): boolean => {
    const error = Math.abs(decodePcmuSample(encodePcmuSample(sample)) - sample);
    return Math.abs(sample) <= 32635 && error > (Math.abs(sample) + 132) / 32;
  };
  expect(EVERY_SAMPLE.filter(isFar)).toEqual([]);
});

test('the smallest samples are silence, whatever their sign', () => {
  for (let sample = -4; sample < 4; sample++) expect(decodePcmuSample(encodePcmuSample(sample)) + 0).toBe(0);
});

test('samples beyond the law are clipped, not wrapped', () => {
  expect([32767, 32636, -32768, -32636].map(encodePcmuSample)).toEqual([0x80, 0x80, 0x00, 0x00]);
});

test('codes change only at multiples of 4, on which the table of the speaker is built', () => {
  const changes = EVERY_SAMPLE.filter((s) => s > -32768 && encodePcmuSample(s) !== encodePcmuSample(s - 1));
  expect(changes.filter((sample) => sample % 4 !== 0)).toEqual([]);
  expect(changes).toHaveLength(255);
});

test('arrays are coded sample by sample, as far as both reach', () => {
  const pcm = fc.array(fc.integer({ min: -32768, max: 32767 }), { maxLength: 40 }).map((list) => Int16Array.from(list));
  fc.assert(
    fc.property(pcm, fc.nat(40), (samples, room) => {
      const codes = new Uint8Array(room).fill(0x55);
      const count = encodePcmu(samples, codes);
      expect(count).toBe(Math.min(samples.length, room));
      for (let i = 0; i < room; i++) expect(codes[i]).toBe(i < count ? encodePcmuSample(samples[i]!) : 0x55);
      const back = new Int16Array(room);
      expect(decodePcmu(codes, back)).toBe(room);
      for (let i = 0; i < room; i++) expect(back[i]).toBe(decodePcmuSample(codes[i]!) + 0);
    }),
  );
});
