import { createRing, createSoundBench, descriptorWord, I2S, startFullDuplex, ungate } from '../../support/sound-bench';
import type { SoundBench } from '../../support/sound-bench';
import { NS_PER_MS } from '../../../host-sim/core/time-units';

// Interrupt bits of INT_RAW, from the reference manual.
const TX_REMPTY = 1 << 5;
const OUT_DONE = 1 << 11;
const OUT_EOF = 1 << 12;
const OUT_DSCR_ERR = 1 << 14;
const OUT_TOTAL_EOF = 1 << 16;
const NO_SHARED_TX = 0x00040c80;
const FRAME_NS = 62_500;

const pcm = (value: number): number => value << 16;

/** What the amplifier has played since the transmitter started at second 0. */
const heard = (bench: SoundBench, fromFrame: number, toFrame: number): number[] => [
  ...bench.amplifier.recording.toSamples(fromFrame * FRAME_NS, toFrame * FRAME_NS),
];

const range = (from: number, to: number): number[] => Array.from({ length: to - from }, (_, i) => from + i);

/** One descriptor of `words` words and its buffer, in one allocation. */
function createDescriptor(bench: SoundBench, words: number, next = 0) {
  const { address, words: memory } = bench.allocate(3 + words);
  memory.set([descriptorWord(4 * words), address + 12, next]);
  return { address, memory, data: memory.subarray(3) };
}

