import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Board } from '../../host-sim';
import { Failure } from '../failure';
import { writeWav } from './wav';

/** Makes the folder for results. @throws Failure when that is not possible */
export function makeOutputFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    throw new Failure(`cannot write into ${folder} (${(error as NodeJS.ErrnoException).code}): choose another --out`);
  }
}

/** Writes what a board's loudspeaker played between two instants as `<name>.wav`. Gives the path. */
export function writeRecording(folder: string, name: string, board: Board, fromNs: number, toNs: number): string {
  const path = join(folder, `${name}.wav`);
  writeWav(path, board.amplifier.toSamples(fromNs, toNs), board.amplifier.rateHz);
  return path;
}
