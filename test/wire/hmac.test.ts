import { createHmac, hkdfSync } from 'node:crypto';
import fc from 'fast-check';
import { nodePrimitives } from '../../relay/node/node-primitives';
import { hkdf } from '../../wire/hkdf';
import { hmacWith } from '../../wire/hmac';
import { anyBytes, bufferOf, ofHex, toDigits } from '../support/byte-strings';
import { HKDF_VECTORS, HMAC_VECTORS } from '../support/crypto-vectors';

test.each(HMAC_VECTORS)('$name', ({ key, data, code }) => {
  expect(toDigits(hmacWith(nodePrimitives, ofHex(key))(ofHex(data))).slice(0, code.length)).toBe(code);
});

test.each(HKDF_VECTORS)('$name', ({ keyMaterial, salt, info, key }) => {
  expect(toDigits(hkdf(nodePrimitives, ofHex(keyMaterial), ofHex(salt), ofHex(info), key.length / 2))).toBe(key);
});

test('HMAC is that of Node for any key and message', () => {
  fc.assert(
    fc.property(anyBytes(0, 140), anyBytes(0, 300), (key, data) => {
      const code = createHmac('sha256', bufferOf(key)).update(bufferOf(data)).digest('binary');
      expect(hmacWith(nodePrimitives, key)(data)).toBe(code);
    }),
  );
});

test('a key at the border of a block is used as it is, one byte more is hashed first', () => {
  for (const length of [0, 63, 64, 65]) {
    const key = 'k'.repeat(length);
    expect(hmacWith(nodePrimitives, key)('m')).toBe(createHmac('sha256', key).update('m').digest('binary'));
  }
});

test('HKDF is that of Node for any input and length', () => {
  fc.assert(
    fc.property(
      anyBytes(0, 80),
      anyBytes(0, 80),
      anyBytes(0, 80),
      fc.integer({ min: 0, max: 200 }),
      (keyMaterial, salt, info, length) => {
        const key = Buffer.from(hkdfSync('sha256', bufferOf(keyMaterial), bufferOf(salt), bufferOf(info), length));
        expect(hkdf(nodePrimitives, keyMaterial, salt, info, length)).toBe(key.toString('latin1'));
      },
    ),
  );
});

test('HKDF gives as much as RFC 5869 allows', () => {
  const most = 255 * 32;
  const key = Buffer.from(hkdfSync('sha256', 'k', 's', 'i', most)).toString('latin1');
  expect(hkdf(nodePrimitives, 'k', 's', 'i', most)).toBe(key);
});
