import type { RingColours } from '../../host-sim/parts/led-ring';
import { paintPixel, type ColourDepth } from './paint';

// The ring as the owner sees it: the first pixel is at the top, and the others follow clockwise. A cell is twice as high as
// it is wide.

/** The pixels of each row, and the column of each. */
const ROWS: readonly (readonly (readonly [column: number, pixel: number])[])[] = [
  [
    [3, 11],
    [6, 0],
    [9, 1],
  ],
  [
    [1, 10],
    [11, 2],
  ],
  [
    [0, 9],
    [12, 3],
  ],
  [
    [1, 8],
    [11, 4],
  ],
  [
    [3, 7],
    [6, 6],
    [9, 5],
  ],
];

/** Cells of the ring. */
export const RING_COLUMNS = 13;
export const RING_ROWS = ROWS.length;

/** The ring as lines of `RING_COLUMNS` cells. */
export function ringLines(colours: RingColours, depth: ColourDepth): string[] {
  return ROWS.map((pixels) => {
    let line = '';
    let column = 0;
    for (const [at, pixel] of pixels) {
      line += ' '.repeat(at - column) + paintPixel(colours[pixel] ?? 0, depth);
      column = at + 1;
    }
    return line + ' '.repeat(RING_COLUMNS - column);
  });
}

/** The ring as one row, from the top clockwise. */
export function ringRow(colours: RingColours, depth: ColourDepth): string {
  return colours.map((value) => paintPixel(value, depth)).join('');
}
