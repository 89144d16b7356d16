import fc from 'fast-check';
import { cleanText, utf8Bytes } from '../../../relay/records/clean-text';

const TITLE = { field: 'title', maxBytes: 40, lines: 'one' } as const;
const NOTE = { field: 'note', maxBytes: 40, lines: 'many' } as const;

test.each([
  ['Cyrillic', 'Было бы большой честью'],
  ['Arabic with a right-to-left mark', 'دعوة\u200f للحديث'],
  ['a family of emoji, held together by joiners', '👩‍👩‍👧‍👦 🎙️'],
  ['Hindi with a joiner', 'क्\u200dष'],
])('%s survives as it is', (_what, text) => {
  expect(cleanText(text, { ...TITLE, maxBytes: 60 })).toBe(text);
});

test('is composed, trimmed, and given bare line feeds', () => {
  expect(cleanText('  Cafe\u0301\r\nоткры\u0438\u0306т \n', NOTE)).toBe('Café\nоткрыйт');
});

test.each([
  ['a bell', 'a\u0007', 'control-character'],
  ['a tab', 'a\tb', 'control-character'],
  ['a carriage return alone', 'a\rb', 'control-character'],
  ['a control character of Latin 1', 'a\u0085b', 'control-character'],
  ['a line break in one line', 'a\nb', 'control-character'],
  ['a line separator in one line', 'a\u2028b', 'control-character'],
  ['an override', 'invoice\u202egnp.exe', 'bidi-override'],
  ['an embedding', '\u202aabc', 'bidi-override'],
  ['an isolate', 'a\u2066b\u2069', 'bidi-override'],
  ['half an emoji', 'a\ud83c', 'broken-text'],
  ['the other half', '\udf99a', 'broken-text'],
  ['nothing', '', 'empty'],
  ['white space', ' \u00a0\u3000 ', 'empty'],
  ['nothing that can be seen', '\u200b\u2060\ufe0f', 'empty'],
  ['a byte too many', 'я'.repeat(20) + 'x', 'too-long'],
  ['a hundred kilobytes', 'x'.repeat(100_000), 'too-long'],
  ['a number', 7, 'not-text'],
  ['null', null, 'not-text'],
  ['a list', ['a'], 'not-text'],
])('%s is refused', (_what, text, code) => {
  const bad = cleanText(text, TITLE);
  expect(bad).toEqual({ code, field: 'title', message: expect.stringMatching(/^title [a-z0-9]/) });
});

test('counts bytes after composing, so that decomposed text has the same room', () => {
  const composed = 'й'.repeat(20);
  expect(cleanText(composed.normalize('NFD'), TITLE)).toBe(composed);
  // Composing makes one unit of four Greek ones.
  expect(cleanText('ᾧ'.repeat(13).normalize('NFD'), TITLE)).toBe('ᾧ'.repeat(13));
});

test('anything gives a text that obeys its limits and stays as it is, or a refusal', () => {
  const units = fc.array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 30 });
  const anything = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 30 }),
    fc.string({ unit: 'grapheme', maxLength: 20 }),
    units.map((codes) => String.fromCharCode(...codes)),
    fc.constantFrom('\u202e', '\n', ' ', '\ufeff').chain((c) => fc.string().map((s) => `${c}${s}${c}`)),
    fc.anything(),
  );
  fc.assert(
    fc.property(anything, fc.constantFrom(TITLE, NOTE), (value, limits) => {
      const cleaned = cleanText(value, limits);
      if (typeof cleaned !== 'string') return expect(Object.keys(cleaned).sort()).toEqual(['code', 'field', 'message']);
      expect(cleanText(cleaned, limits)).toBe(cleaned);
      expect(utf8Bytes(cleaned)).toBeLessThanOrEqual(limits.maxBytes);
      expect(cleaned.normalize('NFC').trim()).toBe(cleaned);
      expect(cleaned).not.toMatch(/[\u202a-\u202e\u2066-\u2069]/);
      expect([...cleaned].filter((char) => /\p{Cc}/u.test(char) && (limits.lines === 'one' || char !== '\n'))).toEqual(
        [],
      );
    }),
    { numRuns: 2000, seed: 5 },
  );
});
