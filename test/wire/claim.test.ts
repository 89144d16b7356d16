import fc from 'fast-check';
import { CLAIM_BYTES, parseClaim, writeClaim, type Claim } from '../../wire/claim';
import { isToken } from '../../wire/fields';
import { parseRtp } from '../../wire/rtp';
import { bytes, hex } from '../support/hex';

const TOKEN = '000102030405060708090a0b0c0d0eff';

/** RFC 3550, section 6.7: an APP packet. Its length is in 32-bit words, minus one. */
const CLAIM = bytes(`80 cc 00 06  12 34 56 78  53 54 47 42  ${TOKEN}`);

test('a claim is an RTCP APP packet of 28 bytes', () => {
  expect(CLAIM_BYTES).toBe(28);
  expect(hex(writeClaim({ kind: 'claim', ssrc: 0x12345678, token: TOKEN }))).toBe(hex(CLAIM));
  expect(parseClaim(CLAIM)).toEqual({ kind: 'claim', ssrc: 0x12345678, token: TOKEN });
});

test('the answer differs in the subtype only', () => {
  const answer = writeClaim({ kind: 'claimed', ssrc: 0x12345678, token: TOKEN });
  expect(answer[0]).toBe(0x81);
  expect(hex(answer.subarray(1))).toBe(hex(CLAIM.subarray(1)));
  expect(parseClaim(answer)).toMatchObject({ kind: 'claimed' });
});

test('a claim is never taken for media', () => {
  expect(parseRtp(CLAIM)).toBe('rtcp');
});

test.each([
  ['not-a-claim', '', 'nothing'],
  ['not-a-claim', '80 cc 00 06 12 34 56 78 53 54 47', 'cut within the name'],
  ['not-a-claim', `80 c8 00 06 12 34 56 78 53 54 47 42 ${TOKEN}`, 'a sender report'],
  ['not-a-claim', `40 cc 00 06 12 34 56 78 53 54 47 42 ${TOKEN}`, 'version 1'],
  ['not-a-claim', `a0 cc 00 06 12 34 56 78 53 54 47 42 ${TOKEN}`, 'padding'],
  ['not-a-claim', `80 cc 00 06 12 34 56 78 53 54 47 43 ${TOKEN}`, 'another application'],
  ['wrong-length', `80 cc 00 05 12 34 56 78 53 54 47 42 ${TOKEN}`, 'a length that does not fit'],
  ['wrong-length', '80 cc 00 06 12 34 56 78 53 54 47 42', 'no token'],
  ['wrong-length', `80 cc 00 06 12 34 56 78 53 54 47 42 ${TOKEN} 00`, 'a byte too many'],
  ['unknown-subtype', `82 cc 00 06 12 34 56 78 53 54 47 42 ${TOKEN}`, 'subtype 2'],
])('refuses as %s: %s (%s)', (reason, dump) => {
  expect(parseClaim(bytes(dump))).toBe(reason);
});

test('every truncation of a claim is refused', () => {
  for (let length = 0; length < CLAIM_BYTES; length++) {
    expect(typeof parseClaim(CLAIM.subarray(0, length))).toBe('string');
  }
});

test('reads a claim that lies inside a longer buffer', () => {
  const buffer = new Uint8Array(64).fill(0x80);
  buffer.set(CLAIM, 13);
  expect(parseClaim(buffer.subarray(13, 13 + CLAIM_BYTES))).toEqual(parseClaim(CLAIM));
});

test.each([
  [TOKEN, true],
  ['f'.repeat(32), true],
  ['F'.repeat(32), false],
  ['f'.repeat(31), false],
  ['f'.repeat(33), false],
  ['g'.repeat(32), false],
  ['', false],
  [undefined, false],
  [7, false],
  [Array.from({ length: 32 }, () => 'f'), false],
])('%j as a token: %s', (text, isOne) => {
  expect(isToken(text)).toBe(isOne);
});

const claim: fc.Arbitrary<Claim> = fc.record({
  kind: fc.constantFrom('claim' as const, 'claimed' as const),
  ssrc: fc.nat(0xffffffff),
  token: fc.uint8Array({ minLength: 16, maxLength: 16 }).map((random) => hex(random).replace(/ /g, '')),
});

test('reading what was written gives the same claim', () => {
  fc.assert(
    fc.property(claim, (original) => {
      expect(isToken(original.token)).toBe(true);
      expect(parseClaim(writeClaim(original))).toEqual(original);
    }),
  );
});

test('no bytes make the parser throw, and what it takes it could have written', () => {
  const damaged = fc.tuple(fc.nat(CLAIM_BYTES - 1), fc.nat(255)).map(([at, byte]) => CLAIM.with(at, byte));
  fc.assert(
    fc.property(fc.oneof(fc.uint8Array({ maxLength: 60 }), damaged), (noise) => {
      const read = parseClaim(noise);
      if (typeof read !== 'string') expect(hex(writeClaim(read))).toBe(hex(noise));
    }),
    { numRuns: 500 },
  );
});
