import { HISTORY, HISTORY_SAMPLES } from '../../kernels/conceal-state';
import * as c from '../../kernels/context';
import { DC_RATE, GAIN, UNITY_GAIN } from '../../kernels/microphone-state';
import { TARGET_VOLUME, UNITY_VOLUME, VOLUME } from '../../kernels/speaker-state';
import { setWord } from './context-words';
import type { KernelMemory } from './kernel-memory';

/** 2.5 Hz at 16 kHz: deep voices keep their waveform. */
const DC_RATE_OF_VOICE = 1;

/** Brings the sound kernels' states to where a stream begins. */
export function resetSoundStates(memory: KernelMemory): void {
  const state = memory.state;
  state.fill(0, c.MICROPHONE >> 2, c.SENT >> 2);
  setWord(state, c.MICROPHONE + GAIN, UNITY_GAIN);
  setWord(state, c.MICROPHONE + DC_RATE, DC_RATE_OF_VOICE);
  setWord(state, c.SPEAKER + VOLUME, UNITY_VOLUME);
  setWord(state, c.SPEAKER + TARGET_VOLUME, UNITY_VOLUME);
  setWord(state, c.PLC + HISTORY, memory.history);
  setWord(state, c.PLC + HISTORY_SAMPLES, 2 * memory.frameSamples);
}
