import { join } from 'node:path';
import { readWav, type Sound } from '../../cli/sound/wav';

const FOLDER = join(__dirname, '../../cli/sound/speech');

/** A real voice of cli/sound/speech after so many seconds of silence. */
export function speech(name: 'austen-1' | 'austen-2', silentSeconds: number): Sound {
  const { samples, rateHz } = readWav(join(FOLDER, `${name}.wav`));
  const padded = new Float32Array(silentSeconds * rateHz + samples.length);
  padded.set(samples, silentSeconds * rateHz);
  return { samples: padded, rateHz };
}
