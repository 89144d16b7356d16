import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { QUEUE_HZ } from './sound-queue';

/** A program of the computer, and its arguments. */
export type SoundProgram = { readonly path: string; readonly name: string; readonly args: readonly string[] };

/** What the loudspeaker's program gets: two equal channels, because few sound cards play one. */
export const PLAYED = { rateHz: 48_000, channels: 2 } as const;

/**
 * What each program is asked for: 16-bit little-endian samples without a header, by standard input or output, with little
 * waiting in between. Sources: the manual pages arecord(1) of alsa-utils, pw-cat(1) of PipeWire, sox(1).
 */
const RECORDERS: readonly (readonly [name: string, ...args: string[]])[] = [
  [
    'arecord',
    ...['-q', '-t', 'raw', '-f', 'S16_LE', '-r', `${QUEUE_HZ}`, '-c', '1'],
    ...['--buffer-time=100000', '--period-time=20000'],
  ],
  [
    'pw-cat',
    ...['--record', '--raw', '--format', 's16', '--rate', `${QUEUE_HZ}`, '--channels', '1', '--latency', '20ms', '-'],
  ],
  ['rec', '-q', '--buffer', '1024', ...soxFormat(QUEUE_HZ, 1), '-'],
  ['sox', '-q', '--buffer', '1024', '-d', ...soxFormat(QUEUE_HZ, 1), '-'],
];

const PLAYERS: readonly (readonly [name: string, ...args: string[]])[] = [
  [
    'aplay',
    ...['-q', '-t', 'raw', '-f', 'S16_LE', '-r', `${PLAYED.rateHz}`, '-c', `${PLAYED.channels}`],
    '--buffer-time=100000',
  ],
  [
    'pw-cat',
    ...['--playback', '--raw', '--format', 's16', '--rate', `${PLAYED.rateHz}`, '--channels', `${PLAYED.channels}`],
    ...['--latency', '20ms', '-'],
  ],
  ['play', '-q', '--buffer', '1024', ...soxFormat(PLAYED.rateHz, PLAYED.channels), '-'],
  ['sox', '-q', '--buffer', '1024', ...soxFormat(PLAYED.rateHz, PLAYED.channels), '-', '-d'],
];

function soxFormat(rateHz: number, channels: number): string[] {
  return ['-t', 'raw', '-e', 'signed-integer', '-b', '16', '-L', '-r', `${rateHz}`, '-c', `${channels}`];
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

/** The first of these programs that the computer has, or undefined. */
function firstOf(programs: typeof RECORDERS, path: string): SoundProgram | undefined {
  const folders = path.split(delimiter).filter((folder) => folder !== '');
  for (const [name, ...args] of programs) {
    const found = folders.map((folder) => join(folder, name)).find(isExecutable);
    if (found !== undefined) return { path: found, name, args };
  }
  return undefined;
}

/** The program that records from the computer's microphone. `path` is the variable PATH. */
export function findRecorder(path = process.env.PATH ?? ''): SoundProgram | undefined {
  return firstOf(RECORDERS, path);
}

/** The program that plays on the computer's loudspeaker. */
export function findPlayer(path = process.env.PATH ?? ''): SoundProgram | undefined {
  return firstOf(PLAYERS, path);
}

/** The names that are looked for, for a message. */
export const namesOf = { recorders: namesIn(RECORDERS), players: namesIn(PLAYERS) };

function namesIn(programs: typeof RECORDERS): string {
  return programs.map(([name]) => name).join(', ');
}
