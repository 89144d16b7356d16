import { createChip, type Chip } from '../../../host-sim/chip';
import { VirtualClock } from '../../../host-sim/core/clock';
import { Memory } from '../../../host-sim/core/memory';
import type { LineListener, LineRun, LineTalker } from '../../../host-sim/peripherals/i2s-line';
import { loadMutated } from '../mutated-modules';

const PADS = { bck: 26, ws: 25 } as const;

/** Chips whose sound block moves one word after the other. */
function loadWordByWord(): typeof createChip {
  const mutation = {
    file: 'peripherals/i2s.ts',
    from: [
      "import { I2sRunner } from './i2s-runner';",
      "import { RxDma } from './i2s-rx-dma';",
      "import { readRxSettings, readTxSettings } from './i2s-settings';",
      "import { TxDma } from './i2s-tx-dma';",
    ].join('\n'),
    to: [
      "import { I2sRunner } from '../../test/support/word-by-word/runner';",
      "import { RxDma, TxDma } from '../../test/support/word-by-word/dma';",
      "import { readRxSettings, readTxSettings } from './i2s-settings';",
    ].join('\n'),
  };
  return loadMutated('host-sim/chip.ts', mutation)['createChip'] as typeof createChip;
}

/** A number that looks random, for an index. */
const scrambled = (index: number): number => Math.imul(index + 1, 0x9e3779b1) ^ (index << 7);

/** A part that keeps what is on its wires, frame by frame, and when each call began. */
class Listener implements LineListener {
  readonly kind = 'listener';
  readonly pads = { ...PADS, data: 22 };
  readonly frames: number[][] = [];
  readonly beginsNs: (readonly [frame: number, startNs: number])[] = [];

  listen({ startNs, frameHz, frames, slotBits, framesBefore, isPhilips, left, right }: LineRun): void {
    this.beginsNs.push([this.frames.length, startNs]);
    for (let i = 0; i < frames; i++)
      this.frames.push([framesBefore + i, left[i]!, right[i]!, frameHz, slotBits, isPhilips ? 1 : 0]);
  }
}

/** A part that says something else in every slot. */
class Talker implements LineTalker {
  readonly kind = 'talker';
  readonly pads = { ...PADS, data: 32 };

  talk({ frames, framesBefore, left, right }: LineRun): void {
    for (let i = 0; i < frames; i++) {
      left[i] = scrambled(2 * (framesBefore + i));
      right[i] = scrambled(2 * (framesBefore + i) + 1);
    }
  }
}

/** A chip on a clock of its own, with one buffer in memory, and parts that can be compared. */
export type WordBench = {
  readonly clock: VirtualClock;
  readonly chip: Chip;
  readonly address: number;
  readonly words: Int32Array;
  readonly listener: Listener;
  /** What DMA did that no access caused. */
  readonly faults: readonly string[];
};

function createBench(create: typeof createChip, words: number): WordBench {
  const clock = new VirtualClock();
  const memory = new Memory();
  const buffer = Int32Array.from({ length: words }, (_, i) => scrambled(i));
  const address = memory.place(buffer.buffer);
  const faults: string[] = [];
  const chip = create({ clock, memory, onFault: (fault) => void faults.push(String(fault)) });
  const listener = new Listener();
  chip.attach(listener);
  chip.attach(new Talker());
  return { clock, chip, address, words: buffer, listener, faults };
}

let wordByWord: typeof createChip | undefined;

/** The simulator's chip, and one that moves word by word, with `words` words of memory each. */
export function createBothChips(words: number): readonly [WordBench, WordBench] {
  wordByWord ??= loadWordByWord();
  return [createBench(createChip, words), createBench(wordByWord, words)];
}
