import { createRandom } from '../../../host-sim/core/random';
import { NS_PER_MS, NS_PER_SECOND } from '../../../host-sim/core/time-units';
import { CLEAN, type Conditions } from '../../../host-sim/net/conditions';
import { DatagramPath, SegmentPath } from '../../../host-sim/net/paths';

const COUNT = 20_000;
const SPACING_MS = 20;
const SEEDS = [1, 2, 3];

type Copy = { readonly number: number; readonly sentMs: number; readonly atMs: number };

/** One datagram every 20 ms: the copies that arrive, in the order in which they do. */
function stream(conditions: Partial<Conditions>, seed: number, count = COUNT): Copy[] {
  const path = new DatagramPath(createRandom(seed, 'udp'), createRandom(seed, 'bursts'));
  const copies: Copy[] = [];
  for (let number = 0; number < count; number++) {
    const sentMs = number * SPACING_MS;
    for (const atNs of path.arrivalsNs({ ...CLEAN, ...conditions }, sentMs * NS_PER_MS))
      copies.push({ number, sentMs, atMs: atNs / NS_PER_MS });
  }
  return copies.sort((a, b) => a.atMs - b.atMs); // stable: of the same instant, first sent comes first
}

/** The lengths of the runs of lost datagrams. */
function lostRuns(copies: readonly Copy[]): number[] {
  const numbers = copies.map(({ number }) => number).sort((a, b) => a - b);
  return numbers.flatMap((number, i) => (i > 0 && number > numbers[i - 1]! + 1 ? [number - numbers[i - 1]! - 1] : []));
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
const overtaken = (copies: readonly Copy[]): number =>
  copies.filter(({ number }, i) => i > 0 && number < copies[i - 1]!.number).length;

describe.each(SEEDS)('datagrams with the seed %d', (seed) => {
  test('are lost one by one at the rate of the loss', () => {
    const copies = stream({ loss: 0.05 }, seed);
    expect(1 - copies.length / COUNT).toBeCloseTo(0.05, 2);
    expect(mean(lostRuns(copies))).toBeLessThan(1.15);
  });

  test('are lost in bursts of the length and the share that begin and end make', () => {
    const copies = stream({ bursts: { begin: 0.01, end: 0.25, loss: 1 } }, seed);
    expect(mean(lostRuns(copies))).toBeGreaterThan(3.4); // 1 / end = 4
    expect(mean(lostRuns(copies))).toBeLessThan(4.6);
    const share = 1 - copies.length / COUNT; // begin / (begin + end) = 3.85 %
    expect(share).toBeGreaterThan(0.03);
    expect(share).toBeLessThan(0.048);
  });

  test('are lost in part when a burst does not lose all, and also between bursts', () => {
    const half = stream({ bursts: { begin: 0.05, end: 0.05, loss: 0.5 } }, seed);
    expect(1 - half.length / COUNT).toBeCloseTo(0.25, 1);
    const both = stream({ loss: 0.1, bursts: { begin: 0.01, end: 0.5, loss: 1 } }, seed);
    expect(1 - both.length / COUNT).toBeCloseTo(1 - 0.9 * (0.5 / 0.51), 2);
  });

  test('overtake each other by jitter, unless the order is kept', () => {
    const rough = { delayMs: 5, jitterMs: 80 };
    expect(overtaken(stream(rough, seed))).toBeGreaterThan(COUNT / 10);
    const kept = stream({ ...rough, keepsOrder: true }, seed);
    expect(kept).toHaveLength(COUNT);
    expect(overtaken(kept)).toBe(0);
    const delays = kept.map(({ sentMs, atMs }) => atMs - sentMs);
    expect(Math.min(...delays)).toBeGreaterThanOrEqual(5);
    expect(Math.max(...delays)).toBeLessThanOrEqual(85);
    expect(Math.max(...delays) - Math.min(...delays)).toBeGreaterThan(60);
  });

  test('keep their order when they are doubled, lost or delayed less than before', () => {
    const rough = { jitterMs: 80, loss: 0.1, duplicate: 0.1, keepsOrder: true };
    expect(overtaken(stream({ ...rough, delaySteps: [{ fromNs: 10 * NS_PER_SECOND, delayMs: 0 }] }, seed))).toBe(0);
  });

  test('are held back by reordering also where the jitter keeps the order', () => {
    const share = overtaken(stream({ delayMs: 5, jitterMs: 4, reorder: 0.1, keepsOrder: true }, seed)) / COUNT;
    expect(share).toBeGreaterThan(0.07);
    expect(share).toBeLessThan(0.13);
  });

  test('are decided alike with bursts and without, apart from the burst itself', () => {
    const rough = { delayMs: 3, jitterMs: 20, loss: 0.05, duplicate: 0.05 };
    const without = new Set(stream(rough, seed).map(({ number, atMs }) => `${number} ${atMs}`));
    const withBursts = stream({ ...rough, bursts: { begin: 0.01, end: 0.25, loss: 1 } }, seed);
    expect(withBursts.filter(({ number, atMs }) => !without.has(`${number} ${atMs}`))).toEqual([]);
  });
});

describe('a stall', () => {
  const stallsOf = (...lengths: number[]) =>
    lengths.map((seconds, i) => ({
      fromNs: Math.round((10 * i + 1.005) * NS_PER_SECOND),
      untilNs: Math.round((10 * i + 1.005 + seconds) * NS_PER_SECOND),
    }));

  test('of 0.3, 1 or 3 s lets nothing arrive, and then everything that waited, in order', () => {
    const copies = stream({ delayMs: 5, jitterMs: 4, stalls: stallsOf(0.3, 1, 3) }, 1, 2000);
    expect(copies).toHaveLength(2000);
    expect(overtaken(copies)).toBe(0);
    for (const [i, seconds] of [0.3, 1, 3].entries()) {
      const [fromMs, untilMs] = [10_000 * i + 1005, 10_000 * i + 1005 + 1000 * seconds];
      expect(copies.filter(({ atMs }) => fromMs <= atMs && atMs < untilMs)).toEqual([]);
      const waited = copies.filter(({ atMs }) => Math.abs(atMs - untilMs) < 1e-6).length;
      expect(Math.abs(waited - (1000 * seconds) / SPACING_MS)).toBeLessThanOrEqual(1);
    }
  });

  test('may lose what would arrive in it, and nothing else', () => {
    const copies = stream({ delayMs: 5, stalls: stallsOf(0.3, 1, 3), stallsLose: true }, 1, 2000);
    expect(lostRuns(copies)).toEqual([15, 50, 150]);
  });
});

test('a step of the delay holds for what is sent from its instant on, until the next', () => {
  const delaySteps = [
    { fromNs: 1 * NS_PER_SECOND, delayMs: 90 },
    { fromNs: 2 * NS_PER_SECOND, delayMs: 10 },
  ];
  const delays = stream({ delayMs: 5, delaySteps }, 1, 150).sort((a, b) => a.number - b.number);
  const expected = delays.map(({ sentMs }) => (sentMs < 1000 ? 5 : sentMs < 2000 ? 90 : 10));
  expect(delays.map(({ sentMs, atMs }) => atMs - sentMs)).toEqual(expected);
});

describe('segments of a stream', () => {
  /** The delays in ms of segments that are sent at the instant 0. */
  const delays = (conditions: Partial<Conditions>, seed: number, count = 10_000) => {
    const path = new SegmentPath(createRandom(seed, 'tcp'), createRandom(seed, 'loss'));
    return Array.from({ length: count }, () => path.fateOf({ ...CLEAN, ...conditions }, 0));
  };
  const ms = (fates: ReturnType<typeof delays>) => fates.map(({ atNs }) => atNs / NS_PER_MS);

  test.each(SEEDS)('that are lost come after the time-out, which doubles (seed %d)', (seed) => {
    const all = ms(delays({ delayMs: 5, tcpLoss: 0.1, retransmitMs: 300 }, seed));
    const share = (delayMs: number): number => all.filter((one) => one === delayMs).length / all.length;
    expect(share(5)).toBeCloseTo(0.9, 1);
    expect(share(305)).toBeGreaterThan(0.075);
    expect(share(305)).toBeLessThan(0.105);
    expect(share(905)).toBeGreaterThan(0.005);
    expect(share(905)).toBeLessThan(0.014);
  });

  test('are given up after twelve repetitions', () => {
    const [fate] = delays({ tcpLoss: 1, retransmitMs: 1000 }, 1, 1);
    // 1 + 2 + 4 + 8 + 16 + 32 s, and then 60 s each time.
    expect(fate).toEqual({ atNs: (63 + 7 * 60) * NS_PER_SECOND, hasArrived: false });
  });

  test('wait for the end of a stall, or are sent again until it is over', () => {
    const stalls = [{ fromNs: 0, untilNs: 1 * NS_PER_SECOND }];
    expect(ms(delays({ delayMs: 5, stalls }, 1, 1))).toEqual([1000]);
    expect(ms(delays({ delayMs: 5, stalls, stallsLose: true, retransmitMs: 400 }, 1, 1))).toEqual([1205]);
  });
});
