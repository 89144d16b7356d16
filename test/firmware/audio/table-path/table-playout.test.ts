import fc from 'fast-check';
import { Line, type Packet } from './line';

/**
 * Packets of one frame every 20 ms; the first begins a talk spurt. `change` delays a packet by some milliseconds, or
 * drops it.
 */
function stream(count: number, change: (i: number) => number | 'lost' = () => 0, firstSequence = 65530): Packet[] {
  const packets: Packet[] = [];
  for (let i = 0; i < count; i++) {
    const delay = change(i);
    if (delay === 'lost') continue;
    packets.push({ atMs: 20 * i + delay, sequence: firstSequence + i, frames: [i % 200], marker: i === 0 });
  }
  return packets;
}

const numbers = (count: number): string[] => Array.from({ length: count }, (_, i) => `${i % 200}`);

test('an even stream plays frame by frame, without a gap, across the wrap of the sequence', () => {
  const line = new Line().run(stream(50), 1500);
  expect(line.runs.slice(0, 51)).toEqual(['-', ...numbers(50)]);
  expect(line.silentMs(100, 1000)).toBe(0);
  expect(line.playout.counters).toMatchObject({ received: 50, lost: 0, late: 0, skipped: 0, underruns: 0 });
});

test('a spurt begins 45 ms after its first packet, so that jitter has room', () => {
  const line = new Line().run(stream(20), 400);
  const start = line.heard.findIndex((heard) => heard !== undefined);
  expect(start).toBeGreaterThanOrEqual(40);
  expect(start).toBeLessThan(60);
});

test('each frame is heard for 20 ms', () => {
  const line = new Line().run(stream(20), 1000);
  for (let frame = 0; frame < 20; frame++) {
    expect(line.heard.filter((heard) => heard?.frame === frame && heard.repeated === 0)).toHaveLength(20);
  }
});

test('at the end of a spurt the last frame fades out in two repetitions, and then there is silence', () => {
  const line = new Line().run(stream(5), 1000);
  expect(line.runs).toEqual(['-', '0', '1', '2', '3', '4', '4*', '4**', '-']);
  expect(line.playout.isPlaying()).toBe(false);
});

test('a lost frame is one repetition of the frame before, and what follows is not late', () => {
  const line = new Line().run(
    stream(12, (i) => (i === 5 ? 'lost' : 0)),
    240,
  );
  expect(line.runs.slice(1, 9)).toEqual(['0', '1', '2', '3', '4', '4*', '6', '7']);
  expect(line.playout.counters).toMatchObject({ lost: 1, concealed: 1, late: 0, underruns: 0 });
  // The silent descriptor, at most, before the stand-in.
  expect(line.silentMs(100, 240)).toBeLessThanOrEqual(4);
});

test('more losses in a row are two repetitions and then no more: no stutter', () => {
  const line = new Line().run(
    stream(20, (i) => (i > 4 && i < 9 ? 'lost' : 0)),
    400,
  );
  const runs = line.runs.filter((run) => run !== '-');
  expect(runs.slice(0, 11)).toEqual(['0', '1', '2', '3', '4', '4*', '4**', '9', '10', '11', '12']);
  expect(line.playout.counters).toMatchObject({ concealed: 2, lost: 4 });
});

test('packets that overtook each other play in order', () => {
  const line = new Line().run(
    stream(12, (i) => (i === 5 ? 25 : 0)),
    260,
  );
  expect(line.runs.slice(1, 11)).toEqual(numbers(10));
  expect(line.playout.counters).toMatchObject({ lost: 0, late: 0, concealed: 0 });
});

test('a duplicate is heard once', () => {
  const packets = stream(12).flatMap((packet) => [packet, { ...packet, atMs: packet.atMs + 3 }]);
  const line = new Line().run(packets, 260);
  expect(line.runs.slice(1, 11)).toEqual(numbers(10));
  expect(line.playout.counters.lost).toBe(0);
});

test('what comes after its turn is counted as late and makes the delay of later spurts grow', () => {
  const line = new Line().run(
    stream(12, (i) => (i === 5 ? 90 : 0)),
    500,
  );
  expect(line.playout.counters).toMatchObject({ late: 1, lost: 1 });
  const second = { atMs: 600, sequence: 100, frames: [50], marker: true };
  line.run([second, { ...second, atMs: 620, sequence: 101, frames: [51], marker: false }], 800);
  const start = line.heard.findIndex((heard) => heard?.frame === 50);
  expect(start - 600).toBeGreaterThanOrEqual(60);
});

