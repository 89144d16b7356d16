import type { SampleSource } from '../../../host-sim/parts/sample-source';
import { createRing, createSoundBench, descriptorWord, I2S, startFullDuplex } from '../../support/sound-bench';
import type { FullDuplexOptions, Ring, SoundBenchOptions } from '../../support/sound-bench';
import { NS_PER_MS, NS_PER_SECOND } from '../../../host-sim/core/time-units';

// Interrupt bits of INT_RAW, from the reference manual.
const RX_WFULL = 1 << 2;
const IN_DONE = 1 << 8;
const IN_SUC_EOF = 1 << 9;
const IN_DSCR_ERR = 1 << 13;
const IN_DSCR_EMPTY = 1 << 15;
const SENTINEL = 0x80000001 | 0;

/** A microphone whose samples are the numbers of the frames: 1, 2, 3, … in the 16 upper bits. */
const counting: SampleSource = {
  fill(into, startNs, rateHz) {
    const first = Math.round((startNs * rateHz) / NS_PER_SECOND);
    for (let i = 0; i < into.length; i++) into[i] = (1 + first + i) / 32768;
  },
};

function createListening(
  blocks = 4,
  options: FullDuplexOptions = {},
  bench: SoundBenchOptions = {},
  prepare?: (ring: Ring) => void,
) {
  const listening = createSoundBench({ source: counting, ...bench });
  const ring = createRing(listening, blocks, 160);
  prepare?.(ring);
  startFullDuplex(listening, { rxDescriptor: ring.address, ...options });
  return { ...listening, ring };
}

const numbers = (block: Int32Array): number[] => [...block].map((word) => word >> 16);
const range = (from: number, to: number): number[] => Array.from({ length: to - from }, (_, i) => from + i);

