// How many cells of a terminal a text takes. Unicode Standard Annex 11: wide characters take two, marks none.

const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]|\p{Emoji_Presentation}/u;
const NONE = /[\p{Mn}\p{Me}\p{Cf}\ufe0f]/u;
/** An escape sequence that changes colours and takes no room (ECMA-48, SGR). */
const STYLE = /\x1b\[[0-9;]*m/y;

function cellsOf(character: string): number {
  return NONE.test(character) ? 0 : WIDE.test(character) ? 2 : 1;
}

/** Foreign text for a terminal: what would move the cursor, change colours or the reading direction is replaced. */
export function printable(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu, '\ufffd');
}

/** The cells that a text takes, without the sequences that colour it. */
export function widthOf(text: string): number {
  return walk(text, Infinity).width;
}

/** As much of a text as fits into `columns`. Colours stay whole; they end at the end. */
export function clip(text: string, columns: number): string {
  return text.slice(0, walk(text, columns).end) + (text.includes('\x1b') ? '\x1b[0m' : '');
}

/** A text in exactly `columns` cells. */
export function fit(text: string, columns: number): string {
  const clipped = clip(text, columns);
  return clipped + ' '.repeat(Math.max(0, columns - widthOf(clipped)));
}

function walk(text: string, columns: number): { readonly end: number; readonly width: number } {
  let width = 0;
  for (let at = 0; at < text.length;) {
    STYLE.lastIndex = at;
    const style = STYLE.exec(text);
    if (style) {
      at += style[0].length;
      continue;
    }
    const character = String.fromCodePoint(text.codePointAt(at)!);
    const cells = cellsOf(character);
    if (width + cells > columns) return { end: at, width };
    width += cells;
    at += character.length;
  }
  return { end: text.length, width };
}

/** A text as lines of at most `columns` cells. */
export function wrap(text: string, columns: number): string[] {
  const lines: string[] = [];
  for (let rest = text; ;) {
    const { end } = walk(rest, columns);
    // A character that is wider than the screen is left out.
    const taken = Math.max(end, 1);
    lines.push(rest.slice(0, end));
    rest = rest.slice(taken);
    if (rest === '') return lines;
  }
}
