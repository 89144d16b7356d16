import type { KernelMemory } from './kernel-memory';
import { HISTORY_SAMPLES } from '../../kernels/conceal-state';
import * as c from '../../kernels/context';
import { setWord, wordAt } from './context-words';
import { KNOWN_ANSWERS } from './known-answers';

// Compares what the kernels compute with known answers, at every boot before a stream relies on them. Noise is encoded,
// decoded and concealed, in memory that no DMA uses yet. The same sources computed the answers on another machine.

/** A function of machine code. Arguments left out are 0. */
type Kernel = (a?: number, b?: number, c?: number, d?: number) => number;

/** The kernels that the test calls. */
export type TestedKernels = {
  readonly startDvi4: Kernel;
  readonly encodeDvi4: Kernel;
  readonly openDvi4: Kernel;
  readonly decodeDvi4: Kernel;
  readonly encodePcmu: Kernel;
  readonly decodePcmu: Kernel;
  readonly concealStart: Kernel;
  readonly concealFill: Kernel;
};

const SAMPLES = 96;
const SEED = 12345;
/** The concealment's history at 8 kHz, two samples a word. */
const HISTORY_WORDS = 160;

/** A checksum of what the kernels make of noise, for each step. Overwrites the first three transmit blocks. */
export function answersOfKernels(
  memory: KernelMemory,
  kernels: TestedKernels,
  checksum: (bytes: Uint8Array) => number,
): number[] {
  const state = memory.state;
  const words = wordAt(state, c.TX_BUFFERS);
  const stride = 4 * memory.frameSamples + 4;
  const coded = words + stride;
  const decoded = coded + stride;
  const microphone = memory.context + c.MICROPHONE;
  const speaker = memory.context + c.SPEAKER;
  const plc = memory.context + c.PLC;
  const history = (memory.history - memory.base) >> 2;
  const first = (words - memory.base) >> 2;
  let random = SEED;
  for (let i = 0; i < SAMPLES; i++) {
    random = (random * 1103 + 12345) & 0xffff;
    memory.words[first + i] = random << 16;
  }
  // The history is the same noise over and over, at either rate.
  setWord(state, c.PLC + HISTORY_SAMPLES, 2 * HISTORY_WORDS);
  for (let i = 0; i < HISTORY_WORDS; i++) memory.words[history + i] = memory.words[first + (i & 31)]! >> 2;

  function sumOf(address: number, bytes: number): number {
    return checksum(new Uint8Array(memory.words.buffer, address - memory.base, bytes));
  }

  kernels.encodeDvi4(words, coded, SAMPLES / 2, microphone);
  kernels.startDvi4(coded, microphone);
  kernels.encodeDvi4(words + 2 * SAMPLES, coded + 4, SAMPLES / 2, microphone);
  const answers = [sumOf(coded, 4 + SAMPLES / 4)];
  kernels.openDvi4(coded, speaker);
  kernels.decodeDvi4(coded + 4, decoded, SAMPLES / 2, speaker);
  answers.push(sumOf(decoded, 2 * SAMPLES));
  kernels.encodePcmu(words, coded, SAMPLES, microphone);
  answers.push(sumOf(coded, SAMPLES));
  kernels.decodePcmu(coded, decoded, SAMPLES, speaker);
  answers.push(sumOf(decoded, 4 * SAMPLES));
  kernels.concealStart(plc);
  kernels.concealFill(decoded, SAMPLES, plc);
  answers.push(sumOf(decoded, 4 * SAMPLES));
  return answers;
}

/** A message that names the first step with a wrong answer; '' when the kernels work. */
export function selfTestComplaint(
  memory: KernelMemory,
  kernels: TestedKernels,
  checksum: (bytes: Uint8Array) => number,
): string {
  const answers = answersOfKernels(memory, kernels, checksum);
  for (let i = 0; i < answers.length; i++) {
    if (answers[i] !== KNOWN_ANSWERS[i]) return `the self-test of the kernels failed at step ${i + 1}`;
  }
  return '';
}
