import { createRing, createSoundBench, ROUTING, startFullDuplex } from '../support/sound-bench';
import type { FullDuplexOptions, Write } from '../support/sound-bench';
import { NS_PER_MS } from '../../host-sim/core/time-units';

// Digital loopback (docs/reference/i2s.md, "The first hour on a real board"): the data-out pad feeds the receiver.
const IO_MUX_GPIO22 = 0x3ff49080;
const DATA_IN_SEL = 0x3ff4439c;

const changed = (address: number, value: number): Write[] =>
  ROUTING.map((write) => (write[0] === address ? [address, value] : write));
const LED_ROUND: Write[] = [...changed(IO_MUX_GPIO22, 0x2a00), [DATA_IN_SEL, 0x80 | 22]];

/** The words that the receiver gets from a transmitter that counts from 1000 in the upper half of its words. */
function capture(options: FullDuplexOptions): Int16Array {
  const bench = createSoundBench();
  const rx = createRing(bench, 4, 160);
  const tx = createRing(bench, 4, 160);
  for (let k = 0; k < 4; k++) tx.block(k).forEach((_, i, block) => (block[i] = (1000 + i) << 16));
  startFullDuplex(bench, { txDescriptor: tx.address, rxDescriptor: rx.address, ...options });
  bench.runMs(60);
  return Int16Array.from(rx.block(1), (word) => word >> 16);
}

describe('data led round without any wire', () => {
  test('the receiver hears the transmitter through the data out pad', () => {
    const captured = capture({ routing: LED_ROUND });
    expect([...captured.subarray(0, 4)]).toEqual([1000, 1001, 1002, 1003]);
  });

  test('one bit early, the receiver sees the last bit of the slot before on top, across all frames', () => {
    const bench = createSoundBench();
    const rx = createRing(bench, 4, 160);
    const tx = createRing(bench, 4, 160);
    for (let k = 0; k < 4; k++) tx.block(k).fill(0x00010001);
    startFullDuplex(bench, {
      txDescriptor: tx.address,
      rxDescriptor: rx.address,
      conf: 0x00040480,
      routing: LED_ROUND,
    });
    for (let i = 0; i < 50; i++) bench.runMs(0.5);
    expect(new Set([...rx.block(0).subarray(1), ...rx.block(1)])).toEqual(new Set([0x80008000 | 0]));
  });

  test.each([
    ['word 0 left, word 1 right', 0x00040c80, [1, 2]],
    ['the other way round with both MSB_RIGHT', 0x00070c80, [1, 2]],
    ['crossed with TX_MSB_RIGHT alone', 0x00050c80, [2, 1]],
    ['crossed with RX_MSB_RIGHT alone', 0x00060c80, [2, 1]],
    ['crossed with TX_RIGHT_FIRST alone', 0x00040d80, [2, 1]],
    ['straight with both RIGHT_FIRST', 0x00040f80, [1, 2]],
  ])('stereo words pass: %s', (_, conf, expected) => {
    const bench = createSoundBench();
    const rx = createRing(bench, 4, 320);
    const tx = createRing(bench, 4, 320);
    for (let k = 0; k < 4; k++) tx.block(k).forEach((_, i, block) => (block[i] = 1 + (i & 1)));
    const stereo = { fifo: 0x001a5820, chan: 0, rxEofWords: 320, conf, routing: LED_ROUND };
    startFullDuplex(bench, { txDescriptor: tx.address, rxDescriptor: rx.address, ...stereo });
    bench.runMs(20);
    expect([...rx.block(0).subarray(40, 42)]).toEqual(expected);
    expect([...rx.block(0).subarray(0, 2)]).toEqual(expected);
  });

  test.each([
    [0, [1, 2]],
    [1 << 16, [2, 1]],
    [1 << 8, [2, 1]],
  ])('stereo words reach the amplifier’s left slot by the order of bits %i', (bits, [left]) => {
    const bench = createSoundBench();
    const tx = createRing(bench, 4, 320);
    for (let k = 0; k < 4; k++) tx.block(k).forEach((_, i, block) => (block[i] = (1 + (i & 1)) << 16));
    startFullDuplex(bench, { txDescriptor: tx.address, fifo: 0x001a5820, chan: 0, conf: 0x00040c80 | bits });
    bench.runMs(20);
    expect(new Set(bench.amplifier.recording.toSamples(0, 20 * NS_PER_MS))).toEqual(new Set([left]));
  });

  test.each([
    [0x80 | 0x30, 0],
    [0x80 | 0x38, -1],
  ])('the receiver hears the constant of selector %i', (selector, value) => {
    const captured = capture({ routing: changed(DATA_IN_SEL, selector) });
    expect(new Set(captured)).toEqual(new Set([value]));
  });
});
