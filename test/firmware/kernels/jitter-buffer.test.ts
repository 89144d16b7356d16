import fc from 'fast-check';
import * as c from '../../../firmware/kernels/context';
import { AmplifierLine, type Packet } from './amplifier-line';

const FIRST_MS = 100;

/**
 * Packets of one frame every 20 ms; the first begins a talk spurt. `change` delays a packet by some milliseconds, or
 * drops it.
 */
function stream(count: number, change: (i: number) => number | 'lost' = () => 0, first = 65530): Packet[] {
  return Array.from({ length: count }, (_, i) => i).flatMap((i) => {
    const delay = change(i);
    if (delay === 'lost') return [];
    return [{ atMs: FIRST_MS + 20 * i + delay, sequence: first + i, frames: [i], marker: i === 0 }];
  });
}

const numbers = (from: number, to: number): string[] =>
  Array.from({ length: to - from + 1 }, (_, i) => `${(from + i) % 100}`);

test('an even stream plays frame by frame, without a gap, across the wrap of the sequence', () => {
  const line = new AmplifierLine().run(stream(50), 1500);
  expect(line.runs).toEqual(['-', ...numbers(0, 49), '*', '-']);
  expect(line.count(c.RECEIVED)).toBe(50);
  expect([c.LOST, c.LATE, c.SKIPPED, c.UNDERRUNS].map((offset) => line.count(offset))).toEqual([0, 0, 0, 0]);
});

test('a spurt begins 15 to 25 ms after its first packet, so that jitter has room', () => {
  const line = new AmplifierLine().run(stream(20), 400);
  const startMs = line.firstHeardMs() - FIRST_MS;
  expect(startMs).toBeGreaterThanOrEqual(15);
  expect(startMs).toBeLessThanOrEqual(25);
});

test('a frame is heard for 20 ms, a sample more or less where the delay is adjusted', () => {
  const line = new AmplifierLine().run(stream(100), 2500);
  for (let frame = 0; frame < 100; frame++) expect(Math.abs(line.samplesOf(frame) - 320)).toBeLessThanOrEqual(1);
});

test('at the end of a spurt concealment fades out in three frames, and then there is silence', () => {
  const line = new AmplifierLine().run(stream(5), 1000);
  expect(line.runs).toEqual(['-', '0', '1', '2', '3', '4', '*', '-']);
  expect(line.count(c.PLAYING)).toBe(0);
  expect(line.heard.slice(-8000).every((sample) => sample === 0)).toBe(true);
});

test('a lost frame is one stand-in, and what follows is not late', () => {
  const line = new AmplifierLine().run(
    stream(12, (i) => (i === 5 ? 'lost' : 0)),
    330,
  );
  expect(line.runs.slice(0, 9)).toEqual(['-', '0', '1', '2', '3', '4', '*', '6', '7']);
  expect([c.LOST, c.CONCEALED, c.LATE, c.UNDERRUNS].map((offset) => line.count(offset))).toEqual([1, 1, 0, 0]);
});

test('a long loss is three stand-ins and then silence, and the spurt goes on with its slack', () => {
  const line = new AmplifierLine().run(
    stream(40, (i) => (i > 9 && i < 20 ? 'lost' : 0)),
    880,
  );
  expect(line.runs.slice(0, 14)).toEqual(['-', ...numbers(0, 9), '*', '-', '20']);
  expect([c.LOST, c.CONCEALED, c.UNDERRUNS].map((offset) => line.count(offset))).toEqual([10, 3, 1]);
});

test('a frame that comes before its own first sample is due is played in time, whatever stood in for it', () => {
  const line = new AmplifierLine().run(
    stream(40, (i) => (i % 4 === 2 ? 12 : 0)),
    890,
  );
  expect(line.runs.slice(0, 38)).toEqual(['-', ...numbers(0, 36)]);
  expect([c.LOST, c.CONCEALED, c.LATE, c.UNDERRUNS].map((offset) => line.count(offset))).toEqual([0, 0, 0, 0]);
});

test('a frame that is only late is played after its stand-in, and the delay has grown by one frame', () => {
  const line = new AmplifierLine().run(
    stream(30, (i) => (i < 8 ? 0 : 28)),
    700,
  );
  expect(line.runs.slice(0, 13)).toEqual(['-', ...numbers(0, 7), '*', '8', '9', '10']);
  expect([c.LOST, c.UNDERRUNS, c.LATE].map((offset) => line.count(offset))).toEqual([0, 1, 0]);
});