describe('the transmit DMA', () => {
  test('plays the words of a ring one after the other, for ever, from the frame in which the transmitter starts', () => {
    const bench = createSoundBench();
    const ring = createRing(bench, 4, 160);
    for (let k = 0; k < 4; k++) ring.block(k).forEach((_, i, block) => (block[i] = pcm(1 + 160 * k + i)));
    startFullDuplex(bench, { txDescriptor: ring.address });
    bench.runMs(100);
    expect(heard(bench, 0, 1600)).toEqual([...range(1, 641), ...range(1, 641), ...range(1, 321)]);
  });

  test('raises OUT_EOF with the descriptor’s address when its last word has left the FIFO', () => {
    const bench = createSoundBench();
    const ring = createRing(bench, 4, 160);
    startFullDuplex(bench, { txDescriptor: ring.address });
    bench.runMs(9.9);
    expect(bench.peek(I2S.INT_RAW) & OUT_EOF).toBe(0);
    bench.runMs(0.1);
    expect(bench.peek(I2S.INT_RAW) & OUT_EOF).toBe(OUT_EOF);
    expect(bench.peek(I2S.OUT_EOF_DES_ADDR)).toBe(ring.descriptor(0));
    expect(bench.peek(I2S.OUT_EOF_BFR_DES_ADDR)).toBe(ring.address + 48);
    bench.poke(I2S.INT_CLR, OUT_EOF);
    bench.runMs(9.9);
    expect(bench.peek(I2S.INT_RAW) & OUT_EOF).toBe(0);
    bench.runMs(20.1);
    expect(bench.peek(I2S.OUT_EOF_DES_ADDR)).toBe(ring.descriptor(3));
  });

  test('raises OUT_EOF one FIFO earlier with OUT_EOF_MODE 0', () => {
    const bench = createSoundBench();
    const ring = createRing(bench, 4, 160);
    startFullDuplex(bench, { txDescriptor: ring.address, lcConf: 0 });
    bench.runMs(5.9);
    expect(bench.peek(I2S.INT_RAW) & (OUT_EOF | OUT_DONE)).toBe(0);
    bench.runMs(0.1);
    expect(bench.peek(I2S.INT_RAW) & (OUT_EOF | OUT_DONE)).toBe(OUT_EOF | OUT_DONE);
    bench.poke(I2S.INT_CLR, OUT_EOF);
    bench.runMs(9.9);
    expect(bench.peek(I2S.INT_RAW) & OUT_EOF).toBe(0);
  });

  test('says nothing of a descriptor without its eof bit', () => {
    const bench = createSoundBench();
    const { address, memory } = createDescriptor(bench, 160);
    memory[0] = 0x80000000 | (640 << 12) | 640;
    startFullDuplex(bench, { txDescriptor: address });
    bench.runMs(20);
    expect(bench.peek(I2S.INT_RAW) & (OUT_EOF | OUT_DONE)).toBe(OUT_DONE);
    expect(bench.peek(I2S.OUT_EOF_DES_ADDR)).toBe(0);
  });

  test('shows interrupts in INT_ST only when they are enabled', () => {
    const bench = createSoundBench();
    startFullDuplex(bench, { txDescriptor: createRing(bench, 4, 160).address });
    bench.runMs(10);
    expect(bench.peek(I2S.INT_ST)).toBe(0);
    bench.poke(I2S.INT_ENA, OUT_EOF);
    expect(bench.peek(I2S.INT_ST)).toBe(OUT_EOF);
  });

  test('runs 64 words ahead of the line: what is written later into those is not heard this time round', () => {
    const bench = createSoundBench();
    const ring = createRing(bench, 2, 160);
    startFullDuplex(bench, { txDescriptor: ring.address });
    ring.block(0).fill(pcm(5));
    bench.runMs(30);
    expect(heard(bench, 62, 66)).toEqual([0, 0, 5, 5]);
    expect(heard(bench, 320, 324)).toEqual([5, 5, 5, 5]);
  });

  test('sees a poke of memory at the instant at which it is made, not earlier', () => {
    let nowNs = 0;
    const bench = createSoundBench({ chip: { now: () => nowNs } });
    const ring = createRing(bench, 4, 160);
    startFullDuplex(bench, { txDescriptor: ring.address });
    // The CPU is ahead of the clock in one long callback. The DMA must not wait for the clock.
    nowNs = 3 * NS_PER_MS; // frame 48: words up to 48 + 64 have been fetched
    for (let i = 0; i < 160; i++) bench.poke(ring.address + 48 + 4 * i, pcm(9));
    nowNs = 10 * NS_PER_MS;
    bench.chip.advance();
    expect(heard(bench, 110, 114)).toEqual([0, 0, 9, 9]);
  });

  test('keeps the next pointer of the moment at which it loaded the descriptor', () => {
    const bench = createSoundBench();
    const other = createDescriptor(bench, 160);
    other.data.fill(pcm(2));
    const looping = createDescriptor(bench, 160);
    looping.data.fill(pcm(1));
    looping.memory[2] = looping.address;
    startFullDuplex(bench, { txDescriptor: looping.address });
    bench.poke(looping.address + 8, other.address);
    bench.runMs(40);
    // The first pass still leads to itself. The second one has loaded the poked word.
    expect(heard(bench, 0, 480)).toEqual([...new Array(320).fill(1), ...new Array(160).fill(2)]);
  });

  test('is silent behind the end of a chain, says so, and goes on after RESTART', () => {
    const bench = createSoundBench();
    const more = createDescriptor(bench, 32);
    more.data.fill(pcm(4));
    const chain = createDescriptor(bench, 160);
    chain.data.fill(pcm(3));
    startFullDuplex(bench, { txDescriptor: chain.address });
    bench.poke(I2S.INT_CLR, 0xffffffff);
    bench.runMs(9.9);
    expect(bench.peek(I2S.INT_RAW) & (OUT_TOTAL_EOF | TX_REMPTY)).toBe(0);
    bench.runMs(0.1);
    expect(bench.peek(I2S.INT_RAW) & (OUT_TOTAL_EOF | TX_REMPTY)).toBe(OUT_TOTAL_EOF);
    bench.runMs(10);
    expect(bench.peek(I2S.INT_RAW) & TX_REMPTY).toBe(TX_REMPTY);
    expect(bench.peek(I2S.OUT_LINK) >>> 31).toBe(1);
    bench.poke(I2S.OUT_LINK, 0x40000000);
    bench.runMs(1);
    bench.poke(chain.address + 8, more.address);
    bench.poke(I2S.OUT_LINK, 0x40000000);
    bench.runMs(9);
    expect(heard(bench, 0, 480)).toEqual([
      ...new Array(160).fill(3),
      ...new Array(176).fill(0),
      ...new Array(32).fill(4),
      ...new Array(112).fill(0),
    ]);
  });

  test('stops on OUTLINK_STOP, once the FIFO is empty', () => {
    const bench = createSoundBench();
    const ring = createRing(bench, 4, 160);
    for (let k = 0; k < 4; k++) ring.block(k).fill(pcm(7));
    startFullDuplex(bench, { txDescriptor: ring.address });
    bench.runMs(20);
    bench.poke(I2S.OUT_LINK, 0x10000000);
    bench.runMs(20);
    expect(heard(bench, 383, 385)).toEqual([7, 0]);
    expect(bench.peek(I2S.INT_RAW) & OUT_DSCR_ERR).toBe(0);
  });

  test('feeds nothing while DSCR_EN is 0 or its own reset bit is held', () => {
    for (const options of [{ fifo: 0x001b6820 }, { lcConf: 0x102 }]) {
      const bench = createSoundBench();
      const ring = createRing(bench, 4, 160);
      ring.block(0).fill(pcm(7));
      startFullDuplex(bench, { txDescriptor: ring.address, ...options });
      bench.runMs(10);
      expect(new Set(heard(bench, 0, 160))).toEqual(new Set([0]));
    }
  });

  test('OUT_RST stops the chain, TX_FIFO_RESET throws away what was fetched', () => {
    const bench = createSoundBench();
    const ring = createRing(bench, 4, 160);
    for (let k = 0; k < 4; k++) ring.block(k).fill(pcm(7));
    startFullDuplex(bench, { txDescriptor: ring.address });
    bench.runMs(10);
    bench.poke(I2S.LC_CONF, 0x102);
    bench.poke(I2S.LC_CONF, 0x100);
    bench.poke(I2S.CONF, 0x00040cb4);
    bench.poke(I2S.CONF, 0x00040cb0);
    bench.runMs(10);
    expect(heard(bench, 159, 161)).toEqual([7, 0]);
  });

  test('after TX_FIFO_RESET a block ends as much earlier as it lost words', () => {
    const bench = createSoundBench();
    const ring = createRing(bench, 4, 160);
    startFullDuplex(bench, { txDescriptor: ring.address });
    bench.runMs(2);
    bench.poke(I2S.CONF, 0x00040cb4);
    bench.poke(I2S.CONF, 0x00040cb0);
    bench.runMs(3.9);
    expect(bench.peek(I2S.INT_RAW) & OUT_EOF).toBe(0);
    bench.runMs(0.1);
    expect(bench.peek(I2S.INT_RAW) & OUT_EOF).toBe(OUT_EOF);
  });

  test('a reset of the block makes it forget the chain', () => {
    const bench = createSoundBench();
    const ring = createRing(bench, 4, 160);
    for (let k = 0; k < 4; k++) ring.block(k).fill(pcm(7));
    startFullDuplex(bench, { txDescriptor: ring.address });
    bench.runMs(10);
    ungate(bench);
    const writes: [number, number][] = [
      [I2S.CLKM_CONF, 0x00140127],
      [I2S.SAMPLE_RATE_CONF, 0x00820104],
      [I2S.FIFO_CONF, 0x001b7820],
      [I2S.CONF_CHAN, 9],
      [I2S.CONF, 0x00040c90],
    ];
    for (const [address, value] of writes) bench.poke(address, value);
    bench.runMs(10);
    expect(heard(bench, 158, 320)).toEqual([7, 7, ...new Array(160).fill(0)]);
  });

  test('gives sent descriptors back when OUT_AUTO_WRBACK is set, and only then', () => {
    for (const [lcConf, w0] of [
      [0x140, descriptorWord(640) & 0x7fffffff],
      [0x100, descriptorWord(640)],
    ] as const) {
      const bench = createSoundBench();
      const ring = createRing(bench, 4, 160);
      startFullDuplex(bench, { txDescriptor: ring.address, lcConf });
      bench.runMs(20);
      expect(bench.peek(ring.descriptor(0))).toBe(w0);
    }
  });

  test('shows where it is', () => {
    const bench = createSoundBench();
    const ring = createRing(bench, 4, 160);
    startFullDuplex(bench, { txDescriptor: ring.address });
    bench.runMs(12);
    expect(bench.peek(0x3ff4f054)).toBe(ring.descriptor(1));
    expect(bench.peek(0x3ff4f058)).toBe(ring.descriptor(2));
    expect(bench.peek(0x3ff4f05c)).toBe(ring.address + 48 + 640);
    expect(bench.peek(I2S.OUT_LINK) >>> 31).toBe(0);
  });

  test('goes on playing the old bytes when the buffer is moved', () => {
    const bench = createSoundBench();
    const ring = createRing(bench, 4, 160);
    for (let k = 0; k < 4; k++) ring.block(k).fill(pcm(7));
    startFullDuplex(bench, { txDescriptor: ring.address });
    bench.runMs(10);
    bench.memory.move(ring.buffer);
    for (let k = 0; k < 4; k++) ring.block(k).fill(pcm(8));
    bench.runMs(90);
    expect(new Set(heard(bench, 0, 1600))).toEqual(new Set([7]));
  });

  test('refuses more than one command at a time', () => {
    const bench = createSoundBench();
    startFullDuplex(bench, { conf: NO_SHARED_TX });
    expect(() => bench.poke(I2S.OUT_LINK, 0x30000000)).toThrow(/more than one of STOP, START and RESTART/);
  });
});
