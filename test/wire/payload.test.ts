import { DATAGRAM_MAX_BYTES, FRAME_MS, FRAMES_PER_PACKET_MAX } from '../../wire/limits';
import { DVI4_16K, DVI4_8K, PCMU, payloadBytes, payloadFormat, payloadSamples } from '../../wire/payload';
import { RTP_HEADER_BYTES } from '../../wire/rtp';

// RFC 3551, tables 4 and 5.
test.each([
  [0, 'PCMU', 8000, 160, 320],
  [5, 'DVI4', 8000, 4 + 80, 4 + 160],
  [6, 'DVI4', 16000, 4 + 160, 4 + 320],
])('payload type %i is %s at %i Hz: %i bytes in 20 ms, %i in 40 ms', (payloadType, name, rateHz, bytes20, bytes40) => {
  const format = payloadFormat(payloadType);
  if (!format) throw new Error('unknown');
  expect(format).toMatchObject({ payloadType, name, rateHz });
  expect(payloadBytes(format, rateHz / 50)).toBe(bytes20);
  expect(payloadBytes(format, rateHz / 25)).toBe(bytes40);
  expect(payloadSamples(format, bytes20)).toBe(rateHz / 50);
  expect(payloadSamples(format, bytes40)).toBe(rateHz / 25);
});

test('other payload types are not spoken', () => {
  for (const payloadType of [-1, 3, 4, 8, 9, 16, 17, 96, 127, NaN]) expect(payloadFormat(payloadType)).toBeUndefined();
});

test('an odd sample of a 4-bit format fills a byte', () => {
  expect(payloadBytes(DVI4_8K, 3)).toBe(6);
  expect(payloadBytes(PCMU, 3)).toBe(3);
  expect(payloadBytes(DVI4_16K, 0)).toBe(4);
});

test('a payload shorter than its own header holds nothing', () => {
  expect(payloadSamples(DVI4_16K, 3)).toBe(-1);
  expect(payloadSamples(DVI4_16K, 4)).toBe(0);
  expect(payloadSamples(PCMU, 0)).toBe(0);
});

test('the largest packet of every format fits the datagram that a device can read', () => {
  for (const format of [PCMU, DVI4_8K, DVI4_16K]) {
    const samples = (format.rateHz * FRAME_MS * FRAMES_PER_PACKET_MAX) / 1000;
    expect(RTP_HEADER_BYTES + payloadBytes(format, samples)).toBeLessThanOrEqual(DATAGRAM_MAX_BYTES);
  }
});