test('packets that overtake each other within the slack are put in order', () => {
  const line = new AmplifierLine().run(
    stream(80, (i) => (i >= 8 ? 25 + (i % 2 === 0 ? 21 : 0) : 0)),
    1900,
  );
  // Until then some of them were late. The seam towards a stand-in stays when its frame comes at last.
  expect(line.runs.filter((run) => /\d/.test(run)).slice(-50)).toEqual(numbers(30, 79));
  expect(line.count(c.LATE)).toBeLessThanOrEqual(4);
});

test('a packet that was overtaken and given up is dropped and counted, and its copy is not', () => {
  const late = { atMs: FIRST_MS + 300, sequence: 65535, frames: [5] };
  const copy = { atMs: FIRST_MS + 301, sequence: 65530 + 14, frames: [14] };
  const line = new AmplifierLine().run([...stream(20, (i) => (i === 5 ? 'lost' : 0)), late, copy], 480);
  expect(line.runs.slice(0, 19)).toEqual(['-', ...numbers(0, 4), '*', ...numbers(6, 17)]);
  expect([c.LOST, c.LATE].map((offset) => line.count(offset))).toEqual([1, 1]);
});

test('a packet of 40 ms is two frames, and two stand-ins when it is lost', () => {
  const packets = stream(20)
    .filter((_, i) => i % 2 === 0)
    .map(({ atMs }, i) => ({ atMs, sequence: 700 + i, frames: [2 * i, 2 * i], marker: i === 0 }));
  const line = new AmplifierLine().run(
    packets.filter((_, i) => i !== 4),
    480,
  );
  expect(line.runs.slice(0, 10)).toEqual(['-', '0', '2', '4', '6', '*', '10', '12', '14', '16']);
  expect(line.samplesOf(6)).toBeGreaterThanOrEqual(639);
  expect([c.LOST, c.CONCEALED].map((offset) => line.count(offset))).toEqual([1, 2]);
});

test('another count, as after a restart of the relay, is played at once', () => {
  const line = new AmplifierLine().run(
    [
      ...stream(10),
      ...stream(10, () => 200, 20_000).map((packet) => ({ ...packet, frames: [packet.frames[0]! + 50] })),
    ],
    620,
  );
  expect(line.runs.slice(0, 22)).toEqual(['-', ...numbers(0, 9), ...numbers(50, 59), '*']);
  expect(line.count(c.LOST)).toBe(0);
});

test('a burst after a stall of the network is cut to what fits', () => {
  const line = new AmplifierLine().run(
    stream(200, (i) => (i > 100 && i < 112 ? 20 * (112 - i) : 0)),
    3000,
  );
  expect(line.count(c.SKIPPED)).toBeGreaterThan(3);
  expect(line.count(c.DEPTH)).toBeLessThanOrEqual(24);
});

test.each([
  ['a pause', 2, 0],
  ['speech', 35, 7],
])('in %s a delay grown too long is gone after %d s', (_, seconds, frame) => {
  const packets = stream(120 + 50 * seconds, (i) => (i < 20 ? 0 : i < 25 ? 90 - 4 * (i - 20) : 0));
  const same = packets.map((packet, i) => (i < 60 ? packet : { ...packet, frames: [frame] }));
  const line = new AmplifierLine().run(same, FIRST_MS + 1200);
  expect(line.count(c.DEPTH)).toBeGreaterThanOrEqual(12);
  line.run(same.slice(60), FIRST_MS + 1200 + 1000 * seconds);
  expect(line.count(c.DEPTH)).toBeLessThanOrEqual(9);
});

test('a pause loses no more than what is too much', () => {
  const packets = stream(800, (i) => (i < 20 ? 0 : i < 25 ? 90 - 4 * (i - 20) : 0)).map((packet, i) => ({
    ...packet,
    frames: [i < 60 ? i : 0],
  }));
  const line = new AmplifierLine().run(packets, FIRST_MS + 1200);
  const before = [c.UNDERRUNS, c.CONCEALED, c.LATE].map((offset) => line.count(offset));
  line.run(packets.slice(60), FIRST_MS + 15_900);
  expect([c.UNDERRUNS, c.CONCEALED, c.LATE].map((offset) => line.count(offset))).toEqual(before);
  expect(line.count(c.DROPPED_SAMPLES)).toBeGreaterThan(20 * 16);
  expect(line.count(c.DROPPED_SAMPLES)).toBeLessThan(100 * 16);
});

