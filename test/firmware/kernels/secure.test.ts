import { createCipheriv } from 'node:crypto';
import fc from 'fast-check';
import { bytes, hex } from '../../support/hex';
import { KernelBench } from './kernel-bench';

const bench = new KernelBench('secure');
const { xorBytes, counterBlocks } = bench.call;

// RFC 3711, appendix B.2: the session key, and the session salt, which with SSRC and index 0 is the IV.
const key = bytes('2B7E1516 28AED2A6 ABF71588 09CF4F3C');
const iv = bytes('F0F1F2F3 F4F5F6F7 F8F9FAFB FCFD');

/** AES-128 of each block. */
function keyStreamOf(blocks: Uint8Array): string[] {
  const aes = createCipheriv('aes-128-ecb', key, null).setAutoPadding(false);
  return aes.update(blocks).toString('hex').toUpperCase().match(/.{32}/g) ?? [];
}

/** Counter blocks of that IV. */
function blocksOf(first: number, blocks: number): Uint8Array {
  bench.bytes.fill(0xaa);
  bench.bytes.set(iv.subarray(0, 14));
  counterBlocks!(bench.payload + 32, bench.payload, first, blocks);
  expect(bench.bytes[32 + 16 * blocks]).toBe(0xaa);
  return bench.bytes.slice(32, 32 + 16 * blocks);
}

test('the counter blocks of RFC 3711, appendix B.2, become its key stream', () => {
  const first = blocksOf(0, 3);
  expect(hex(first.subarray(0, 16))).toBe('f0 f1 f2 f3 f4 f5 f6 f7 f8 f9 fa fb fc fd 00 00');
  expect(keyStreamOf(first)).toEqual([
    'E03EAD0935C95E80E166B16DD92B4EB4',
    'D23513162B02D0F72A43A2FE4A5F97AB',
    '41E95B3BB0A2E8DD477901E4FCA894C0',
  ]);
  const last = blocksOf(0xfeff, 3);
  expect(hex(last.subarray(14, 18))).toBe('fe ff f0 f1');
  expect(keyStreamOf(last)).toEqual([
    'EC8CDF7398607CB0F2D21675EA9EA1E4',
    '362B7C3C6773516318A077D7FC5073AE',
    '6A2CC3787889374FBEB4C81B17BA6C44',
  ]);
});

test('no block is no block', () => {
  expect(blocksOf(5, 0)).toHaveLength(0);
});

test('exclusive or, whatever the alignment and the length, and nothing beside it', () => {
  const offset = fc.nat(3);
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 90 }), offset, offset, fc.integer(), (data, dataAt, keyAt, seed) => {
      const key = data.map((_, i) => Math.imul(seed + i, 0x9e3779b1) >>> 24);
      bench.bytes.fill(0xaa);
      bench.bytes.set(data, 4 + dataAt);
      bench.bytes.set(key, 200 + keyAt);
      xorBytes!(bench.payload + 4 + dataAt, bench.payload + 200 + keyAt, data.length);
      const wanted = new Uint8Array(300).fill(0xaa);
      wanted.set(
        data.map((byte, i) => byte ^ key[i]!),
        4 + dataAt,
      );
      wanted.set(key, 200 + keyAt);
      expect(hex(bench.bytes.slice(0, 300))).toBe(hex(wanted));
    }),
    { numRuns: 400 },
  );
});

test('a payload ciphered twice is itself', () => {
  const payload = Uint8Array.from({ length: 164 }, (_, i) => i * 7);
  bench.bytes.set(payload, 0);
  bench.bytes.set(payload.map((byte) => byte ^ 0x5b).reverse(), 400);
  xorBytes!(bench.payload, bench.payload + 400, 164);
  expect(hex(bench.bytes.slice(0, 164))).not.toBe(hex(payload));
  xorBytes!(bench.payload, bench.payload + 400, 164);
  expect(hex(bench.bytes.slice(0, 164))).toBe(hex(payload));
});
