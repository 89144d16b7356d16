import fc from 'fast-check';
import { fromBase64Url, fromUtf8, toBase64Url, toUtf8 } from '../../../relay/identity/bytes';
import { anyBytes } from '../../support/byte-strings';

test('UTF-8 is that of Node, and what is none is refused', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), anyBytes(0, 20), (text, bytes) => {
      expect(toUtf8(text)).toBe(Buffer.from(text).toString('latin1'));
      expect(fromUtf8(toUtf8(text))).toBe(text);
      const read = fromUtf8(bytes);
      expect(read === undefined || toUtf8(read) === bytes).toBe(true);
    }),
  );
  for (const bytes of ['\xff', '\xc0\x80', '\xed\xa0\x80', '\xe2\x82']) expect(fromUtf8(bytes)).toBeUndefined();
  expect(fromUtf8('\xef\xbb\xbfx')).toBe('\ufeffx');
});

test('base64url is that of Node, and only that', () => {
  fc.assert(
    fc.property(anyBytes(0, 20), fc.string({ unit: 'binary', maxLength: 8 }), (bytes, text) => {
      const written = Buffer.from(bytes, 'latin1').toString('base64url');
      expect(toBase64Url(bytes)).toBe(written);
      expect(fromBase64Url(written)).toBe(bytes);
      const read = fromBase64Url(text);
      expect(read === undefined || toBase64Url(read) === text).toBe(true);
    }),
  );
  for (const text of ['A', 'AB==', 'A+', 'A/', 'AB', 'А']) expect(fromBase64Url(text)).toBeUndefined();
});
