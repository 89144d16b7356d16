import fc from 'fast-check';
import type { SpeakerStatus } from '../../../cli/board/speaker-status';
import { compose, type Picture } from '../../../cli/screen/layout';
import type { ColourDepth } from '../../../cli/screen/paint';
import type { SpeakerView } from '../../../cli/screen/speaker-panel';
import { widthOf } from '../../../cli/screen/text-width';
import { keyHelp } from '../../../cli/live/cast-keys';

const status = {
  state: 'inRoom',
  role: 'stage',
  light: 'microphone open',
  microphone: 'open',
  bufferMs: 60,
  packets: { lost: 0 },
} as SpeakerStatus;
const view = (name: string, isChosen = false): SpeakerView => ({
  name,
  colours: [0xff0000, ...new Array<number>(11).fill(0)],
  status,
  level: 0.5,
  cpuLoad: 0.3,
  isChosen,
});
const PICTURE: Picture = {
  title: 'relay: signalling on port 40001, media on port 40002; room "lounge"',
  speakers: [view('anna', true), view('boris')],
  log: ['anna> Stagebox 0.3.0', 'boris> Stagebox 0.3.0'],
  ...keyHelp(['anna', 'boris']),
  help: undefined,
};
const at = (columns: number, rows: number, picture = PICTURE, depth: ColourDepth = 1): string[] =>
  compose(picture, { columns, rows }, depth);

describe('a terminal of 80 × 24', () => {
  const lines = at(80, 24);

  test('shows both rings, with the first pixel at the top', () => {
    const tops = lines.filter((line) => /^ {5}· {2}R {2}· {4}/.test(line));
    expect(tops).toHaveLength(2);
    expect(lines.join('\n')).toContain('▸ anna');
    expect(lines.filter((line) => line.includes('inRoom (stage)'))).toHaveLength(2);
    expect(lines.filter((line) => line.includes('light  microphone open'))).toHaveLength(2);
  });

  test('has the title first, the keys last, and the log between them', () => {
    expect(lines).toHaveLength(24);
    expect(lines[0]).toBe(PICTURE.title);
    expect(lines[23]).toMatch(/^1 2 click .*q quit$/);
    expect(lines.slice(12, 15)).toEqual(['─'.repeat(80), ...PICTURE.log]);
  });
});

test('a flat terminal shows each ring as a row of twelve', () => {
  const lines = at(40, 12);
  expect(lines.filter((line) => line.includes(' R··········· inRoom'))).toHaveLength(2);
  expect(lines.at(-1)).toContain('?');
});

test('a wide terminal shows the speakers side by side', () => {
  const [, first = ''] = at(200, 60);
  expect(first.indexOf('boris')).toBeGreaterThan(first.indexOf('anna') + 60);
});

test('a terminal of one line shows the chosen speaker', () => {
  const boris = { ...PICTURE, speakers: [view('anna'), view('boris', true)] };
  expect(at(40, 1, boris)).toEqual(['▸ boris  R··········· inRoom (stage)']);
});

test('a narrow terminal shows a letter for the name, and all of the ring', () => {
  expect(at(15, 3)).toEqual(['▸a R···········', ' b R···········', '? keys · q quit']);
});

test('help has every key at every size that holds it, and leaves again', () => {
  const { help } = keyHelp(['anna', 'boris']);
  for (const [columns, rows] of [
    [80, 24],
    [60, 20],
    [40, 12],
  ] as const) {
    const text = at(columns, rows, { ...PICTURE, help }).join('\n');
    for (const line of help) expect(text).toContain(line);
  }
});

test('a long line of the log is wrapped, so that the place of an exception stays in sight', () => {
  const long = `anna: exception in the firmware: ${'x'.repeat(90)} firmware/app/light-animation.ts:51:23`;
  const shown = at(60, 30, { ...PICTURE, log: [long] }).join('');
  expect(shown).toContain('light-animation.ts:51:23');
});

test('no size and no name leads beyond the screen', () => {
  const name = fc.oneof(
    fc.string({ unit: 'grapheme', minLength: 1 }),
    fc.constantFrom('Кухня 👋', '東京タワー', 'á\u0301'),
  );
  const depth = fc.constantFrom<ColourDepth>(1, 4, 8, 24);
  const size = fc.record({ columns: fc.integer({ min: 1, max: 220 }), rows: fc.integer({ min: 1, max: 70 }) });
  fc.assert(
    fc.property(size, depth, fc.array(name, { maxLength: 3 }), fc.boolean(), (size, depth, names, asks) => {
      const { help } = keyHelp(names);
      const picture = { ...PICTURE, speakers: names.map((one) => view(one)), help: asks ? help : undefined };
      const lines = compose(picture, size, depth);
      expect(lines).toHaveLength(size.rows);
      for (const line of lines) {
        expect(widthOf(line)).toBeLessThanOrEqual(size.columns);
        expect(line.replace(/\x1b\[[0-9;]*m/g, '')).not.toMatch(/\p{Cc}/u);
      }
    }),
  );
});
