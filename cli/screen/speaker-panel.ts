import { RING_PIXELS } from '../../hardware/pins';
import type { RingColours } from '../../host-sim/parts/led-ring';
import type { SpeakerStatus } from '../board/speaker-status';
import { bold, faint, type ColourDepth } from './paint';
import { RING_COLUMNS, ringLines, ringRow } from './ring-picture';
import { clip, fit, printable, widthOf } from './text-width';

/** What there is to see of a speaker. */
export type SpeakerView = {
  readonly name: string;
  readonly colours: RingColours;
  /** Undefined until its firmware runs. */
  readonly status: SpeakerStatus | undefined;
  /** How loud it is, 0 to 1 on a scale of decibels. */
  readonly level: number;
  readonly cpuLoad: number;
  /** Whether the keys that name no speaker are for this one. */
  readonly isChosen: boolean;
};

/** The least columns for a ring with words beside it. */
export const RING_PANEL_COLUMNS = 36;

const METER_STEPS = 8;
const NAME_COLUMNS = 8;

/** A bar for a level. */
export function meter(level: number): string {
  const bars = Math.round(METER_STEPS * level);
  return '#'.repeat(bars).padEnd(METER_STEPS, '.');
}

function stateOf({ status }: SpeakerView): string {
  if (!status) return 'starting';
  return status.role ? `${status.state} (${status.role})` : status.state;
}

function headOf(view: SpeakerView, depth: ColourDepth): string {
  const name = bold(clip(printable(view.name), 24), depth);
  return `${view.isChosen ? '▸' : ' '} ${name}`;
}

/** The ring, and the state beside it: `RING_ROWS` lines of `columns` cells. */
export function ringPanel(view: SpeakerView, columns: number, depth: ColourDepth): string[] {
  const { status, level, cpuLoad } = view;
  const { packets } = status ?? {};
  const words = [
    headOf(view, depth),
    `  ${stateOf(view)}`,
    status ? `  light  ${status.light}` : '',
    status ? `  mic    ${status.microphone.padEnd(8)} hears ${meter(level)}` : '',
    packets
      ? faint(`  buffer ${status!.bufferMs} ms  lost ${packets.lost}  cpu ${Math.round(cpuLoad * 100)} %`, depth)
      : '',
  ];
  return ringLines(view.colours, depth).map((ring, row) =>
    fit(`  ${ring} ${words[row] ?? ''}`, Math.max(columns, RING_COLUMNS)),
  );
}

/** The ring as a row, with what the speaker plays and shows below it: two lines. */
export function rowPanel(view: SpeakerView, columns: number, depth: ColourDepth): string[] {
  const { status, level } = view;
  return [rowLine(view, columns, depth), status ? faint(`  hears ${meter(level)}  ${status.light}`, depth) : ''];
}

/** Everything in one line: name, ring, state. Where there is little room, a letter stands for the name. */
export function rowLine(view: SpeakerView, columns: number, depth: ColourDepth): string {
  const head = headOf(view, depth);
  const wide = widthOf(head) < NAME_COLUMNS ? fit(head, NAME_COLUMNS) : head;
  const isNarrow = columns < widthOf(wide) + 1 + RING_PIXELS;
  const name = isNarrow ? `${view.isChosen ? '▸' : ' '}${clip(printable(view.name), 1)}` : wide;
  return `${name} ${ringRow(view.colours, depth)} ${stateOf(view)}`;
}
