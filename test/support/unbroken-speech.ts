import type { Sound } from '../../cli/sound/wav';
import { speech } from './speech';

const PIECE_SECONDS = 0.02;
/** −38 dB of full scale: well above what counts as a pause anywhere in the firmware. */
const QUIET_RMS = 0.0125;

/** A real voice without its pauses: no piece of 20 ms is quiet. */
export function unbrokenSpeech(name: 'austen-1' | 'austen-2'): Sound {
  const { samples, rateHz } = speech(name, 0);
  const piece = Math.round(PIECE_SECONDS * rateHz);
  const kept: number[] = [];
  for (let from = 0; from + piece <= samples.length; from += piece) {
    let energy = 0;
    for (let i = from; i < from + piece; i++) energy += samples[i]! * samples[i]!;
    if (Math.sqrt(energy / piece) < QUIET_RMS) continue;
    for (let i = from; i < from + piece; i++) kept.push(samples[i]!);
  }
  return { samples: Float32Array.from(kept), rateHz };
}
