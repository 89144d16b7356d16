import type { I2sMemory } from '../../drivers/i2s';
import type { Settings } from '../../settings/settings';
import type { Sound } from '../sound';
import type { SoundMemory } from '../sound-memory';
import { createPcmuTables } from './pcmu-tables';
import { layOutTableMemory } from './table-memory';
import { startTableSound } from './table-sound';

// The one way into the tables path. A board that runs on kernels never loads what lies behind it.

export type TablePath = {
  /** The running sound, or a message: why the sound hardware does not run. */
  readonly sound: Sound | string;
  /** For `testSound` at the console, which runs the hardware alone. */
  readonly dma: I2sMemory;
};

/** At night the speaker's own signals are softer: −12 dB. */
const NIGHT_LOUDNESS = 0.25;

/**
 * Brings up sound on tables; returns a message when there is no room in flash for them. `onMoved` is called once, after
 * everything was stopped, when the interpreter has moved the sound memory. Writes flash at the first boot, before the
 * stream starts.
 */
export function startTablePath(settings: Settings, memory: SoundMemory, onMoved: () => void): TablePath | string {
  const codec = createPcmuTables(settings.volume);
  if (typeof codec === 'string') return codec;
  const dma = layOutTableMemory(memory.words, memory.base);
  const loudness = settings.earcons * (settings.night === 'on' ? NIGHT_LOUDNESS : 1);
  return { sound: startTableSound(dma, codec, loudness, onMoved), dma };
}
