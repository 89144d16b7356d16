import { CODE_BYTES, TABLE_BYTES } from 'kernels';
import { printLine } from '../drivers/console';
import type { I2sMemory } from '../drivers/i2s';
import { loadModule } from '../drivers/module-files';
import type { CodecChoice, Settings } from '../settings/settings';
import { formatOf } from './formats';
import { kernelMemoryWords, layOutKernelMemory } from './kernel-path/kernel-memory';
import { startKernelSound } from './kernel-path/kernel-sound';
import { loadKernels } from './kernel-path/load-kernels';
import type { Sound } from './sound';
import type { SoundMemory } from './sound-memory';
import { TABLE_MEMORY_WORDS } from './table-path/table-memory-size';

/** Words of code that the choice brings along. */
export function codeWords(choice: CodecChoice): number {
  return choice === 'tables' ? 0 : CODE_BYTES / 4;
}

/** Words of memory that the choice needs; the tables fit into any. */
export function soundMemoryWords(choice: CodecChoice): number {
  if (choice === 'tables') return TABLE_MEMORY_WORDS;
  return kernelMemoryWords(formatOf(choice).rateHz / 50, TABLE_BYTES);
}

export { forgetKernelCrash } from './kernel-path/kernel-marker';

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
    printLine(whyTables);
  }
  const tablePath = loadModule('sb.tables', () => require('./table-path') as typeof import('./table-path'));
  if (typeof tablePath === 'string') return whyTables ? `${whyTables}; ${tablePath}` : tablePath;
  const tables = tablePath.startTablePath(settings, taken, onMoved);
  return typeof tables === 'string' ? tables : { sound: tables.sound, whyTables, dma: tables.dma };
}
