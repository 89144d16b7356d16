import type { Codec } from '../../../../firmware/audio/table-path/table-codec';
import * as earcons from '../../../../firmware/audio/earcons';
import { createTableTones } from '../../../../firmware/audio/table-path/table-tones';
import { decodePcmuSample } from '../../../../wire';
import { Line, type Packet } from './line';

const FRAME = 160;

/** PCMU without tables, at full volume. */
const codec: Codec = {
  frameBytes: FRAME,
  encode: () => undefined,
  energy: () => 0,
  silence: () => undefined,
  decode: (payload, block) => block.set([...payload].map(decodePcmuSample)),
  conceal: (payload, block) =>
    block.set([...payload].map((code, i) => (i < FRAME / 2 ? 1 : 0.5) * decodePcmuSample(code))),
  isQuiet: () => false,
  setLoudness: () => undefined,
};

function samplesOf(notes: number, loudness = 1): number[] {
  const tones = createTableTones(codec, loudness);
  const all: number[] = [];
  for (tones.notes = notes; tones.notes !== 0;) {
    const block = new Int32Array(FRAME);
    tones.fill(block);
    all.push(...block);
  }
  return all;
}

/** The frequency: how often a second the wave rises through zero, counted over a stretch that begins and ends at 0. */
const turns = (samples: readonly number[]): number =>
  (samples.filter((sample, i) => sample > 0 && (samples[i - 1] ?? 0) <= 0).length * 8000) / samples.length;

test.each(Object.entries(earcons))('%s has its notes, 80 ms each, without a step between them', (_, notes) => {
  const samples = samplesOf(notes);
  const written = [0, 8, 16, 24].map((shift) => ((notes >>> shift) & 0xfc) * 6.25).filter((hz) => hz > 0);
  expect(samples).toHaveLength(written.length * 4 * FRAME);
  expect(written.map((_hz, i) => turns(samples.slice(4 * FRAME * i, 4 * FRAME * (i + 1))))).toEqual(written);
  const steepest = Math.max(...samples.map((sample, i) => Math.abs(sample - (samples[i - 1] ?? 0))));
  expect(steepest).toBeLessThan(4096 * ((2 * Math.PI * 1000) / 8000) * 1.1);
  expect(Math.abs(samples[samples.length - 1]!)).toBeLessThan(2500);
  expect(Math.max(...samples)).toBeGreaterThan(3700);
});

test('an earcon that comes while another one sounds takes its place, with all of its notes', () => {
  const tones = createTableTones(codec, 1);
  const block = new Int32Array(FRAME);
  tones.notes = earcons.JOIN;
  tones.fill(block);
  tones.fill(block);
  tones.notes = earcons.MICROPHONE_OPEN;
  tones.frame = 0;
  tones.fill(block);
  expect(turns([...block])).toBe(1000);
});

test('at a quarter of the loudness it is 12 dB softer', () => {
  expect(Math.max(...samplesOf(earcons.JOIN)) / Math.max(...samplesOf(earcons.JOIN, 0.25))).toBeCloseTo(4, 0);
});

const stream = (count: number): Packet[] =>
  Array.from({ length: count }, (_, i) => ({ atMs: 100 + 20 * i, sequence: i, frames: [i], marker: i === 0 }));
const isTone = (what: { readonly frame: number } | undefined): boolean => what?.frame === 255;

test('while the room is silent an earcon plays at once and without a gap', () => {
  const line = new Line().run([], 50);
  line.tones.notes = earcons.JOIN;
  line.run([], 500);
  const first = line.heard.findIndex(isTone);
  expect(first).toBeLessThan(70);
  expect(line.heard.filter(isTone)).toHaveLength(3 * 80);
  expect(line.heard.slice(first, first + 3 * 80).every(isTone)).toBe(true);
});

test('while the room speaks an earcon takes the place of so many frames, and the stream goes on in time', () => {
  const line = new Line();
  const packets = stream(30);
  line.run(
    packets.filter(({ atMs }) => atMs < 305),
    305,
  );
  line.tones.notes = earcons.HAND_UP;
  line.run(
    packets.filter(({ atMs }) => atMs >= 305),
    1000,
  );
  const frames = line.runs.filter((run) => /^\d+$/.test(run)).map((run) => Number.parseInt(run, 10));
  const heard = frames.filter((frame) => frame !== 255);
  expect(heard.slice(-5)).toEqual([25, 26, 27, 28, 29]);
  expect(new Set(heard).size).toBe(30 - 8);
  expect(line.heard.filter(isTone)).toHaveLength(2 * 80);
  expect(line.playout.counters).toMatchObject({ lost: 0, late: 0, underruns: 0 });
});

test('a stream that begins during an earcon is heard when it is over', () => {
  const line = new Line().run([], 80);
  line.tones.notes = earcons.JOIN;
  line.run(stream(30), 1200);
  expect(line.heard.filter(isTone)).toHaveLength(3 * 80);
  expect(line.runs.at(-2)).toMatch(/^29/);
  expect(line.playout.counters).toMatchObject({ lost: 0, late: 0, underruns: 0 });
});
