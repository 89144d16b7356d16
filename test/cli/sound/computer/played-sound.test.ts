import { PlayedSound } from '../../../../cli/sound/computer/played-sound';
import { NS_PER_MS } from '../../../../host-sim/core/time-units';
import { Recording } from '../../../../host-sim/parts/recording';

/** A loudspeaker that plays a sine, and a reader of it that looks every 10 ms of `nowMs`. */
function stage() {
  const recording = new Recording();
  let nowMs = 0;
  const played = new PlayedSound(() => nowMs);
  let clocked = 0;
  return {
    played,
    /** Lets time pass; the board gets as far as the time, unless it is held up. */
    pass(ms: number, { isFull = false, boardMs = ms } = {}): Buffer {
      nowMs += ms;
      const until = Math.round(clocked / 16 + boardMs) * 16;
      const samples = Int16Array.from({ length: until - clocked }, (_, i) => 8000 * Math.sin((clocked + i) / 5));
      if (samples.length > 0) recording.append(samples, (clocked / 16) * NS_PER_MS, 16_000, 16_000);
      clocked = until;
      return Buffer.concat(played.next(recording, (clocked / 16) * NS_PER_MS, isFull));
    },
  };
}
const msOf = (bytes: Buffer): number => bytes.length / 4 / 48;

test('what the board plays comes at the same pace, at 48 kHz on two equal channels, without steps', () => {
  const { pass, played } = stage();
  const all = Buffer.concat(Array.from({ length: 100 }, () => pass(10)));
  expect(msOf(all)).toBeGreaterThan(980);
  expect(played.dropped).toBe(0);
  const left = Array.from({ length: all.length / 4 }, (_, i) => all.readInt16LE(4 * i));
  const right = left.map((_, i) => all.readInt16LE(4 * i + 2));
  expect(right).toEqual(left);
  const steps = left.slice(1).map((value, i) => Math.abs(value - left[i]!));
  expect(Math.max(...steps)).toBeLessThan(8000 / 15 + 40);
  expect(Math.max(...left)).toBeGreaterThan(7900);
});

test('a board that was held up and catches up adds no more than 200 ms of delay', () => {
  const { pass, played } = stage();
  for (let i = 0; i < 10; i++) pass(10);
  pass(1000, { boardMs: 0 });
  const burst = pass(1, { boardMs: 1000 });
  expect(msOf(burst)).toBeLessThanOrEqual(200);
  expect(played.dropped / 48).toBeGreaterThan(750);
});

test('a full pipe gets nothing until it has played itself empty', () => {
  const { pass, played } = stage();
  for (let i = 0; i < 10; i++) pass(10);
  expect(msOf(pass(10, { isFull: true }))).toBe(0);
  for (let i = 0; i < 49; i++) expect(msOf(pass(10))).toBe(0);
  expect(msOf(Buffer.concat([pass(10), pass(10)]))).toBeGreaterThan(0);
  expect(played.dropped / 48).toBeGreaterThan(480);
});