test('a stall of the interpreter is silence, never old sound', () => {
  const line = new AmplifierLine().run(stream(20), 450);
  const before = line.heard.length;
  line.stall(500);
  const stalled = line.heard.slice(before);
  const names = new Set(stalled.slice(60 * 16));
  expect([...names]).toEqual([0]);
});

test.each([400, -400])('for a minute a line %d ppm fast neither runs dry nor falls behind', (ppm) => {
  const line = new AmplifierLine();
  let seed = 1;
  const jitter = (): number => (seed = (seed * 48271) % 0x7fffffff) % 5;
  for (let minute = 0; minute < 1; minute++) {
    const packets = stream(3000, jitter, minute * 3000).map((packet, i) => ({
      ...packet,
      atMs: packet.atMs + minute * 60_000,
      marker: minute === 0 && i === 0,
    }));
    line.run(packets, FIRST_MS + (minute + 1) * 60_000, ppm);
    expect(line.count(c.DEPTH)).toBeLessThanOrEqual(8);
  }
  expect([c.LOST, c.LATE, c.UNDERRUNS, c.SKIPPED].map((offset) => line.count(offset))).toEqual([0, 0, 0, 0]);
  expect(line.count(c.CONCEALED)).toBeLessThanOrEqual(3);
  expect(Math.sign(line.count(c.ADDED_SAMPLES) - line.count(c.DROPPED_SAMPLES))).toBe(Math.sign(ppm));
});

test('whatever the network does, frames are heard in order, none twice, and it ends in silence', () => {
  const fate = fc.record({
    delayMs: fc.nat({ max: 90 }),
    isLost: fc.integer({ min: 0, max: 9 }).map((n) => n === 0),
    isDoubled: fc.integer({ min: 0, max: 9 }).map((n) => n === 0),
  });
  fc.assert(
    fc.property(fc.array(fate, { minLength: 1, maxLength: 60 }), fc.nat({ max: 65535 }), (fates, first) => {
      const packets = stream(fates.length, (i) => (fates[i]!.isLost ? 'lost' : fates[i]!.delayMs), first);
      const doubles = packets.filter(({ sequence }) => fates[sequence - first]!.isDoubled);
      const all = [...packets, ...doubles.map((packet) => ({ ...packet, atMs: packet.atMs + 7 }))];
      const line = new AmplifierLine().run(all, FIRST_MS + 20 * fates.length + 600);
      const heard = line.runs.filter((run) => /\d/.test(run)).map(Number);
      expect(heard).toEqual([...new Set(heard)].sort((a, b) => a - b));
      expect(line.heard.slice(-1600).every((sample) => sample === 0)).toBe(true);
      expect(line.count(c.RECEIVED)).toBe(all.length);
    }),
    { numRuns: 25 },
  );
});

test('what is no packet of the stream is refused, and nothing is counted', () => {
  const line = new AmplifierLine().run(stream(3), 200);
  const good = line.datagramOf({ atMs: 0, sequence: 3, frames: [3] });
  const change = (at: number, value: number): Uint8Array =>
    Uint8Array.from(good, (byte, i) => (i === at ? value : byte));
  expect(line.answerTo(good.subarray(0, 11))).toBe(c.NOT_RTP);
  expect(line.answerTo(change(1, 204))).toBe(c.NOT_RTP);
  expect(line.answerTo(change(0, 0x90))).toBe(c.MALFORMED);
  expect(line.answerTo(change(1, 0))).toBe(c.MALFORMED);
  expect(line.answerTo(good.subarray(0, good.length - 1))).toBe(c.MALFORMED);
  expect(line.answerTo(good.subarray(0, 12))).toBe(c.MALFORMED);
  expect(line.answerTo(change(14, 89))).toBe(c.MALFORMED);
  expect(line.count(c.RECEIVED)).toBe(3);
  expect(line.answerTo(good)).toBe(c.ACCEPTED);
});
