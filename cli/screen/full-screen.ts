import { writeSync } from 'node:fs';

import type { Size } from './layout';

// Sequences of xterm, which other terminals have taken over: "XTerm Control Sequences", DEC private modes.
const OTHER_SCREEN = '\x1b[?1049h';
const FORMER_SCREEN = '\x1b[?1049l';
const HIDE_CURSOR = '\x1b[?25l';
const SHOW_CURSOR = '\x1b[?25h';
const NO_WRAP = '\x1b[?7l';
const WRAP = '\x1b[?7h';
const HOME = '\x1b[H';
const ERASE_LINE = '\x1b[K';
const ERASE_BELOW = '\x1b[J';
const PLAIN = '\x1b[0m';

/** The whole screen of a terminal, until it is given back. */
export interface FullScreen {
  readonly size: Size;
  /** Shows lines, in place of those before. */
  draw(lines: readonly string[]): void;
  /** Gives the terminal back as it was. May be called twice. Every end of the process calls it. */
  close(): void;
}

/** Takes the other screen of a terminal, which leaves what stood on it as it was. */
export function openFullScreen(output: typeof process.stdout): FullScreen {
  let isOpen = true;
  let shown = '';
  /** The terminal has another size, or comes back from the background: what stands on it is not what was drawn. */
  const changed = (): void => void (shown = '');
  const close = (): void => {
    if (!isOpen) return;
    isOpen = false;
    process.off('exit', close);
    process.off('SIGCONT', changed);
    output.off('resize', changed);
    try {
      // At the end of a process nothing is written later.
      writeSync(output.fd, `${PLAIN}${WRAP}${SHOW_CURSOR}${FORMER_SCREEN}`);
    } catch {
      // The terminal is gone.
    }
  };
  process.on('exit', close);
  process.on('SIGCONT', changed);
  output.on('resize', changed);
  output.write(`${OTHER_SCREEN}${HIDE_CURSOR}${NO_WRAP}`);
  return {
    get size() {
      // A terminal that does not know its size says 0.
      return { columns: output.columns || 80, rows: output.rows || 24 };
    },
    draw(lines) {
      const text = lines.map((line) => `${line}${ERASE_LINE}`).join('\r\n');
      if (!isOpen || text === shown) return;
      shown = text;
      output.write(`${HOME}${text}${ERASE_BELOW}`);
    },
    close,
  };
}