describe('the receive DMA', () => {
  test('fills the blocks of a ring one after the other, one word a frame', () => {
    const { ring, runMs } = createListening();
    runMs(30);
    expect([0, 1, 2].flatMap((k) => numbers(ring.block(k)))).toEqual(range(1, 481));
    expect(new Set(ring.block(3))).toEqual(new Set([0]));
    runMs(20);
    expect(numbers(ring.block(0))).toEqual(range(641, 801));
  });

  test('raises IN_SUC_EOF with the descriptor’s address after RXEOF_NUM words', () => {
    const { ring, runMs, peek, poke } = createListening();
    runMs(9.9);
    expect(peek(I2S.INT_RAW) & (IN_SUC_EOF | IN_DONE)).toBe(0);
    runMs(0.1);
    expect(peek(I2S.INT_RAW) & (IN_SUC_EOF | IN_DONE)).toBe(IN_SUC_EOF | IN_DONE);
    expect(peek(I2S.IN_EOF_DES_ADDR)).toBe(ring.descriptor(0));
    poke(I2S.INT_CLR, IN_SUC_EOF);
    expect(peek(I2S.INT_RAW) & (IN_SUC_EOF | IN_DONE)).toBe(IN_DONE);
    for (let k = 1; k < 9; k++) {
      runMs(10);
      expect(peek(I2S.IN_EOF_DES_ADDR)).toBe(ring.descriptor(k % 4));
    }
  });

  test('is seen by every access of a register, also in the middle of a long callback', () => {
    let nowNs = 0;
    const { ring, peek } = createListening(4, {}, { chip: { now: () => nowNs } });
    nowNs = 10 * NS_PER_MS;
    expect(peek(I2S.IN_EOF_DES_ADDR)).toBe(ring.descriptor(0));
    nowNs = 20 * NS_PER_MS;
    expect(peek(ring.address + 48 + 640)).toBe(161 << 16);
  });

  test('keeps up by itself, without anybody looking', () => {
    const { ring, clock } = createListening();
    clock.runUntil(25 * NS_PER_MS);
    expect(numbers(ring.block(1))).toEqual(range(161, 321));
  });

  test('overwrites what nobody has fetched: sentinels in the last words tell how many blocks came', () => {
    const { ring, runMs } = createListening(6);
    const arm = (): void => {
      for (let k = 0; k < 6; k++) ring.block(k)[159] = SENTINEL;
    };
    const came = (): number => range(0, 6).filter((k) => ring.block(k)[159] !== SENTINEL).length;
    arm();
    runMs(30);
    expect(came()).toBe(3);
    arm();
    runMs(59.9);
    expect(came()).toBe(5);
    arm();
    runMs(200);
    expect(came()).toBe(6);
  });

  test('writes length, eof and owner back into a full descriptor, and takes it again all the same', () => {
    const { ring, runMs, peek } = createListening(2);
    runMs(15);
    expect(peek(ring.descriptor(0))).toBe((0x40000000 | (640 << 12) | 640) >>> 0);
    expect(peek(ring.descriptor(1))).toBe(descriptorWord(640));
    runMs(100);
    expect(peek(I2S.INT_RAW) & IN_DSCR_ERR).toBe(0);
  });

  test('with CHECK_OWNER it takes a descriptor only once', () => {
    const { ring, runMs, peek } = createListening(2, { lcConf: 0x1100 });
    runMs(20);
    expect(peek(I2S.INT_RAW) & IN_DSCR_ERR).toBe(IN_DSCR_ERR);
    runMs(50);
    expect(numbers(ring.block(0))).toEqual(range(1, 161));
  });

  test('closes a block early when RXEOF_NUM is less than its size', () => {
    const { ring, runMs, peek } = createListening(4, { rxEofWords: 100 });
    runMs(10);
    expect(numbers(ring.block(0)).slice(98, 102)).toEqual([99, 100, 0, 0]);
    expect(numbers(ring.block(1)).slice(0, 2)).toEqual([101, 102]);
    expect((peek(ring.descriptor(0)) >>> 12) & 0xfff).toBe(400);
  });

  test('goes through several blocks until RXEOF_NUM words have come', () => {
    const { ring, runMs, peek } = createListening(4, { rxEofWords: 320 });
    runMs(10);
    expect(peek(I2S.INT_RAW) & (IN_SUC_EOF | IN_DONE)).toBe(IN_DONE);
    runMs(10);
    expect(peek(I2S.IN_EOF_DES_ADDR)).toBe(ring.descriptor(1));
  });

  test('at the end of a chain it says IN_DSCR_EMPTY, then RX_WFULL when the FIFO runs over', () => {
    const { ring, runMs, peek, poke } = createListening(4, {}, {}, (ring) => {
      new Int32Array(ring.buffer)[5] = 0;
    });
    const first = new Int32Array(ring.buffer);
    expect(first[5]).toBe(0);
    runMs(19.9);
    expect(peek(I2S.INT_RAW) & (IN_DSCR_EMPTY | RX_WFULL)).toBe(0);
    runMs(0.1);
    expect(peek(I2S.INT_RAW) & (IN_DSCR_EMPTY | RX_WFULL)).toBe(IN_DSCR_EMPTY);
    runMs(4);
    expect(peek(I2S.INT_RAW) & RX_WFULL).toBe(0);
    runMs(1);
    expect(peek(I2S.INT_RAW) & RX_WFULL).toBe(RX_WFULL);
    expect(peek(I2S.IN_LINK) >>> 31).toBe(1);
    // The 64 words in the FIFO survive. The 16 after them are lost.
    poke(ring.descriptor(1) + 8, ring.descriptor(2));
    poke(I2S.IN_LINK, 0x40000000);
    runMs(10);
    expect(numbers(ring.block(2)).slice(62, 66)).toEqual([383, 384, 401, 402]);
  });

  test('INLINK_STOP ends it', () => {
    const { ring, runMs, poke } = createListening();
    runMs(10);
    poke(I2S.IN_LINK, 0x10000000);
    runMs(30);
    expect(numbers(ring.block(1))).toEqual(new Array(160).fill(0));
  });

  test.each<[string, (words: Int32Array) => void]>([
    ['of no bytes', (words) => (words[0] = 0xc0000000)],
    ['of an odd size', (words) => (words[0] = 0xc0000000 | 638)],
    ['with a misaligned buffer', (words) => (words[1]! += 1)],
    ['with its buffer in PSRAM', (words) => (words[1] = 0x3f800000)],
  ])('stops at a descriptor %s with IN_DSCR_ERR', (_, spoil) => {
    const bench = createSoundBench({ source: counting });
    const ring = createRing(bench, 4, 160);
    spoil(new Int32Array(ring.buffer, 12, 3));
    startFullDuplex(bench, { rxDescriptor: ring.address });
    bench.runMs(30);
    expect(bench.peek(I2S.INT_RAW) & IN_DSCR_ERR).toBe(IN_DSCR_ERR);
    expect(numbers(ring.block(0))).toEqual(range(1, 161));
    expect(numbers(ring.block(2))).toEqual(new Array(160).fill(0));
  });

  test('refuses memory of a board with PSRAM, as the link register keeps 20 bits only', () => {
    const { ring, peek } = createListening(4, {}, { memory: { base: 0x3f800000, end: 0x3fc00000 } });
    expect(ring.address).toBe(0x3f800000);
    expect(peek(I2S.INT_RAW) & IN_DSCR_ERR).toBe(IN_DSCR_ERR);
  });

  test('tells the owner before it overwrites what belongs to nobody', () => {
    const faults: Error[] = [];
    const bench = createSoundBench({ source: counting, chip: { onFault: (fault) => faults.push(fault) } });
    const ring = createRing(bench, 4, 160);
    new Int32Array(ring.buffer)[4] = ring.address + 48 + 4 * 640 - 320;
    startFullDuplex(bench, { rxDescriptor: ring.address });
    bench.runMs(50);
    expect(faults.map(String)).toEqual([expect.stringMatching(/I2S0 in DMA.*640 bytes at 0x3ffe4/)]);
  });

  test('writes into the place that a moved buffer has left', () => {
    const { ring, runMs, memory } = createListening();
    runMs(10);
    const stale = ring.address;
    memory.move(ring.buffer);
    runMs(20);
    expect(numbers(ring.block(1))).toEqual(new Array(160).fill(0));
    expect(memory.read32(stale + 48 + 640) >>> 16).toBe(161);
  });
});
