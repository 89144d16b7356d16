import fc from 'fast-check';
import { dropQuietestSample } from '../../../../relay/sound/frames/drop-sample';

test('one sample is missing and all others are there, in order', () => {
  fc.assert(
    fc.property(fc.int16Array({ minLength: 3, maxLength: 400 }), (from) => {
      const into = new Int16Array(from.length - 1);
      dropQuietestSample(from, into);
      const at = into.findIndex((value, i) => value !== from[i]);
      const cut = at < 0 ? from.length - 1 : at;
      expect(Buffer.compare(Buffer.from(into), Buffer.from(from.filter((_, i) => i !== cut)))).toBe(0);
    }),
  );
});

test('the missing sample is where it is quiet, not in the middle of a vowel', () => {
  const from = Int16Array.from({ length: 321 }, (_, i) => 12000 * Math.sin(i / 3) * Math.abs(i - 200) * 0.004);
  const into = new Int16Array(320);
  dropQuietestSample(from, into);
  const cut = into.findIndex((value, i) => value !== from[i]);
  expect(Math.abs(cut - 200)).toBeLessThan(5);
});
