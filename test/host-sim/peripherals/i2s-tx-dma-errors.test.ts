import { createRing, createSoundBench, I2S, startFullDuplex } from '../../support/sound-bench';
import type { SoundBench } from '../../support/sound-bench';

const OUT_DSCR_ERR = 1 << 14;
const FRAME_NS = 62_500;

const pcm = (value: number): number => value << 16;
const heard = (bench: SoundBench, fromFrame: number, toFrame: number): number[] => [
  ...bench.amplifier.recording.toSamples(fromFrame * FRAME_NS, toFrame * FRAME_NS),
];

describe('the transmit DMA at a descriptor that it cannot use', () => {
  test.each<[string, (words: Int32Array, address: number) => void, number]>([
    ['of no bytes', (words) => (words[0] = 0xc0000000 | 640), 0x100],
    ['longer than its size', (words) => (words[0] = 0xc0000000 | (640 << 12) | 320), 0x100],
    ['of an odd length', (words) => (words[0] = 0xc0000000 | (638 << 12) | 640), 0x100],
    ['with a misaligned buffer', (words) => (words[1]! += 2), 0x100],
    ['with its buffer in PSRAM', (words) => (words[1] = 0x3f800000), 0x100],
    ['with its buffer beyond the end of DMA memory', (words) => (words[1] = 0x40000000), 0x100],
    ['not owned by the DMA, with CHECK_OWNER', (words) => (words[0]! &= 0x7fffffff), 0x1100],
  ])('stops at a descriptor %s with OUT_DSCR_ERR; the line goes on in silence', (_, spoil, lcConf) => {
    const bench = createSoundBench();
    const ring = createRing(bench, 4, 160);
    for (let k = 0; k < 4; k++) ring.block(k).fill(pcm(7));
    spoil(new Int32Array(ring.buffer, 12, 3), ring.descriptor(1));
    startFullDuplex(bench, { txDescriptor: ring.address, lcConf });
    expect(bench.peek(I2S.INT_RAW) & OUT_DSCR_ERR).toBe(0);
    bench.runMs(30);
    expect(bench.peek(I2S.INT_RAW) & OUT_DSCR_ERR).toBe(OUT_DSCR_ERR);
    expect(heard(bench, 159, 480)).toEqual([7, ...new Array(320).fill(0)]);
  });

  test.each([
    ['misaligned', (address: number) => address + 2],
    ['where no program put one', () => 0x3ffc0000],
    ['in PSRAM', () => 0x3f800000],
  ])('stops when the next descriptor is %s', (_, next) => {
    const bench = createSoundBench();
    const ring = createRing(bench, 4, 160);
    new Int32Array(ring.buffer)[2] = next(ring.descriptor(1));
    startFullDuplex(bench, { txDescriptor: ring.address });
    bench.runMs(20);
    expect(bench.peek(I2S.INT_RAW) & OUT_DSCR_ERR).toBe(OUT_DSCR_ERR);
  });

  test('tells the owner of a buffer that could be reached but is nobody’s', () => {
    const faults: Error[] = [];
    const bench = createSoundBench({ chip: { onFault: (fault) => faults.push(fault) } });
    const ring = createRing(bench, 4, 160);
    new Int32Array(ring.buffer)[4] = 0x3ffd0000;
    startFullDuplex(bench, { txDescriptor: ring.address });
    bench.runMs(20);
    expect(faults.map(String)).toEqual([
      expect.stringMatching(/^StrayDma: I2S0 out DMA: the descriptor at 0x3ffe435c names 640 bytes at 0x3ffd0000/),
    ]);
  });
});
