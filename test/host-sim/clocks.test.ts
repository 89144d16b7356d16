import { bootBoard } from './espruino/workbench';
import { createRing, createSoundBench, startFullDuplex } from '../support/sound-bench';

// Crystals are off by some tens of parts per million. Two boards in a room may differ by 200 ppm for hours.

const PPM = [-200, 0, 200];
const TEN_MINUTES_MS = 600_000;

test.each(PPM)('a crystal that is %i ppm fast makes that many more frames in ten minutes, to the frame', (clockPpm) => {
  const bench = createSoundBench({ chip: { clockPpm } });
  let frames = 0;
  const pads = { bck: 26, ws: 25, data: 22 };
  bench.chip.attach({ pads, kind: 'listener', listen: (run) => void (frames += run.frames) });
  const ring = createRing(bench, 4, 320);
  startFullDuplex(bench, { txDescriptor: ring.address, rxDescriptor: ring.address, rxEofWords: 320 });
  for (let minute = 0; minute < 10; minute++) bench.runMs(TEN_MINUTES_MS / 10);
  expect(Math.abs(frames - 9_600_000 * (1 + clockPpm / 1e6))).toBeLessThanOrEqual(1);
});

test.each(PPM)('timers and getTime of a board whose crystal is %i ppm fast agree with that', (clockPpm) => {
  const bench = bootBoard('var n=0,t0=getTime();setInterval(()=>n++,20)', { clockPpm });
  bench.runTo(TEN_MINUTES_MS);
  const [ticks, seconds] = JSON.parse(String(bench.board.evaluate('JSON.stringify([n,getTime()-t0])'))) as number[];
  expect(Math.abs(ticks! - (TEN_MINUTES_MS / 20) * (1 + clockPpm / 1e6))).toBeLessThanOrEqual(1);
  expect(seconds).toBeCloseTo(600 * (1 + clockPpm / 1e6), 6);
});
