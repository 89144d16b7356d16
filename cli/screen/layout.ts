import { bold, faint, type ColourDepth } from './paint';
import { RING_ROWS } from './ring-picture';
import { RING_PANEL_COLUMNS, ringPanel, rowLine, rowPanel, type SpeakerView } from './speaker-panel';
import { clip, fit, wrap } from './text-width';

/** What is on the screen. */
export type Picture = {
  readonly title: string;
  readonly speakers: readonly SpeakerView[];
  /** Lines that were printed, the latest last. */
  readonly log: readonly string[];
  /** The bottom line, from the longest wording to the shortest. */
  readonly footers: readonly string[];
  /** What stands in place of the log while the reader asks for help. */
  readonly help: readonly string[] | undefined;
};

/** The size of a terminal. */
export type Size = { readonly columns: number; readonly rows: number };

/** Columns for each speaker from which they stand side by side. */
const SIDE_BY_SIDE_COLUMNS = 50;

/** The speakers as large as they fit into so many rows. */
function speakersIn({ speakers }: Picture, { columns, rows }: Size, depth: ColourDepth): string[] {
  const count = Math.max(1, speakers.length);
  const share = Math.floor(columns / count);
  if (count > 1 && share >= SIDE_BY_SIDE_COLUMNS && rows > RING_ROWS) {
    const panels = speakers.map((view) => ringPanel(view, share, depth));
    return Array.from({ length: RING_ROWS }, (_, row) => panels.map((panel) => fit(panel[row] ?? '', share)).join(''));
  }
  if (columns >= RING_PANEL_COLUMNS && rows >= count * (RING_ROWS + 1))
    return speakers.flatMap((view, i) => [...(i > 0 ? [''] : []), ...ringPanel(view, columns, depth)]);
  if (rows >= 2 * count) return speakers.flatMap((view) => rowPanel(view, columns, depth));
  // Where not even a line for each fits, the chosen one comes first.
  const shown = rows >= count ? speakers : [...speakers].sort((a, b) => Number(b.isChosen) - Number(a.isChosen));
  return shown.map((view) => rowLine(view, columns, depth));
}

/** The picture in a terminal of this size: at most `rows` lines of at most `columns` cells. */
export function compose(picture: Picture, { columns, rows }: Size, depth: ColourDepth): string[] {
  const top = rows >= 4 ? [bold(picture.title, depth)] : [];
  const footer = picture.footers.find((words) => words.length <= columns) ?? picture.footers.at(-1) ?? '';
  const bottom = rows >= 3 ? [faint(footer, depth)] : [];
  const room = rows - top.length - bottom.length;
  const showsHelpAlone = picture.help !== undefined && room < picture.help.length + picture.speakers.length + 1;
  const speakers = showsHelpAlone ? [] : speakersIn(picture, { columns, rows: helpless(picture, room) }, depth);
  const left = room - speakers.length;
  const body = [...speakers];
  if (picture.help) body.push(...(showsHelpAlone ? [] : ['']), ...picture.help);
  else if (left > 1) body.push(faint('─'.repeat(columns), depth), ...logTail(picture.log, columns, left - 1));
  const lines = [...top, ...body.slice(0, room)];
  while (lines.length < rows - bottom.length) lines.push('');
  return [...lines, ...bottom].map((line) => clip(line, columns));
}

/** The rows that help leaves to the speakers. */
function helpless({ help }: Picture, room: number): number {
  return help ? room - help.length - 1 : room;
}

function logTail(log: readonly string[], columns: number, rows: number): string[] {
  const lines: string[] = [];
  for (let i = log.length - 1; i >= 0 && lines.length < rows; i--) lines.unshift(...wrap(log[i]!, columns));
  return lines.slice(-rows);
}
