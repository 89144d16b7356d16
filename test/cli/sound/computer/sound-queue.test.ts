import { NS_PER_SECOND } from '../../../../host-sim/core/time-units';
import { QUEUE_HZ, SoundQueue } from '../../../../cli/sound/computer/sound-queue';

const sine = (from: number, count: number): Int16Array =>
  Int16Array.from({ length: count }, (_, i) => 16_000 * Math.sin((2 * Math.PI * 440 * (from + i)) / QUEUE_HZ));

/** Reads blocks of 10 ms at a rate, and calls `before` ahead of each with its number. */
function read(
  queue: SoundQueue,
  rateHz: number,
  blocks: number,
  before: (block: number) => void,
  fromNs = 0,
): number[] {
  const heard: number[] = [];
  const into = new Float64Array(rateHz / 100);
  for (let block = 0; block < blocks; block++) {
    before(block);
    queue.fill(into, fromNs + (block * NS_PER_SECOND) / 100, rateHz);
    heard.push(...into);
  }
  return heard;
}

test.each([16_000, 8000, 16_100])('what is pushed is heard at %i Hz, 40 ms later, without gaps', (rateHz) => {
  const queue = new SoundQueue();
  const rate = Math.round(rateHz / 100) * 100;
  const heard = read(queue, rate, 100, (block) => queue.push(sine(160 * block, 160)));
  const begin = heard.findIndex((value) => Math.abs(value) > 0.05);
  expect((1000 * begin) / rate).toBeGreaterThan(30);
  expect((1000 * begin) / rate).toBeLessThan(70);
  const steady = heard.slice(Math.floor(0.1 * rate));
  const energy = steady.reduce((sum, value) => sum + value ** 2, 0) / steady.length;
  expect(Math.sqrt(2 * energy)).toBeCloseTo(16_000 / 32_768, 2);
  const largestStep = Math.max(...steady.slice(1).map((value, i) => Math.abs(value - steady[i]!)));
  expect(largestStep).toBeLessThan((2 * Math.PI * 440) / rate);
  expect([queue.dropped, queue.missing]).toEqual([0, 0]);
});

test('a program that is ahead does not add delay: what is beyond 200 ms is dropped, and counted', () => {
  const queue = new SoundQueue();
  read(queue, 16_000, 50, (block) => queue.push(sine(0, block === 25 ? 16_000 : 160)));
  expect(queue.dropped / QUEUE_HZ).toBeGreaterThan(0.8);
  expect(queue.dropped / QUEUE_HZ).toBeLessThan(1.05);
  expect(queue.missing).toBe(0);
});

test('a program that stops leaves silence, which is counted, and goes on when it does', () => {
  const queue = new SoundQueue();
  const heard = read(queue, 16_000, 100, (block) => {
    if (block < 40 || block > 60) queue.push(sine(160 * block, 160));
  });
  expect(queue.missing / QUEUE_HZ).toBeGreaterThan(0.1);
  expect(queue.missing / QUEUE_HZ).toBeLessThan(0.4);
  expect(Math.max(...heard.slice(-1600))).toBeGreaterThan(0.4);
});

test('while the board does not listen, nothing piles up and nothing counts as lost', () => {
  const queue = new SoundQueue();
  for (let block = 0; block < 1000; block++) queue.push(sine(160 * block, 160));
  const marked = read(queue, 16_000, 30, () => queue.push(new Int16Array(160)), 10 * NS_PER_SECOND);
  expect(queue.dropped).toBe(0);
  // The sound from before is over after the 40 ms that wait.
  const last = marked.findLastIndex((value) => Math.abs(value) > 0.05);
  expect((1000 * last) / QUEUE_HZ).toBeLessThan(200);
});
