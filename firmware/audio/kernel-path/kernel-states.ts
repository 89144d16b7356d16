import type { KernelMemory } from './kernel-memory';
import { HISTORY, HISTORY_SAMPLES } from '../../kernels/conceal-state';
import * as c from '../../kernels/context';
import { DC_RATE, GAIN, UNITY_GAIN } from '../../kernels/microphone-state';
import { TARGET_VOLUME, UNITY_VOLUME, VOLUME } from '../../kernels/speaker-state';

/** 2.5 Hz at 16 kHz: deep voices keep their waveform. */
const DC_RATE_OF_VOICE = 1;

/** Brings the sound kernels' states to where a stream begins. */
export function resetSoundStates(memory: KernelMemory): void {
  const state = memory.state;
  for (let i = c.MICROPHONE >> 2; i < c.SENT >> 2; i++) state[i] = 0;
  state[(c.MICROPHONE + GAIN) >> 2] = UNITY_GAIN;
  state[(c.MICROPHONE + DC_RATE) >> 2] = DC_RATE_OF_VOICE;
  state[(c.SPEAKER + VOLUME) >> 2] = UNITY_VOLUME;
  state[(c.SPEAKER + TARGET_VOLUME) >> 2] = UNITY_VOLUME;
  state[(c.PLC + HISTORY) >> 2] = memory.history;
  state[(c.PLC + HISTORY_SAMPLES) >> 2] = 2 * memory.frameSamples;
}
