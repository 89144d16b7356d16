import { WriteStream } from 'node:tty';
import { seenColour, type Rgb } from '../board/seen-colour';

// Colours by ECMA-48, Select Graphic Rendition: the 16 of the standard terminals, xterm's 256, or 24 bits.

/** Bits of colour that a terminal takes. 1: none. */
export type ColourDepth = 1 | 4 | 8 | 24;

/** The colours of a terminal, by COLORTERM, TERM, NO_COLOR and the other variables that Node knows. */
export function colourDepth(env: Readonly<Record<string, string | undefined>>): ColourDepth {
  // https://no-color.org: any text but an empty one. Node takes an empty one, too.
  const { NO_COLOR: noColour, ...others } = env;
  if (noColour) return 1;
  // The method reads nothing but the variables, and needs no terminal.
  return WriteStream.prototype.getColorDepth(others) as ColourDepth;
}

const DARK: Rgb = [58, 62, 70];
/** The 16 colours as xterm has them, without black: a dark pixel is bright black. */
const STANDARD: readonly (readonly [code: number, colour: Rgb])[] = [
  [31, [205, 0, 0]],
  [32, [0, 205, 0]],
  [33, [205, 205, 0]],
  [34, [0, 0, 238]],
  [35, [205, 0, 205]],
  [36, [0, 205, 205]],
  [37, [229, 229, 229]],
  [90, [127, 127, 127]],
  [91, [255, 0, 0]],
  [92, [0, 255, 0]],
  [93, [255, 255, 0]],
  [94, [92, 92, 255]],
  [95, [255, 0, 255]],
  [96, [0, 255, 255]],
  [97, [255, 255, 255]],
];
/** The levels of a part in xterm's cube of 216 colours. */
const CUBE = [0, 95, 135, 175, 215, 255];

function distance(a: Rgb, b: Rgb): number {
  return a.reduce((sum, part, i) => sum + (part - b[i]!) ** 2, 0);
}

function nearestLevel(part: number): number {
  return CUBE.reduce((best, level, i) => (Math.abs(level - part) < Math.abs(CUBE[best]! - part) ? i : best), 0);
}

/** The sequence that makes what follows appear in a colour. */
function foreground(colour: Rgb, depth: ColourDepth): string {
  if (depth === 24) return `\x1b[38;2;${colour.join(';')}m`;
  if (depth === 8) {
    const [red, green, blue] = colour.map(nearestLevel) as [number, number, number];
    return `\x1b[38;5;${16 + 36 * red + 6 * green + blue}m`;
  }
  const [code] = STANDARD.reduce((best, one) => (distance(one[1], colour) < distance(best[1], colour) ? one : best));
  return `\x1b[${code}m`;
}

/** The first letter of the colour that an LED shows, small if it is dim: for a screen without colours. */
function letterOf([red, green, blue]: Rgb): string {
  const most = Math.max(red, green, blue);
  const [hasRed, hasGreen, hasBlue] = [red, green, blue].map((part) => part > most / 4);
  const letter = hasRed ? (hasGreen ? (hasBlue ? 'w' : 'a') : hasBlue ? 'v' : 'r') : hasGreen ? 'g' : 'b';
  return most >= 60 ? letter.toUpperCase() : letter;
}

/** One pixel of a ring in one cell: a dot in its colour, or the letter of its colour on a screen without colours. */
export function paintPixel(value: number, depth: ColourDepth): string {
  const led: Rgb = [(value >> 16) & 255, (value >> 8) & 255, value & 255];
  const seen = seenColour(led);
  if (depth === 1) return seen ? letterOf(led) : '·';
  if (!seen) return `${depth === 4 ? '\x1b[90m' : foreground(DARK, depth)}·\x1b[0m`;
  return `${foreground(seen, depth)}●\x1b[0m`;
}

/** A text that stands out, or one that stands back. */
export function bold(text: string, depth: ColourDepth): string {
  return depth === 1 ? text : `\x1b[1m${text}\x1b[0m`;
}

export function faint(text: string, depth: ColourDepth): string {
  return depth === 1 ? text : `\x1b[2m${text}\x1b[0m`;
}
