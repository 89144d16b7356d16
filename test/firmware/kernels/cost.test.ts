import { join } from 'node:path';
import { HISTORY, HISTORY_SAMPLES } from '../../../firmware/kernels/conceal-state';
import {
  CONTEXT_BYTES,
  FRAME_SAMPLES,
  TONES,
  TONE_LEVEL,
  TONE_UNIT,
  TX_BUFFERS,
} from '../../../firmware/kernels/context';
import { DC_RATE, DC_RATE_16K, DEFAULT_GAIN, GAIN } from '../../../firmware/kernels/microphone-state';
import { TARGET_VOLUME, UNITY_VOLUME } from '../../../firmware/kernels/speaker-state';
import { compileKernels, readKernels } from '../../../xtensa';
import { ARENA, lx6Machine } from '../../support/kernel-machines';
import { speech } from '../../support/speech';

// What the kernels cost on the chip: instructions of the machine code in the interpreter of host-sim.

const FRAME = 320;
const WORDS = ARENA;
const PAYLOAD = ARENA + 0x1000;
const STATE = ARENA + 0x2000;
const PAST = ARENA + 0x3000;

const bytesOf = (numbers: Int32Array | Int16Array): Uint8Array => new Uint8Array(numbers.buffer);

/** Words of a state, by offset. */
function stateOf(fields: readonly (readonly [offset: number, value: number])[]): Uint8Array {
  const state = new Int32Array(16);
  for (const [offset, value] of fields) state[offset >> 2] = value;
  return bytesOf(state);
}

/** Instructions of each call of a kernel, one for each of `writes`. */
function costsOf(
  file: string,
  entry: string,
  values: readonly number[],
  writes: readonly (readonly (readonly [address: number, bytes: Uint8Array])[])[],
): number[] {
  const program = readKernels(join(__dirname, `../../../firmware/kernels/${file}.ts`));
  const machine = lx6Machine(compileKernels(program), 'SRAM1');
  return writes.map((each) => {
    const before = machine.retired();
    machine.run([{ writes: each, entry, values, reads: [] }]);
    return machine.retired() - before;
  });
}

const voice = Array.from(speech('austen-1', 0).samples, (sample) => sample * 2 ** 31);
const frames = Array.from({ length: 300 }, (_, i) => Int32Array.from(voice.slice(FRAME * i, FRAME * (i + 1))));

/** As loud and as restless as possible, so that every costly branch runs. */
function din(seed: number): Int32Array {
  let state = seed + 1;
  return Int32Array.from({ length: FRAME }, () => (state = (state * 48271) % 0x7fffffff) * 2 - 0x7fffffff);
}

const microphone = stateOf([
  [GAIN, DEFAULT_GAIN],
  [DC_RATE, DC_RATE_16K],
]);
const speaker = stateOf([[TARGET_VOLUME, UNITY_VOLUME]]);

test.each([
  ['speech', frames],
  ['din', Array.from({ length: 30 }, (_, i) => din(i))],
] as const)(
  'to encode %s with gain, DC removal, limiter and level costs at most 90 instructions a sample',
  (_, blocks) => {
    const writes = blocks.map((words) => [[WORDS, bytesOf(words)] as const, [STATE, microphone] as const]);
    for (const [file, entry] of [
      ['dvi4', 'encodeDvi4'],
      ['pcmu', 'encodePcmu'],
    ] as const) {
      const costs = costsOf(file, entry, [WORDS, PAYLOAD, FRAME, STATE], writes);
      expect(Math.max(...costs) / FRAME).toBeLessThanOrEqual(90);
      // A little more than it is today.
      expect(Math.max(...costs) / FRAME).toBeLessThanOrEqual(68);
    }
  },
);

test('to decode with a ramp of the volume costs at most 60 instructions a sample', () => {
  const payloads = Array.from({ length: 30 }, (_, i) => bytesOf(din(i)).slice(0, FRAME));
  const writes = payloads.map((bytes) => [[PAYLOAD, bytes] as const, [STATE, speaker] as const]);
  for (const [file, entry] of [
    ['dvi4', 'decodeDvi4'],
    ['pcmu', 'decodePcmu'],
  ] as const) {
    const costs = costsOf(file, entry, [PAYLOAD, WORDS, FRAME, STATE], writes);
    expect(Math.max(...costs) / FRAME).toBeLessThanOrEqual(60);
    expect(Math.max(...costs) / FRAME).toBeLessThanOrEqual(45);
  }
});

test('a loss begins with less than half a millisecond of search', () => {
  const plc = stateOf([
    [HISTORY, PAST],
    [HISTORY_SAMPLES, 2 * FRAME],
  ]);
  const past = bytesOf(Int16Array.from(voice.slice(16_000, 16_000 + 2 * FRAME), (word) => word >> 16));
  const [cost] = costsOf(
    'conceal',
    'concealStart',
    [STATE],
    [
      [
        [PAST, past],
        [STATE, plc],
      ],
    ],
  );
  // Of 240 million a second, and less than two cycles an instruction.
  expect(cost).toBeLessThan(70_000);
});

test('an earcon costs at most 35 instructions a sample, and one that is over next to nothing', () => {
  const context = new Int32Array(CONTEXT_BYTES / 4);
  context[FRAME_SAMPLES >> 2] = FRAME;
  context[TX_BUFFERS >> 2] = WORDS;
  context[TONES >> 2] = 0xa0;
  context[TONE_LEVEL >> 2] = 16384;
  context[TONE_UNIT >> 2] = 0x80000000 / (4 * FRAME);
  const blocks = [0, 16].map((index) =>
    costsOf(
      'tone',
      'mixTone',
      [STATE, index],
      [[[STATE, bytesOf(context)] as const, [WORDS, bytesOf(din(1))] as const]],
    ),
  );
  expect(blocks[0]![0]! / FRAME).toBeLessThanOrEqual(35);
  expect(blocks[0]![0]! / FRAME).toBeGreaterThan(20);
  expect(blocks[1]![0]).toBeLessThan(20);
});

test('all sound kernels take less than 2.3 KB', () => {
  const files = ['dvi4', 'pcmu', 'conceal', 'drift', 'noise'];
  const sizes = files.map((file) => {
    const { words, tables } = compileKernels(readKernels(join(__dirname, `../../../firmware/kernels/${file}.ts`)));
    return 4 * words.length + tables.length;
  });
  // The microphone's and the speaker's passes are in two of them.
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(2300);
});
