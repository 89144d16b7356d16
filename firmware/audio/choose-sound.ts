import { CODE_BYTES, TABLE_BYTES } from 'kernels';
import { tell } from '../drivers/console';
import { DMA_MEMORY_WORDS, layOutDmaMemory } from '../drivers/dma-memory';
import type { I2sMemory } from '../drivers/i2s';
import { kernelMemoryWords, layOutKernelMemory } from '../drivers/kernel-memory';
import type { SoundMemory } from '../drivers/sound-memory';
import type { Settings } from '../settings';
import { formatOf, type CodecChoice } from './formats';
import { startKernelSound } from './kernel-sound';
import { loadKernels } from './kernels';
import { createPcmuTables } from './pcmu-tables';
import type { Sound } from './sound';
import { startTableSound } from './table-sound';

/** Words of code that the choice brings along. */
export function codeWords(choice: CodecChoice): number {
  return choice === 'tables' ? 0 : CODE_BYTES / 4;
}

/** Words of memory that the choice needs; the tables fit into any. */
export function soundMemoryWords(choice: CodecChoice): number {
  if (choice === 'tables') return DMA_MEMORY_WORDS;
  return kernelMemoryWords(formatOf(choice).rateHz / 50, TABLE_BYTES);
}

/** The sound path that a board has come up with, or why it has none. */
export type ChosenSound = {
  /** The running sound, or a text: the sound hardware does not run. */
  readonly sound: Sound | string;
  /** Why tables serve where kernels were wanted, in words; '' otherwise. */
  readonly whyTables: string;
  /** For a look at the hardware alone. */
  readonly dma: I2sMemory;
};

/** Brings up kernels if they are chosen and work, else tables; a text when there is neither. Writes flash before it starts. */
export function chooseSound(settings: Settings, taken: SoundMemory, onMoved: () => void): ChosenSound | string {
  const choice = settings.codec;
  let whyTables = '';
  if (choice !== 'tables') {
    const format = formatOf(choice);
    const memory = layOutKernelMemory(taken.words, taken.base, format, TABLE_BYTES);
    const kernels = loadKernels(memory);
    if (typeof kernels !== 'string') {
      return { sound: startKernelSound(memory, format, kernels, settings, onMoved), whyTables, dma: memory };
    }
    whyTables = kernels;
    tell(whyTables);
  }
  const codec = createPcmuTables(settings.volume);
  if (typeof codec === 'string') return codec;
  const memory = layOutDmaMemory(taken.words, taken.base);
  // At night 12 dB less.
  const loudness = settings.earcons * (settings.night === 'on' ? 0.25 : 1);
  return { sound: startTableSound(memory, codec, loudness, onMoved), whyTables, dma: memory };
}
