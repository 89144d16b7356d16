import { colourDepth, paintPixel } from '../../../cli/screen/paint';

test.each([
  [{ TERM: 'xterm-256color', COLORTERM: 'truecolor' }, 24],
  [{ TERM: 'screen', COLORTERM: '24bit' }, 24],
  [{ TERM: 'xterm-256color' }, 8],
  [{ TERM: 'xterm' }, 4],
  [{ TERM: 'linux' }, 4],
  [{ TERM: 'dumb', COLORTERM: 'truecolor' }, 1],
  [{}, 1],
  [{ TERM: 'xterm-256color', COLORTERM: 'truecolor', NO_COLOR: '1' }, 1],
  [{ TERM: 'xterm-256color', NO_COLOR: '' }, 8],
])('%j has %i bits of colour', (env, bits) => {
  expect(colourDepth(env)).toBe(bits);
});

describe('a pixel', () => {
  test('has its colour in 24 bits, bright enough to be seen', () => {
    expect(paintPixel(0xff0000, 24)).toBe('\x1b[38;2;255;0;0m●\x1b[0m');
    const [, red, green, blue] = /2;(\d+);(\d+);(\d+)m/.exec(paintPixel(0x002800, 24)) ?? [];
    expect([red, blue]).toEqual(['0', '0']);
    expect(Number(green)).toBeGreaterThan(120);
  });

  test('has the nearest of 256 or 16 colours', () => {
    expect(paintPixel(0xff0000, 8)).toBe('\x1b[38;5;196m●\x1b[0m');
    expect(paintPixel(0xff0000, 4)).toBe('\x1b[91m●\x1b[0m');
    expect(paintPixel(0x002800, 4)).toMatch(/\x1b\[(32|92)m/);
    expect(paintPixel(0x3c005a, 4)).toMatch(/\x1b\[(35|95)m/);
  });

  test.each([
    [0xff0000, 'R'],
    [0x590000, 'R'],
    [0x002800, 'g'],
    [0x008c0a, 'G'],
    [0x00186e, 'B'],
    [0x3c005a, 'V'],
    [0x642d00, 'A'],
    [0x282828, 'w'],
    [0x020202, 'w'],
    [0, '·'],
  ])('without colours is the letter of its colour: %i', (value, letter) => {
    expect(paintPixel(value, 1)).toBe(letter);
  });

  test('that is dark differs from one that is lit, in every depth', () => {
    for (const depth of [1, 4, 8, 24] as const) {
      const glyph = (value: number): string => paintPixel(value, depth).replace(/\x1b\[[0-9;]*m/g, '');
      expect(glyph(0)).not.toBe(glyph(0x020202));
    }
  });
});
