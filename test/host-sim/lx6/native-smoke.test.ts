import fc from 'fast-check';
import { IMA_STEPS, imaDecode, imaEncode, type ImaState } from '../../support/ima-reference';
import { BENCH_RAM, createLx6Bench, type CodePlace, type Lx6Bench } from '../../support/lx6-bench';
import vectors from '../../vectors/native-smoke.json';

// Code that a C compiler made and that ran on QEMU's models of three cores: call0 bodies behind windowed trampolines.

const { words, entries, smoke_test: tiny } = vectors;
const CODE = words.map(Number);
const STEPS = 0x100;
const CONTEXT = 0x200;
const INPUT = 0x1000;
const OUTPUT = 0x4000;

const PLACES: readonly (readonly [CodePlace, number])[] = [
  ['sram1', 0],
  ['sram1', 77],
  ['rtc', 0],
  ['rtc', 5],
  ['flat', 3],
];

function benchAt(place: CodePlace, moved: number): Lx6Bench {
  const bench = createLx6Bench(CODE, { place, moved });
  new Int16Array(bench.ram, STEPS).set(IMA_STEPS);
  return bench;
}

function run(bench: Lx6Bench, entry: 'encode' | 'decode', samples: number, state: ImaState): number {
  const context = new Int32Array(bench.ram, CONTEXT, 6);
  context.set([state.predictor, state.index, BENCH_RAM + STEPS, state.shift]);
  const { result } = bench.call(
    entries[entry].offset,
    BENCH_RAM + INPUT,
    BENCH_RAM + OUTPUT,
    samples,
    BENCH_RAM + CONTEXT,
  );
  state.predictor = context[0]!;
  state.index = context[1]!;
  if (entry === 'encode') state.energy = context[4]!;
  return result;
}

test.each(PLACES)('the smallest blob, in %s + %i words, gives its second argument', (place, moved) => {
  const bench = createLx6Bench(tiny.words.map(Number), { place, moved });
  expect(bench.call(0, 1, 2, 3, 4)).toEqual({ result: 2, instructions: 3 });
  expect(bench.call(0, 1, -2, 3, 4).result).toBe(-2);
});

const even = { maxLength: 1600, size: 'max' } as const;
const start = fc.record({
  predictor: fc.integer({ min: -32768, max: 32767 }),
  index: fc.integer({ min: 0, max: 88 }),
  shift: fc.integer({ min: 12, max: 18 }),
});

test.each(PLACES)('the encoder in %s + %i words does what its C source says', (place, moved) => {
  const bench = benchAt(place, moved);
  fc.assert(
    fc.property(fc.int32Array({ ...even, minLength: 2 }), start, (drawn, from) => {
      const samples = drawn.subarray(0, drawn.length & ~1);
      new Int32Array(bench.ram, INPUT).set(samples);
      const [mine, theirs] = [
        { ...from, energy: 0 },
        { ...from, energy: 0 },
      ];
      const expected = imaEncode(samples, theirs);
      expect(run(bench, 'encode', samples.length, mine)).toBe(samples.length / 2);
      const got = new Uint8Array(bench.ram, OUTPUT, samples.length / 2);
      expect(Buffer.compare(got, expected)).toBe(0);
      expect(mine).toEqual({ ...theirs, energy: theirs.energy | 0 });
    }),
    { numRuns: 40 },
  );
});

test.each(PLACES)('the decoder in %s + %i words does what its C source says', (place, moved) => {
  const bench = benchAt(place, moved);
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 1, maxLength: 800, size: 'max' }), start, (bytes, from) => {
      new Uint8Array(bench.ram, INPUT).set(bytes);
      const [mine, theirs] = [
        { ...from, energy: 0 },
        { ...from, energy: 0 },
      ];
      const expected = imaDecode(bytes, 2 * bytes.length, theirs);
      expect(run(bench, 'decode', 2 * bytes.length, mine)).toBe(2 * bytes.length);
      const got = new Uint8Array(bench.ram, OUTPUT, 8 * bytes.length);
      expect(Buffer.compare(got, new Uint8Array(expected.buffer))).toBe(0);
      expect(mine).toEqual(theirs);
    }),
    { numRuns: 40 },
  );
});

test('the encoder takes about 50 instructions a sample, as was counted in QEMU', () => {
  const bench = benchAt('sram1', 0);
  for (let i = 0; i < 1600; i++) new Int32Array(bench.ram, INPUT)[i] = Math.round(2e4 * Math.sin(i / 7)) << 16;
  new Int32Array(bench.ram, CONTEXT).set([0, 0, BENCH_RAM + STEPS, 16]);
  const before = bench.lx6.retired;
  const { instructions } = bench.call(
    entries.encode.offset,
    BENCH_RAM + INPUT,
    BENCH_RAM + OUTPUT,
    1600,
    BENCH_RAM + CONTEXT,
  );
  expect(instructions / 1600).toBeGreaterThan(48);
  expect(instructions / 1600).toBeLessThan(53);
  expect(bench.lx6.retired - before).toBe(instructions);
});
