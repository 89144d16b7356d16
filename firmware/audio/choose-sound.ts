import { dmaMemoryWords, layOutDmaMemory } from '../drivers/dma-memory';
import type { I2sMemory } from '../drivers/i2s';
import type { SoundMemory } from '../drivers/sound-memory';
import { PCMU_FRAME_SAMPLES, createPcmuTables } from './pcmu-tables';
import type { Sound } from './sound';
import { startTableSound } from './table-sound';

/** Words of memory that the sound path needs. */
export function soundMemoryWords(): number {
  return dmaMemoryWords(PCMU_FRAME_SAMPLES);
}

/** The sound path that a board has come up with, or why it has none. */
export type ChosenSound = {
  /** The running sound, or a text: the sound hardware does not run. */
  readonly sound: Sound | string;
  /** For a look at the hardware alone. */
  readonly memory: I2sMemory;
};

/** Brings up the sound path; a text when there is none. Writes flash before it starts. */
export function chooseSound(taken: SoundMemory, volume: number, onMoved: () => void): ChosenSound | string {
  const codec = createPcmuTables(volume);
  if (typeof codec === 'string') return codec;
  const memory = layOutDmaMemory(taken.words, taken.address, PCMU_FRAME_SAMPLES);
  return { sound: startTableSound(memory, codec, onMoved), memory };
}
