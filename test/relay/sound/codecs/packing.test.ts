import fc from 'fast-check';
import { codecFor, type FrameCodec } from '../../../../relay/sound/codecs/codec';
import { copySecondFrame, framesIn, PacketBuilder } from '../../../../relay/sound/codecs/packing';

function codec(payloadType: number): FrameCodec {
  return codecFor(payloadType) as FrameCodec;
}

function decode(of: FrameCodec, payload: Uint8Array, frames = 1): number[] {
  const pcm = new Int16Array(frames * of.frameSamples);
  expect(of.decode(payload, pcm)).toBe(true);
  return [...pcm];
}

const samples = (count: number): fc.Arbitrary<Int16Array> => fc.int16Array({ minLength: count, maxLength: count });

describe.each([0, 5, 6])('frames of payload type %i', (payloadType) => {
  const { frameBytes, frameSamples } = codec(payloadType);

  test('are 20 ms long, and a packet of two is recognised by its length', () => {
    const bytes = { 0: [160, 320], 5: [84, 164], 6: [164, 324] }[payloadType] as number[];
    expect(frameSamples).toBe(payloadType === 6 ? 320 : 160);
    expect(frameBytes).toBe(bytes[0]);
    expect(bytes.map((length) => framesIn(codec(payloadType), new Uint8Array(length)))).toEqual([1, 2]);
    for (let length = 0; length < 400; length++) {
      if (!bytes.includes(length)) expect(framesIn(codec(payloadType), new Uint8Array(length))).toBe(0);
    }
  });

  test('of one encoder are joined to a packet that decodes to the same samples, and split into the same bytes again', () => {
    fc.assert(
      fc.property(samples(2 * frameSamples), (pcm) => {
        const of = codec(payloadType);
        const encoder = of.createEncoder();
        const frames = [0, 1].map((i) => {
          const payload = new Uint8Array(frameBytes);
          encoder.encode(pcm.subarray(i * frameSamples, (i + 1) * frameSamples), payload);
          return payload;
        });
        const heard = frames.map((frame) => decode(of, frame));
        const builder = new PacketBuilder(of, 2);
        const packet = new Uint8Array(builder.payloadBytes);
        expect(builder.add(frames[0]!, Int16Array.from(heard[0]!), packet)).toBe(false);
        expect(builder.add(frames[1]!, Int16Array.from(heard[1]!), packet)).toBe(true);
        expect(decode(of, packet, 2)).toEqual(heard.flat());
        const second = new Uint8Array(frameBytes);
        copySecondFrame(of, packet, second);
        expect(second).toEqual(frames[1]);
      }),
      { numRuns: 50 },
    );
  });
});

test('DVI4 frames of different encoders are joined by encoding the second one anew', () => {
  const of = codec(6);
  const pcm = Int16Array.from({ length: 640 }, (_, i) => 8000 * Math.sin(i / 10));
  const frames = [0, 1].map((i) => {
    const payload = new Uint8Array(164);
    const encoder = of.createEncoder();
    // The predictor of the second encoder is far off.
    if (i === 1) encoder.encode(new Int16Array(320).fill(-20000), payload);
    encoder.encode(pcm.subarray(i * 320, (i + 1) * 320), payload);
    return payload;
  });
  const builder = new PacketBuilder(of, 2);
  const packet = new Uint8Array(builder.payloadBytes);
  builder.add(frames[0]!, pcm.subarray(0, 320), packet);
  builder.add(frames[1]!, pcm.subarray(320), packet);
  const heard = decode(of, packet, 2);
  for (let i = 340; i < 640; i++) expect(Math.abs(heard[i]! - pcm[i]!)).toBeLessThan(900);
});

test('a DVI4 frame with an invalid header is not decoded', () => {
  const payload = new Uint8Array(164);
  payload[2] = 89;
  expect(codec(6).decode(payload, new Int16Array(320))).toBe(false);
});

test('an unknown payload type has no codec', () => {
  expect(codecFor(96)).toBeUndefined();
});
