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

/** Machine code that the choice needs, in 32-bit words. */
export function codeWords(choice: CodecChoice): number {
  return choice === 'tables' ? 0 : CODE_BYTES / 4;
}

/** Memory that the choice needs, in 32-bit words. The tables path fits into the memory of any choice. */
export function soundMemoryWords(choice: CodecChoice): number {
  if (choice === 'tables') return TABLE_MEMORY_WORDS;
  return kernelMemoryWords(formatOf(choice).rateHz / 50, TABLE_BYTES);
}

export { forgetKernelCrash } from './kernel-path/kernel-marker';

/** The sound path that the board has come up with. */
export type ChosenSound = {
  /** The running sound, or a message: why the sound hardware does not run. */
  readonly sound: Sound | string;
  /** A message: why the sound runs on tables although kernels were wanted; '' otherwise. */
  readonly whyTables: string;
  /** For `testSound` at the console, which runs the hardware alone. */
  readonly dma: I2sMemory;
};

/**
 * Brings up the kernels if they are chosen and work, and the tables otherwise; returns a message when there is neither.
 * `onMoved` is called once, after everything was stopped, when the interpreter has moved the sound memory. Writes flash
 * before the stream starts.
 */
export function chooseSound(settings: Settings, soundMemory: SoundMemory, onMoved: () => void): ChosenSound | string {
  const choice = settings.codec;
  let whyTables = '';
  if (choice !== 'tables') {
    const format = formatOf(choice);
    const memory = layOutKernelMemory(soundMemory.words, soundMemory.base, format, TABLE_BYTES);
    const kernels = loadKernels(memory);
    if (typeof kernels !== 'string') {
      return { sound: startKernelSound(memory, format, kernels, settings, onMoved), whyTables, dma: memory };
    }
    whyTables = kernels;
    printLine(whyTables);
  }
  const tablePath = loadModule('sb.tables', () => require('./table-path') as typeof import('./table-path'), false);
  if (typeof tablePath === 'string') return whyTables ? `${whyTables}; ${tablePath}` : tablePath;
  const tables = tablePath.startTablePath(settings, soundMemory, onMoved);
  return typeof tables === 'string' ? tables : { sound: tables.sound, whyTables, dma: tables.dma };
}
