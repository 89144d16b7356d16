import fc from 'fast-check';
import * as earcons from '../../../firmware/audio/earcons';
import * as c from '../../../firmware/kernels/context';
import { AmplifierLine, levelOf, type Packet } from './amplifier-line';

// Earcons as they leave the board, alone and over a stream whose frames all have one level, which can be subtracted.

const RATE_HZ = 16000;
const FRAME = 320;
const NOTE = 4 * FRAME;
const LOUDEST = 4096;
const VOICE = 40;

/** A stream of one level, without the frames `lost`. */
function stream(
  fromMs: number,
  count: number,
  isLost: (i: number) => boolean = () => false,
  delayMs = (_: number) => 0,
): Packet[] {
  return Array.from({ length: count }, (_, i) => ({
    atMs: fromMs + 20 * i + delayMs(i),
    sequence: 100 + i,
    frames: [VOICE],
    marker: i === 0,
  })).filter((_, i) => !isLost(i));
}

/** The greatest step from sample to sample. */
const steepest = (samples: readonly number[]): number =>
  samples.reduce((most, sample, i) => (i === 0 ? 0 : Math.max(most, Math.abs(sample - samples[i - 1]!))), 0);

/** The steepest change of a wave of 1000 Hz in one sample: half a wave is a parabola of 8 samples. */
const STEEPEST = 1.03 * ((4 * LOUDEST) / 8);

/** Frequency of the strongest wave among `candidates`. */
function pitch(samples: readonly number[], candidates: readonly number[]): number {
  const power = (hz: number): number => {
    let [re, im] = [0, 0];
    samples.forEach((sample, i) => {
      re += sample * Math.cos((2 * Math.PI * hz * i) / RATE_HZ);
      im += sample * Math.sin((2 * Math.PI * hz * i) / RATE_HZ);
    });
    return re * re + im * im;
  };
  return candidates.reduce((best, hz) => (power(hz) > power(best) ? hz : best));
}

/** The frequencies of an earcon's notes, one for each length of a note. */
function notesOf(samples: readonly number[]): number[] {
  const first = samples.findIndex((sample) => sample !== 0);
  const last = samples.findLastIndex((sample) => sample !== 0);
  const count = Math.round((last - first) / NOTE);
  return Array.from({ length: count }, (_, i) =>
    pitch(samples.slice(first + i * NOTE, first + (i + 1) * NOTE), [300, 400, 425, 450, 500, 600, 800, 1000, 1200]),
  );
}

const written = (notes: number): number[] =>
  [0, 8, 16, 24].map((shift) => ((notes >>> shift) & 0xfc) * 6.25).filter((hz) => hz > 0);

test.each(Object.entries(earcons))('%s is heard when nothing else plays: the notes as they are written', (_, notes) => {
  const { heard } = new AmplifierLine().run([], 50).sing(notes).run([], 600);
  expect(notesOf(heard)).toEqual(written(notes));
  expect(Math.max(...heard.map(Math.abs))).toBeGreaterThan(0.9 * LOUDEST);
  expect(Math.max(...heard.map(Math.abs))).toBeLessThanOrEqual(LOUDEST);
  expect(steepest(heard)).toBeLessThan(STEEPEST);
});

test('of every pitch a block holds whole turns, so that it may be cut off anywhere', () => {
  for (const notes of Object.values(earcons)) for (const hz of written(notes)) expect(hz % 50).toBe(0);
});

test('no two earcons sound alike', () => {
  expect(new Set(Object.values(earcons)).size).toBe(Object.keys(earcons).length);
});

test('it begins within 40 ms, and is over when its notes are', () => {
  const line = new AmplifierLine().run([], 50).sing(earcons.JOIN).run([], 1000);
  const first = line.heard.findIndex((sample) => sample !== 0);
  const last = line.heard.findLastIndex((sample) => sample !== 0);
  expect(first / 16).toBeLessThan(90);
  expect((last - first) / 16).toBeLessThan(3 * 80 + 1);
  expect(line.count(c.PLAYING)).toBe(0);
});

test('over a stream it is added to the voice, which goes on as it was', () => {
  const line = new AmplifierLine();
  const packets = stream(50, 60);
  line
    .run(
      packets.filter(({ atMs }) => atMs < 400),
      400,
    )
    .sing(earcons.ACCEPTED);
  line.run(
    packets.filter(({ atMs }) => atMs >= 400),
    1200,
  );
  const during = line.heard.slice(400 * 16, 1000 * 16);
  expect(notesOf(during.map((sample) => sample - levelOf(VOICE)))).toEqual(written(earcons.ACCEPTED));
  expect(steepest(during)).toBeLessThan(STEEPEST);
  expect([c.LOST, c.LATE, c.UNDERRUNS, c.CONCEALED].map((offset) => line.count(offset))).toEqual([0, 0, 0, 0]);
});