test('when the network pauses, the frames are played after the pause, and the delay has grown by it', () => {
  const line = new Line().run(
    stream(60, (i) => (i < 20 ? 0 : 100)),
    1600,
  );
  const frames = line.runs.filter((run) => run !== '-' && !run.includes('*'));
  expect(frames).toEqual(numbers(60));
  expect(line.playout.counters.underruns).toBeGreaterThan(0);
  expect(line.playout.counters.lost).toBe(0);
});

test('a marker begins a new spurt after silence, under whatever number', () => {
  const again = stream(5, () => 500, 2000).map((packet) => ({ ...packet, frames: [packet.frames[0]! + 100] }));
  const line = new Line().run([...stream(5), ...again], 1000);
  const frames = line.runs.filter((run) => !run.includes('*'));
  expect(frames).toEqual(['-', '0', '1', '2', '3', '4', '-', '100', '101', '102', '103', '104', '-']);
  expect(line.playout.counters).toMatchObject({ lost: 0, late: 0 });
});

test('packets of two frames play both', () => {
  const packets = Array.from({ length: 10 }, (_, i) => ({
    atMs: 40 * i,
    sequence: i,
    frames: [2 * i, 2 * i + 1],
    marker: i === 0,
  }));
  const line = new Line().run(packets, 800);
  expect(line.runs.filter((run) => run !== '-' && !run.includes('*'))).toEqual(numbers(20));
});

test('a lost packet of two frames counts once and is concealed twice', () => {
  const packets = [0, 1, 2, 4, 5, 6].map((i) => ({
    atMs: 40 * i,
    sequence: i,
    frames: [2 * i, 2 * i + 1],
    marker: i === 0,
  }));
  const line = new Line().run(packets, 280);
  expect(line.runs.slice(1, 11)).toEqual(['0', '1', '2', '3', '4', '5', '5*', '5**', '8', '9']);
  expect(line.playout.counters).toMatchObject({ lost: 1, concealed: 2 });
});

test('delay that a burst has left comes down again through quiet frames', () => {
  // The first ten frames arrive together and very late. From then on all is even.
  const packets = stream(400, (i) => (i < 10 ? 200 - 20 * i : 0)).map((packet) => ({
    ...packet,
    frames: [packet.frames[0]! % 10 < 5 ? packet.frames[0]! : 200 + (packet.frames[0]! % 50)],
  }));
  const line = new Line().run(packets, 8000);
  expect(line.playout.counters.skipped).toBeGreaterThan(0);
  expect(line.playout.counters.bufferMs).toBeLessThanOrEqual(100);
});

test('after clear nothing of the old stream is heard', () => {
  const line = new Line().run(stream(50), 300);
  line.playout.clear();
  const before = line.heard.length;
  line.run([], 600);
  // The three blocks that are linked already are played to their end.
  expect(line.heard.slice(before + 65).every((heard) => heard === undefined)).toBe(true);
  expect(line.playout.isPlaying()).toBe(false);
});

test('tells when a spurt begins to play, each time', () => {
  const line = new Line();
  const began: number[] = [];
  line.onPlaying = (isPlaying) => void (isPlaying && began.push(line.heard.length));
  line.run([...stream(5), ...stream(5, () => 500, 2000)], 1000);
  expect(began).toHaveLength(2);
  expect(began[1]).toBeGreaterThanOrEqual(540);
});

test('jitter, loss and bursts never make it stick, repeat more than twice, go back, or stay behind', () => {
  const delays = fc.array(fc.oneof({ weight: 9, arbitrary: fc.nat(60) }, { weight: 1, arbitrary: fc.nat(250) }), {
    minLength: 100,
    maxLength: 150,
  });
  fc.assert(
    fc.property(delays, fc.array(fc.nat(149), { maxLength: 15 }), (late, lost) => {
      const count = late.length;
      const calm = 100;
      const packets = stream(count + calm, (i) => (i < count ? (lost.includes(i) ? 'lost' : late[i]!) : 0));
      const line = new Line().run(packets, 20 * (count + calm));
      let last = -1;
      for (const run of line.runs) {
        if (run === '-') continue;
        const frame = parseInt(run, 10);
        expect(run.split('*').length - 1).toBeLessThanOrEqual(2);
        // Frame numbers wrap at 200, which is further than anything jumps.
        expect((frame - last + 200) % 200).toBeLessThan(100);
        last = frame;
      }
      // The network has been even for two seconds: everything plays, at most 240 ms after it was sent.
      const end = line.heard[line.heard.length - 1];
      if (!end) throw new Error('silent at the end');
      expect((count + calm - 1 - end.frame + 400) % 200).toBeLessThanOrEqual(12);
    }),
    { numRuns: 60 },
  );
});
