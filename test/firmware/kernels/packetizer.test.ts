import * as c from '../../../firmware/kernels/context';
import { decodeDvi4 } from '../../../wire/dvi4';
import { decodePcmuSample } from '../../../wire/pcmu';
import { DVI4_8K, PCMU } from '../../../wire/payload';
import { MicrophoneLine } from './microphone-line';

const OPEN = 2;
const tone = (i: number): number => Math.round(6000 * Math.sin((2 * Math.PI * 400 * i) / 16000));

/** The tone as one endless sound, block by block. */
function recordTone(line: MicrophoneLine, block: number): MicrophoneLine {
  return line.record((i) => tone(block * line.frame + i));
}

test('a closed microphone sends nothing, and its time goes on', () => {
  const line = new MicrophoneLine().set(c.TIMESTAMP, 1000);
  for (let block = 0; block < 20; block++) expect(recordTone(line, block).packets()).toEqual([]);
  expect(line.count(c.TIMESTAMP)).toBe(1000 + 20 * 320);
  expect(line.answer()).toBe(0);
});

test('an open one sends a packet a block: numbered, timed, marked once', () => {
  const line = new MicrophoneLine().set(c.MICROPHONE_MODE, OPEN).set(c.MARKER, 0x80);
  line.set(c.SEQUENCE, 65534).set(c.TIMESTAMP, -320);
  const packets = Array.from({ length: 5 }, (_, block) => recordTone(line, block).packets()).flat();
  expect(packets.map(({ sequence }) => sequence)).toEqual([65534, 65535, 0, 1, 2]);
  expect(packets.map(({ timestamp }) => timestamp)).toEqual([0xfffffec0, 0, 320, 640, 960]);
  expect(packets.map(({ marker }) => marker)).toEqual([true, false, false, false, false]);
  expect(packets.every(({ payloadType, payload }) => payloadType === 6 && payload.length === 164)).toBe(true);
});

test.each([1, 2])('what it sends in packets of %d frames is what the microphone heard', (frames) => {
  const line = new MicrophoneLine().set(c.MICROPHONE_MODE, OPEN).set(c.PACKET_BLOCKS, 2 * frames);
  const packets = Array.from({ length: 20 }, (_, block) => recordTone(line, block).packets()).flat();
  expect(packets).toHaveLength(20 / frames);
  expect(packets[1]!.timestamp - packets[0]!.timestamp).toBe(320 * frames);
  const heard = packets.flatMap(({ payload }) => {
    const pcm = new Int16Array(320 * frames);
    expect(decodeDvi4(payload, pcm)).toBe(pcm.length);
    return [...pcm];
  });
  // The DC filter shifts the tone a little: the best gain over the last half tells the rest.
  const [x, y] = [heard.slice(3200), Array.from({ length: 3200 }, (_, i) => tone(3200 + i))];
  const dot = (a: number[], b: number[]): number => a.reduce((sum, value, i) => sum + value * b[i]!, 0);
  expect(dot(x, y) ** 2 / (dot(x, x) * dot(y, y))).toBeGreaterThan(0.99);
});

test('blocks that wait are told of, one packet at a time', () => {
  const line = new MicrophoneLine().set(c.MICROPHONE_MODE, OPEN);
  for (let block = 0; block < 2; block++) recordTone(line, block);
  expect(Array.from({ length: 5 }, () => line.answer())).toEqual([
    c.MORE,
    c.PACKET_READY | c.MORE,
    c.MORE,
    c.PACKET_READY,
    0,
  ]);
});

test('an armed one gives every frame to be kept, and counts none as sent', () => {
  const line = new MicrophoneLine().set(c.MICROPHONE_MODE, 1).set(c.PACKET_BLOCKS, 4).set(c.SEQUENCE, 7);
  for (let block = 0; block < 4; block++) {
    expect([recordTone(line, block).answer(), line.answer()]).toEqual([c.MORE, c.PRE_ROLL_READY]);
    expect(decodeDvi4(line.packet(1).payload, new Int16Array(320))).toBe(320);
  }
  expect(line.count(c.SEQUENCE)).toBe(7);
});

test.each([1, 2])('after it has closed, silence ends the spurt, in whole packets of %d frames', (frames) => {
  const line = new MicrophoneLine().set(c.MICROPHONE_MODE, OPEN).set(c.PACKET_BLOCKS, 2 * frames);
  const before = Array.from({ length: 5 }, (_, block) => recordTone(line, block).packets()).flat();
  line.set(c.MICROPHONE_MODE, 0).set(c.TRAILING, 4);
  const after = Array.from({ length: 10 }, (_, block) => recordTone(line, block).packets()).flat();
  expect(before.length * frames + after.length * frames).toBe(frames === 1 ? 7 : 8);
  const pcm = new Int16Array(320 * frames);
  decodeDvi4((after.at(-1) as { payload: Uint8Array }).payload, pcm);
  expect(Math.abs(pcm[pcm.length - 1]!)).toBeLessThan(20);
});

test('a wrapped ring is dropped, counted, and gone on from where the DMA is', () => {
  const line = new MicrophoneLine().set(c.MICROPHONE_MODE, OPEN);
  expect(recordTone(line, 0).packets()).toHaveLength(1);
  for (let block = 1; block < 9; block++) recordTone(line, block);
  expect(line.packets()).toEqual([]);
  expect(line.count(c.OVERRUNS)).toBe(1);
  expect(recordTone(line, 9).packets()).toHaveLength(1);
  expect(recordTone(line, 10).packets()).toHaveLength(1);
});

test('PCMU and narrow DVI4 go the same way', () => {
  const pcmu = new MicrophoneLine(PCMU).set(c.MICROPHONE_MODE, OPEN).set(c.PACKET_BLOCKS, 2);
  expect(pcmu.record(() => 1000).packets()).toEqual([]);
  const [packet] = pcmu.record(() => 1000).packets();
  expect([packet!.payloadType, packet!.payload.length]).toEqual([0, 320]);
  expect(Math.abs(decodePcmuSample(packet!.payload[0]!))).toBeGreaterThan(100);
  const narrow = new MicrophoneLine(DVI4_8K).set(c.MICROPHONE_MODE, OPEN);
  const [other] = narrow.record(() => 1000).packets();
  expect([other!.payloadType, other!.payload.length]).toEqual([5, 84]);
});
