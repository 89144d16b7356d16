import fc from 'fast-check';
import { createSoundBench, descriptorWord, I2S, startFullDuplex } from '../../support/sound-bench';
import type { SoundBench } from '../../support/sound-bench';
import { NS_PER_MS } from '../../../host-sim/core/time-units';

// A chain that never repeats old sound, as a driver builds it: every data descriptor D_k has a silent descriptor S_k
// behind it, whose `next` is itself. To queue block k+1, the driver pokes the `next` of both (docs/reference/i2s.md,
// "DMA").
const BLOCKS = 6;
const BLOCK_WORDS = 320; // 20 ms at 16 kHz
const SILENT_WORDS = 64; // 4 ms
const FRAME_NS = 62_500;

function createPlayer(bench: SoundBench) {
  const { address, words } = bench.allocate(6 * BLOCKS + SILENT_WORDS + BLOCKS * BLOCK_WORDS);
  const zeros = address + 24 * BLOCKS;
  const data = (k: number): number => address + 24 * (k % BLOCKS);
  const silent = (k: number): number => data(k) + 12;
  const buffer = (k: number): number => zeros + 4 * SILENT_WORDS + 4 * BLOCK_WORDS * (k % BLOCKS);
  for (let k = 0; k < BLOCKS; k++) {
    words.set([descriptorWord(4 * BLOCK_WORDS), buffer(k), silent(k)], 6 * k);
    words.set([descriptorWord(4 * SILENT_WORDS), zeros, silent(k)], 6 * k + 3);
  }
  let queued = 0;
  return {
    /** The silent descriptor before block 0, where an idle player is. */
    start: silent(BLOCKS - 1),
    data,
    silent,
    queue: (): void => {
      const k = queued++;
      const at = (buffer(k) - address) / 4;
      for (let i = 0; i < BLOCK_WORDS; i++) words[at + i] = (1 + k) << 16;
      bench.poke(data(k) + 8, silent(k));
      bench.poke(silent(k) + 8, silent(k));
      bench.poke(data(k + BLOCKS - 1) + 8, data(k));
      bench.poke(silent(k + BLOCKS - 1) + 8, data(k));
    },
  };
}

/** The track as runs of equal samples: [value, length]. */
function runs(bench: SoundBench): [number, number][] {
  const track = bench.amplifier.recording.toSamples(0, bench.clock.nowNs);
  const list: [number, number][] = [];
  for (const sample of track) {
    const last = list.at(-1);
    if (last !== undefined && last[0] === sample) last[1]++;
    else list.push([sample, 1]);
  }
  return list;
}

describe('a chain of blocks that each end in a silent loop', () => {
  test('is silent, without any error, while nothing is queued', () => {
    const bench = createSoundBench();
    const player = createPlayer(bench);
    startFullDuplex(bench, { txDescriptor: player.start });
    bench.runMs(100);
    expect(runs(bench)).toEqual([[0, 1600]]);
    expect(bench.peek(I2S.INT_RAW) & 0x14020).toBe(0);
    expect(bench.peek(I2S.OUT_EOF_DES_ADDR)).toBe(player.start);
  });

  test('plays blocks without a gap when they are queued a block ahead', () => {
    const bench = createSoundBench();
    const player = createPlayer(bench);
    startFullDuplex(bench, { txDescriptor: player.start });
    player.queue();
    player.queue();
    for (let k = 2; k < 40; k++) {
      bench.runMs(20);
      player.queue();
    }
    bench.runMs(60);
    const [lead, ...rest] = runs(bench);
    expect(lead).toEqual([0, 3 * SILENT_WORDS]);
    for (let k = 0; k < 40; k++) expect(rest[k]).toEqual([1 + k, BLOCK_WORDS]);
  });

  test('falls into silence, not into a stutter, when the next block is late, and tells where it is', () => {
    const bench = createSoundBench();
    const player = createPlayer(bench);
    startFullDuplex(bench, { txDescriptor: player.start });
    player.queue();
    bench.runMs(31); // 12 ms of silence, then 19 of the 20 ms
    expect(bench.peek(I2S.OUT_EOF_DES_ADDR)).toBe(player.start);
    bench.runMs(1);
    expect(bench.peek(I2S.OUT_EOF_DES_ADDR)).toBe(player.data(0));
    bench.runMs(4);
    expect(bench.peek(I2S.OUT_EOF_DES_ADDR)).toBe(player.silent(0));
    bench.runMs(100);
    player.queue();
    bench.runMs(60);
    const values = runs(bench);
    expect(values.map(([value]) => value)).toEqual([0, 1, 0, 2, 0]);
    expect(values[1]![1]).toBe(BLOCK_WORDS);
    expect(values[3]![1]).toBe(BLOCK_WORDS);
    expect(values[2]![1] % SILENT_WORDS).toBe(0);
  });

  test('costs one silent descriptor when a block is queued after the one before it was loaded', () => {
    const bench = createSoundBench();
    const player = createPlayer(bench);
    startFullDuplex(bench, { txDescriptor: player.start });
    player.queue();
    bench.runMs(20); // block 0 is playing
    player.queue();
    bench.runMs(80);
    expect(runs(bench).slice(0, 4)).toEqual([
      [0, 3 * SILENT_WORDS],
      [1, BLOCK_WORDS],
      [0, SILENT_WORDS],
      [2, BLOCK_WORDS],
    ]);
  });

  test('starts a block within three silent descriptors when it idles, never plays one twice, whenever it is queued', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 70_000 }), { minLength: 1, maxLength: 20 }), (pausesUs) => {
        const bench = createSoundBench();
        const player = createPlayer(bench);
        startFullDuplex(bench, { txDescriptor: player.start });
        const queuedAt: number[] = [];
        let playable = 0; // when the last queued block will have been played, at the latest
        for (const pauseUs of pausesUs) {
          // A driver never queues more blocks than it has.
          bench.runMs(pauseUs / 1000);
          if (playable - bench.clock.nowNs > (BLOCKS - 2) * 24 * NS_PER_MS) bench.runMs(30);
          queuedAt.push(bench.clock.nowNs);
          playable = Math.max(playable + 4 * NS_PER_MS, bench.clock.nowNs + 12 * NS_PER_MS) + 20 * NS_PER_MS;
          player.queue();
        }
        bench.runMs(24 * (BLOCKS + 1));
        const blocks: [number, number][] = [];
        let frame = 0;
        for (const [value, length] of runs(bench)) {
          if (value !== 0) {
            expect(length).toBe(BLOCK_WORDS);
            blocks.push([value, frame * FRAME_NS]);
          }
          frame += length;
        }
        expect(blocks.map(([value]) => value)).toEqual(queuedAt.map((_, k) => 1 + k));
        let freeNs = 0;
        blocks.forEach(([, startNs], k) => {
          expect(startNs).toBeLessThanOrEqual(Math.max(freeNs + 4 * NS_PER_MS, queuedAt[k]! + 12 * NS_PER_MS));
          freeNs = startNs + 20 * NS_PER_MS;
        });
      }),
      { numRuns: 40 },
    );
  });
});
