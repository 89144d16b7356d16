import type { Board } from '../../host-sim';
import { NS_PER_SECOND } from '../../host-sim/core/time-units';
import type { RingColours } from '../../host-sim/parts/led-ring';

/** A picture of the ring and the second from which it was shown. */
export type LightFrame = [second: number, pixels: string];

/** The pictures that a ring showed. */
export type LightRecord = { readonly lightFrames: readonly LightFrame[]; readonly lightFramesLeftOut: number };

/**
 * Pictures in the report of one speaker and in all of a report. A light that moves all the time shows five a second, so
 * that 3,000 are ten minutes of it: about 100 KB. 24,000 keep a report with 64 speakers, or one of a day, near 1 MB: an
 * editor opens it.
 */
const OF_ONE_MAX = 3000;
const OF_ALL_MAX = 24_000;

/** `ff0000*11 000000`: the colours from the first pixel on, clockwise, each with how often it follows itself. */
export function writePixels(colours: RingColours): string {
  const runs: [colour: number, count: number][] = [];
  for (const colour of colours) {
    const last = runs.at(-1);
    if (last?.[0] === colour) last[1]++;
    else runs.push([colour, 1]);
  }
  const hex = (colour: number): string => colour.toString(16).padStart(6, '0');
  return runs.map(([colour, count]) => (count > 1 ? `${hex(colour)}*${count}` : hex(colour))).join(' ');
}

/**
 * What the ring of a board showed from one instant to another, without repetitions. The first picture is that of the first
 * instant. Of too many the first are kept, and the others counted.
 */
export function lightRecord(board: Board, fromNs: number, toNs: number, speakers: number): LightRecord {
  const most = Math.min(OF_ONE_MAX, Math.floor(OF_ALL_MAX / speakers));
  const frames: LightFrame[] = [];
  for (const [timeNs, colours] of board.ring.entries) {
    if (timeNs > toNs) break;
    const second = Math.max(0, Math.round((timeNs - fromNs) / (NS_PER_SECOND / 1000)) / 1000);
    const pixels = writePixels(colours);
    if (second === 0) frames.length = 0;
    if (frames.at(-1)?.[1] !== pixels) frames.push([second, pixels]);
  }
  return { lightFrames: frames.slice(0, most), lightFramesLeftOut: Math.max(0, frames.length - most) };
}
