import { LEVEL } from '../../../firmware/kernels/noise';
import { KernelBench } from './kernel-bench';

const FRAME = 320;
const bench = new KernelBench('noise');
const { noteBackground, comfortNoise } = bench.call;

beforeEach(() => bench.states.fill(0));

/** Frames of 20 ms that are played; each value is a word. */
function hear(frames: number, wordAt: (i: number) => number): void {
  for (let frame = 0; frame < frames; frame++) {
    for (let i = 0; i < FRAME; i++) bench.words[i] = wordAt(frame * FRAME + i);
    noteBackground!(bench.block, FRAME, bench.state);
  }
}

/** The hiss of a room, with this mean magnitude. */
function hiss(magnitude: number): (i: number) => number {
  let state = 1;
  return () => Math.round(((state = (state * 48271) % 0x7fffffff) / 0x7fffffff - 0.5) * 4 * magnitude) << 16;
}

const voice = (i: number): number => Math.round(8000 * Math.sin(i / 9)) << 16;

/** Noise added to silence. */
function noise(frames: number): number[] {
  return Array.from({ length: frames }, () => {
    bench.words.fill(0, 0, FRAME);
    comfortNoise!(bench.block, FRAME, bench.state);
    return bench.samples(FRAME);
  }).flat();
}

const magnitude = (samples: readonly number[]): number =>
  samples.reduce((sum, sample) => sum + Math.abs(sample), 0) / samples.length;

test.each([10, 60, 200])('it is as loud as the background was, %d of 32768', (level) => {
  hear(1500, hiss(level));
  const heard = magnitude(noise(100));
  expect(20 * Math.log10(heard / level)).toBeGreaterThan(-1.5);
  expect(20 * Math.log10(heard / level)).toBeLessThan(1.5);
});

test('a voice is no background: two seconds of it hardly count, and its pauses tell the level again', () => {
  hear(1500, hiss(40));
  const before = bench.get(LEVEL);
  hear(100, voice);
  expect(20 * Math.log10(bench.get(LEVEL) / before)).toBeLessThan(6);
  hear(25, hiss(40));
  expect(20 * Math.log10(bench.get(LEVEL) / before)).toBeLessThan(1);
});

test('after silence there is silence', () => {
  expect(noise(2)).toEqual(new Array(2 * FRAME).fill(0));
  hear(50, hiss(100));
  hear(100, () => 0);
  expect(Math.max(...noise(2).map(Math.abs))).toBeLessThanOrEqual(1);
});

test('however loud the background, noise stays at −36 dB', () => {
  bench.set(LEVEL, 0x7fffff);
  expect(magnitude(noise(50))).toBeLessThan(32768 / 10 ** (36 / 20));
});

test('it is soft: the upper half of the band has a quarter of the energy and less, and no DC', () => {
  bench.set(LEVEL, 200 << 8);
  const samples = noise(50);
  const steps = samples.slice(1).map((sample, i) => sample - samples[i]!);
  const energy = (values: readonly number[]): number => values.reduce((sum, value) => sum + value * value, 0);
  // The differences of white noise have twice its energy.
  expect(energy(steps) / energy(samples)).toBeLessThan(1.1);
  expect(Math.abs(samples.reduce((sum, sample) => sum + sample, 0) / samples.length)).toBeLessThan(5);
});

test('it never repeats, and the same state makes the same noise', () => {
  bench.set(LEVEL, 200 << 8);
  const state = bench.states.slice();
  const first = noise(3);
  // When the low pass has settled.
  expect(first.slice(64, FRAME)).not.toEqual(first.slice(FRAME + 64, 2 * FRAME));
  bench.states.set(state);
  expect(noise(3)).toEqual(first);
});

test('it is added to what is in the block, without wrapping', () => {
  bench.set(LEVEL, 400 << 8);
  for (const [i, sample] of [32767, -32768, 1000].entries()) {
    bench.words.fill(sample << 16, 0, FRAME);
    comfortNoise!(bench.block, FRAME, bench.state);
    const heard = bench.samples(FRAME);
    heard.forEach((value) => expect(Math.abs(value - sample)).toBeLessThan(2500));
    expect(new Set(heard).size).toBeGreaterThan(i < 2 ? 50 : 150);
  }
});
