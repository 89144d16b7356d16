import fc from 'fast-check';
import { RTP_HEADER_BYTES, parseRtp, writeRtpHeader, type Rtp, type RtpHeader } from '../../wire/rtp';
import { bytes, hex } from '../support/hex';

// RFC 3550, section 5.1: the fields at their places in the drawing, written by hand.
const FIRST_OF_SPURT = bytes('80 80 00 01  00 00 00 a0  de ad be ef  ff 7f 00');

const parsed = (datagram: Uint8Array): Rtp => {
  const packet = parseRtp(datagram);
  if (typeof packet === 'string') throw new Error(`refused: ${packet}`);
  return packet;
};

test('reads every field from its place in the header', () => {
  expect(parsed(FIRST_OF_SPURT)).toEqual({
    payloadType: 0,
    marker: true,
    sequence: 1,
    timestamp: 160,
    ssrc: 0xdeadbeef,
    payload: bytes('ff 7f 00'),
  });
  expect(parsed(bytes('80 06 ff ff  ff ff ff ff  00 00 00 01'))).toEqual({
    payloadType: 6,
    marker: false,
    sequence: 65535,
    timestamp: 4294967295,
    ssrc: 1,
    payload: new Uint8Array(0),
  });
});

test('reads a datagram that lies inside a longer buffer', () => {
  const buffer = new Uint8Array(40).fill(0xaa);
  buffer.set(FIRST_OF_SPURT, 7);
  expect(parsed(buffer.subarray(7, 7 + FIRST_OF_SPURT.length))).toEqual(parsed(FIRST_OF_SPURT));
});

test('gives the payload as a view, not as a copy', () => {
  const datagram = FIRST_OF_SPURT.slice();
  const { payload } = parsed(datagram);
  datagram[12] = 0x55;
  expect(payload[0]).toBe(0x55);
});

test.each([
  ['too-short', ''],
  ['too-short', '80 00 00 01 00 00 00 a0 de ad be'],
  ['wrong-version', '40 00 00 01 00 00 00 a0 de ad be ef'],
  ['wrong-version', '00 00 00 01 00 00 00 a0 de ad be ef'],
  ['wrong-version', 'c0 00 00 01 00 00 00 a0 de ad be ef'],
  ['unsupported-header', 'a0 00 00 01 00 00 00 a0 de ad be ef 00 01 ; padding'],
  ['unsupported-header', '90 00 00 01 00 00 00 a0 de ad be ef ; extension'],
  ['unsupported-header', '81 00 00 01 00 00 00 a0 de ad be ef ; one CSRC'],
  ['rtcp', '80 c8 00 06 00 00 00 a0 de ad be ef ; sender report'],
  ['rtcp', '80 cc 00 06 00 00 00 a0 53 54 47 42 ; APP, as the media claim'],
])('refuses as %s: %s', (reason, dump) => {
  expect(parseRtp(bytes(dump))).toBe(reason);
});

test('writes the header and leaves the rest of the buffer alone', () => {
  const into = new Uint8Array(16).fill(0x11);
  writeRtpHeader(into, { payloadType: 0, marker: true, sequence: 1, timestamp: 160, ssrc: 0xdeadbeef });
  expect(hex(into)).toBe('80 80 00 01 00 00 00 a0 de ad be ef 11 11 11 11');
});

test('writes into a view that begins inside a buffer', () => {
  const buffer = new Uint8Array(20);
  writeRtpHeader(buffer.subarray(5), { payloadType: 6, marker: false, sequence: 0x1234, timestamp: 1, ssrc: 2 });
  expect(hex(buffer)).toBe('00 00 00 00 00 80 06 12 34 00 00 00 01 00 00 00 02 00 00 00');
});

/** Payload types 64–95 are not used, because with a marker they look like RTCP (RFC 5761, section 4). */
const header: fc.Arbitrary<RtpHeader> = fc.record({
  payloadType: fc.oneof(fc.integer({ min: 0, max: 63 }), fc.integer({ min: 96, max: 127 })),
  marker: fc.boolean(),
  sequence: fc.nat(0xffff),
  timestamp: fc.nat(0xffffffff),
  ssrc: fc.nat(0xffffffff),
});

test('reading what was written gives the same packet', () => {
  fc.assert(
    fc.property(header, fc.uint8Array({ maxLength: 516 }), (fields, payload) => {
      const datagram = new Uint8Array(RTP_HEADER_BYTES + payload.length);
      writeRtpHeader(datagram, fields);
      datagram.set(payload, RTP_HEADER_BYTES);
      expect(parseRtp(datagram)).toEqual({ ...fields, payload });
    }),
  );
});

test('no bytes make the parser throw, and what it takes it could have written', () => {
  const datagram = fc.oneof(
    fc.uint8Array({ maxLength: 600 }),
    fc.uint8Array({ minLength: 12, maxLength: 40 }).map((noise) => Uint8Array.from([0x80, ...noise])),
  );
  fc.assert(
    fc.property(datagram, (noise) => {
      const packet = parseRtp(noise);
      if (typeof packet === 'string') return;
      const again = noise.slice();
      again.fill(0, 0, RTP_HEADER_BYTES);
      writeRtpHeader(again, packet);
      expect(hex(again)).toBe(hex(noise));
    }),
    { numRuns: 500 },
  );
});

test('every truncation of a packet is refused or has a shorter payload', () => {
  for (let length = 0; length < FIRST_OF_SPURT.length; length++) {
    const packet = parseRtp(FIRST_OF_SPURT.subarray(0, length));
    if (length < 12) expect(packet).toBe('too-short');
    else expect(packet).toMatchObject({ payload: FIRST_OF_SPURT.subarray(12, length) });
  }
});