test('a note swells and fades: for 2 ms at either end it is no louder than a tenth', () => {
  const { heard } = new AmplifierLine().run([], 50).sing(earcons.MICROPHONE_OPEN).run([], 400);
  const first = heard.findIndex((sample) => sample !== 0);
  const ends = [heard.slice(first, first + 32), heard.slice(first + NOTE - 33, first + NOTE)];
  for (const end of ends) expect(Math.max(...end.map(Math.abs))).toBeLessThan(LOUDEST / 10);
});

test('a pitch of which a block holds no whole number of turns goes on through it all the same', () => {
  const { heard } = new AmplifierLine().run([], 50).sing(0x44).run([], 400);
  expect(notesOf(heard)).toEqual([425]);
});

test('a loud voice and a loud earcon together are limited, and do not wrap round', () => {
  const loud = Array.from({ length: 40 }, (_, i): Packet => ({
    atMs: 50 + 20 * i,
    sequence: i,
    frames: [99],
    marker: i === 0,
  }));
  const line = new AmplifierLine();
  line
    .run(loud.slice(0, 10), 250)
    .sing(earcons.RING, 4 * 16384)
    .run(loud.slice(10), 800);
  const during = line.heard.slice(300 * 16, 700 * 16);
  expect(Math.min(...during)).toBeGreaterThan(0);
  expect(during.filter((sample) => sample === 32767).length).toBeGreaterThan(100);
});

test('a stream that begins during an earcon is as early as any, and does not tear it', () => {
  for (let startMs = 100; startMs < 180; startMs += 7) {
    const line = new AmplifierLine().run([], 90).sing(earcons.JOIN);
    line.run(stream(startMs, 50), 1500);
    expect([c.LOST, c.LATE, c.UNDERRUNS].map((offset) => line.count(offset))).toEqual([0, 0, 0]);
    const tone = line.heard.slice(0, 500 * 16);
    const begins = tone.findIndex((sample, i) => i > 0 && Math.abs(sample - tone[i - 1]!) > STEEPEST);
    expect(begins / 16 - startMs).toBeGreaterThan(5);
    expect(begins / 16 - startMs).toBeLessThan(40);
    // All of it is heard, but for a sample a frame to lead the delay.
    const end = line.heard.findLastIndex((sample) => sample === levelOf(VOICE));
    expect(Math.abs(end - begins - 50 * FRAME)).toBeLessThan(60);
    // One step: the level of the stream comes in at once.
    expect(steepest(tone.slice(0, begins))).toBeLessThan(STEEPEST);
    expect(steepest(tone.slice(begins + 1))).toBeLessThan(STEEPEST);
  }
});

test('an earcon that comes while another one sounds takes its place, without a step', () => {
  for (let laterMs = 0; laterMs < 300; laterMs += 13) {
    const line = new AmplifierLine()
      .run([], 50)
      .sing(earcons.JOIN)
      .run([], 60 + laterMs)
      .sing(earcons.LEAVE)
      .run([], 1200);
    expect(steepest(line.heard)).toBeLessThan(STEEPEST);
    // Before them there is what was heard of the other one, and silence of any length.
    const last = line.heard.findLastIndex((sample) => sample !== 0);
    expect(notesOf(line.heard.slice(last - 3 * NOTE, last + 1))).toEqual(written(earcons.LEAVE));
  }
});

test('softer notes are softer by 12 dB each', () => {
  const peaks = [0, 1, 2, 3].map((loudness) =>
    Math.max(
      ...new AmplifierLine()
        .run([], 50)
        .sing(earcons.MICROPHONE_OPEN | loudness)
        .run([], 400).heard,
    ),
  );
  for (const [i, peak] of peaks.slice(1).entries()) expect(peaks[i]! / peak).toBeCloseTo(4, 0);
});

test('whatever the network does, an earcon ends, and nothing of it is left in what comes after', () => {
  const histories = fc.record({
    startMs: fc.integer({ min: 20, max: 400 }),
    playMs: fc.integer({ min: 20, max: 500 }),
    notes: fc.constantFrom(...Object.values(earcons)),
    lost: fc.uniqueArray(fc.nat(39), { maxLength: 12 }),
    jitter: fc.array(fc.nat(50), { minLength: 40, maxLength: 40 }),
  });
  fc.assert(
    fc.property(histories, ({ startMs, playMs, notes, lost, jitter }) => {
      const line = new AmplifierLine();
      const packets = stream(
        startMs,
        40,
        (i) => lost.includes(i),
        (i) => jitter[i]!,
      );
      line
        .run(
          packets.filter(({ atMs }) => atMs < playMs),
          playMs,
        )
        .sing(notes);
      line.run(
        packets.filter(({ atMs }) => atMs >= playMs),
        2000,
      );
      expect(line.heard.slice(-500 * 16).every((sample) => sample === 0)).toBe(true);
      // Concealment goes on with what was heard, the earcon too, and the earcon itself is added.
      expect(Math.max(...line.heard)).toBeLessThanOrEqual(levelOf(VOICE) + 2 * LOUDEST + 300);
    }),
    { numRuns: 200 },
  );
});
