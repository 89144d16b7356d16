import type { Firmware } from '../../../host-sim';
import { join } from 'node:path';
import { openSimulatedRoom } from '../../../cli/simulation/simulated-room';
import { parseScenario } from '../../../cli/simulation/scenario';
import { HISTORY, HISTORY_SAMPLES } from '../../../firmware/kernels/conceal-state';
import { DC_RATE, DC_RATE_16K, DEFAULT_GAIN, GAIN } from '../../../firmware/kernels/microphone-state';
import { TARGET_VOLUME, UNITY_VOLUME, VOLUME } from '../../../firmware/kernels/speaker-state';
import { compileKernels, readKernels } from '../../../xtensa';
import { ARENA, lx6Machine } from '../../support/kernel-machines';
import { speech } from '../../support/speech';

const FRAME = 320;
const FRAMES = 200;
const WORDS = ARENA;
const BYTES = ARENA + 0x1000;
const STATE = ARENA + 0x2000;
const PAST = ARENA + 0x3000;
/** Both talk from the first second on, for more than three. */
const FROM_SECOND = 2;
const TO_SECOND = 4;
const WORD_SCALE = 2 ** 31;

/** LX6 instructions of one kernel over frames of real speech. */
type KernelCost = {
  readonly kernel: string;
  /** What the figures are divided by. */
  readonly per: 'sample' | 'byte' | 'call';
  readonly mean: number;
  readonly most: number;
};

type Write = readonly [address: number, bytes: Uint8Array];
type Tried = {
  readonly kernel: string;
  readonly values: readonly number[];
  readonly per?: readonly ['byte' | 'call', count: number];
  readonly writes: (frame: Frame) => readonly Write[];
};
/** 20 ms of speech: as words of the I2S, as bytes at large, and the 40 ms before it as 16-bit samples. */
type Frame = { readonly words: Uint8Array; readonly bytes: Uint8Array; readonly past: Uint8Array };

const bytesOf = ({ buffer }: Int32Array | Int16Array): Uint8Array => new Uint8Array(buffer);

/** Words of a state, by offset. */
function stateOf(...fields: readonly (readonly [offset: number, value: number])[]): Uint8Array {
  const state = new Int32Array(16);
  for (const [offset, value] of fields) state[offset >> 2] = value;
  return bytesOf(state);
}

const microphone: Write = [STATE, stateOf([GAIN, DEFAULT_GAIN], [DC_RATE, DC_RATE_16K])];
const ramp: Write = [STATE, stateOf([VOLUME, 0], [TARGET_VOLUME, UNITY_VOLUME])];
const concealment: Write = [STATE, stateOf([HISTORY, PAST], [HISTORY_SAMPLES, 2 * FRAME])];
/** Under way, as concealStart leaves it for a voice of 125 Hz. */
const underWay: Write = [
  STATE,
  bytesOf(Int32Array.of(PAST, 2 * FRAME, 256, PAST + 4 * FRAME - 256, 32000, 30000, 35, 0)),
];

const encoding = [WORDS, BYTES, FRAME, STATE];
const decoding = [BYTES, WORDS, FRAME, STATE];
const filling = [WORDS, FRAME, STATE];

const TRIED: readonly Tried[] = [
  { kernel: 'encodeDvi4', values: encoding, writes: ({ words }) => [[WORDS, words], microphone] },
  { kernel: 'decodeDvi4', values: decoding, writes: ({ bytes }) => [[BYTES, bytes], ramp] },
  { kernel: 'encodePcmu', values: encoding, writes: ({ words }) => [[WORDS, words], microphone] },
  { kernel: 'decodePcmu', values: decoding, writes: ({ bytes }) => [[BYTES, bytes], ramp] },
  { kernel: 'startDvi4', values: [BYTES, STATE], per: ['call', 1], writes: () => [microphone] },
  { kernel: 'openDvi4', values: [BYTES, STATE], per: ['call', 1], writes: () => [ramp] },
  { kernel: 'concealStart', values: [STATE], writes: ({ past }) => [[PAST, past], concealment] },
  { kernel: 'concealFill', values: filling, writes: ({ past }) => [[PAST, past], underWay] },
  { kernel: 'concealMerge', values: filling, writes: ({ past, words }) => [[PAST, past], [WORDS, words], underWay] },
  {
    kernel: 'noteBackground',
    values: filling,
    writes: ({ words }) => [
      [WORDS, words],
      [STATE, stateOf([0, 4000])],
    ],
  },
  {
    kernel: 'comfortNoise',
    values: filling,
    writes: ({ words }) => [
      [WORDS, words],
      [STATE, stateOf([0, 4000])],
    ],
  },
  { kernel: 'dropSample', values: [WORDS, FRAME], writes: ({ words }) => [[WORDS, words]] },
  { kernel: 'addSample', values: [WORDS, FRAME], writes: ({ words }) => [[WORDS, words]] },
];

/** What every kernel costs by itself, from the LX6 of the simulator. */
export function measureKernels(): KernelCost[] {
  const program = readKernels(join(__dirname, '../../firmware/kernels/all-kernels.ts'));
  const machine = lx6Machine(compileKernels(program), 'SRAM1');
  const frames = framesOfSpeech();
  return TRIED.map(({ kernel, values, per = ['sample', FRAME], writes }) => {
    const counts = frames.map((frame) => {
      const before = machine.retired();
      machine.run([{ writes: writes(frame), entry: kernel, values, reads: [] }]);
      return (machine.retired() - before) / per[1];
    });
    return { kernel, per: per[0], mean: mean(counts), most: Math.max(...counts) };
  });
}

/** All machine code that a speaker runs on stage while two talk at once, per 40 ms: in the simulator, with real voices. */
export function measureStream(firmware: Firmware): number {
  const script = [
    [0.2, 'click'],
    [1, 'click'],
  ];
  const speakers = ['anna', 'boris'].map((name) => ({ name, duplex: 'full', earcons: 0, script }));
  const scenario = parseScenario(JSON.stringify({ seconds: TO_SECOND, speakers }), 'bench');
  const voices = new Map([
    ['anna', speech('austen-1', 1)],
    ['boris', speech('austen-2', 1)],
  ]);
  const room = openSimulatedRoom(scenario, firmware, voices);
  room.runTo(FROM_SECOND);
  const { board } = room.speakers[0]!;
  const before = board.nativeInstructions;
  room.runTo(TO_SECOND);
  const instructions = board.nativeInstructions - before;
  room.close();
  return (0.04 * instructions) / (TO_SECOND - FROM_SECOND);
}

function framesOfSpeech(): Frame[] {
  const { samples } = speech('austen-1', 0);
  return Array.from({ length: FRAMES }, (_, i) => {
    const words = Int32Array.from(samples.subarray((i + 2) * FRAME, (i + 3) * FRAME), (sample) => sample * WORD_SCALE);
    const past = Int16Array.from(samples.subarray(i * FRAME, (i + 2) * FRAME), (sample) => (sample * WORD_SCALE) >> 16);
    return { words: bytesOf(words), bytes: bytesOf(words).filter((_, at) => (at & 3) === 2), past: bytesOf(past) };
  });
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
