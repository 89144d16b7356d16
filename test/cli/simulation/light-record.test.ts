import { lightRecord, writePixels } from '../../../cli/simulation/light-record';
import { reportText } from '../../../cli/simulation/report-text';
import type { Board } from '../../../host-sim';
import { NS_PER_SECOND } from '../../../host-sim/core/time-units';
import { Timeline } from '../../../host-sim/parts/timeline';

const ring = (...pixels: number[]): number[] => [...pixels, ...new Array<number>(12 - pixels.length).fill(0)];

function boardWith(...pictures: readonly (readonly [second: number, colours: number[]])[]): Board {
  const timeline = new Timeline<readonly number[]>();
  for (const [second, colours] of pictures) timeline.push(second * NS_PER_SECOND, colours);
  return { ring: timeline } as unknown as Board;
}

test('twelve pixels are written from the first on, each colour with how often it follows itself', () => {
  expect(writePixels(ring())).toBe('000000*12');
  expect(writePixels(ring(0x020202))).toBe('020202 000000*11');
  expect(writePixels(ring(0xff0000, 0xff0000, 0x00008c))).toBe('ff0000*2 00008c 000000*9');
});

test('a record begins with the picture that there was, and has no repetitions', () => {
  const board = boardWith([0, ring()], [3, ring(1)], [5.25, ring(1)], [6, ring(2)], [9, ring(3)]);
  expect(lightRecord(board, 5 * NS_PER_SECOND, 8 * NS_PER_SECOND, 1)).toEqual({
    lightFrames: [
      [0, '000001 000000*11'],
      [1, '000002 000000*11'],
    ],
    lightFramesLeftOut: 0,
  });
});

test.each([
  [1, 3000],
  [8, 3000],
  [64, 375],
])('with %i speakers each keeps at most %i pictures, and counts the others', (speakers, most) => {
  const pictures = Array.from({ length: 4000 }, (_, i) => [i / 10, ring(1 + (i % 2))] as const);
  const record = lightRecord(boardWith(...pictures), 0, 400 * NS_PER_SECOND, speakers);
  expect(record.lightFrames).toHaveLength(most);
  expect(record.lightFramesLeftOut).toBe(4000 - most);
});

test('a report is JSON with spans and pictures in one line each', () => {
  const value = { a: [[0, 1, 'idle']], b: {}, c: [], d: { e: null, f: 'x"y' } };
  expect(JSON.parse(reportText(value))).toEqual(value);
  expect(reportText(value).split('\n')).toContain('    [0, 1, "idle"]');
});
