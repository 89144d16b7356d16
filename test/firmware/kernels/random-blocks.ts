import * as c from '../../../firmware/kernels/context';
import { ARENA, type Step } from '../../support/kernel-machines';
import { below, bytes, history, sound, words, type Random } from './random-data';

// Random calls of every kernel: states, sounds and payloads of all kinds, edges among them.

const WORDS = ARENA;
const OTHER = ARENA + 0x1000;
const STATE = ARENA + 0x2000;
const MORE = ARENA + 0x3000;

const predicted = (random: Random): number => (random() << 16) >> 16;
const index = (random: Random): number => below(random, 89);

function microphone(random: Random): Uint8Array {
  const gain = below(random, 4) === 0 ? below(random, 2048) : 32;
  return words([
    predicted(random),
    index(random),
    (random() | 0) >> (3 + below(random, 20)),
    below(random, 17),
    gain,
    0,
    0,
  ]);
}

function speaker(random: Random): Uint8Array {
  const volume = (): number => (below(random, 2) === 0 ? 65536 : below(random, 65537));
  return words([predicted(random), index(random), volume(), volume()]);
}

const even = (random: Random, most: number): number => 2 * (1 + below(random, most / 2));

/** For each kernel, a call made from random numbers. */
export const BLOCKS: Readonly<Record<string, (random: Random) => Step>> = {
  startDvi4: (random) => ({
    writes: [[STATE, microphone(random)]],
    entry: 'startDvi4',
    values: [OTHER + 1, STATE],
    reads: [[OTHER, 8]],
  }),
  openDvi4: (random) => ({
    writes: [
      [OTHER, bytes(random, 5)],
      [STATE, speaker(random)],
    ],
    entry: 'openDvi4',
    values: [OTHER + 1, STATE],
    reads: [[STATE, 16]],
  }),
  encodeDvi4: (random) => {
    const samples = even(random, 40);
    return {
      writes: [
        [WORDS, sound(random, samples)],
        [STATE, microphone(random)],
      ],
      entry: 'encodeDvi4',
      values: [WORDS, OTHER + 1, samples, STATE],
      reads: [
        [OTHER, samples / 2 + 2],
        [STATE, 28],
      ],
    };
  },
  decodeDvi4: (random) => {
    const samples = even(random, 40);
    return {
      writes: [
        [OTHER + 3, bytes(random, samples / 2)],
        [STATE, speaker(random)],
      ],
      entry: 'decodeDvi4',
      values: [OTHER + 3, WORDS, samples, STATE],
      reads: [
        [WORDS, 4 * samples],
        [STATE, 16],
      ],
    };
  },
  encodePcmu: (random) => {
    const samples = 1 + below(random, 40);
    return {
      writes: [
        [WORDS, sound(random, samples)],
        [STATE, microphone(random)],
      ],
      entry: 'encodePcmu',
      values: [WORDS, OTHER + 1, samples, STATE],
      reads: [
        [OTHER, samples + 2],
        [STATE, 28],
      ],
    };
  },
  decodePcmu: (random) => {
    const samples = 1 + below(random, 40);
    return {
      writes: [
        [OTHER + 3, bytes(random, samples)],
        [STATE, speaker(random)],
      ],
      entry: 'decodePcmu',
      values: [OTHER + 3, WORDS, samples, STATE],
      reads: [
        [WORDS, 4 * samples],
        [STATE, 16],
      ],
    };
  },
  concealStart: (random) => {
    const samples = historySamples(random);
    return {
      writes: [
        [OTHER, history(random, samples)],
        [STATE, plc(random, samples, false)],
      ],
      entry: 'concealStart',
      values: [STATE],
      reads: [
        [OTHER, 2 * samples],
        [STATE, 28],
      ],
    };
  },
  concealFill: (random) => concealing(random, 'concealFill'),
  concealMerge: (random) => concealing(random, 'concealMerge'),
  noteBackground: (random) => noise(random, 'noteBackground'),
  comfortNoise: (random) => noise(random, 'comfortNoise'),
  dropSample: (random) => drifting(random, 'dropSample'),
  addSample: (random) => drifting(random, 'addSample'),
  xorBytes: (random) => {
    const count = below(random, 70);
    const [data, key] = [WORDS + below(random, 4), MORE + (below(random, 2) === 0 ? 0 : below(random, 4))];
    return {
      writes: [
        [data, bytes(random, count + 1)],
        [key, bytes(random, count + 1)],
      ],
      entry: 'xorBytes',
      values: [data, key, count],
      reads: [[WORDS, count + 8]],
    };
  },
  mixTone: (random) => {
    const samples = 1 + below(random, 40);
    const start = below(random, 1000) - 500;
    const context = new Int32Array(c.CONTEXT_BYTES / 4);
    context[c.FRAME_SAMPLES >> 2] = samples;
    context[c.TX_BUFFERS >> 2] = WORDS;
    context[c.TONES >> 2] = random();
    context[c.TONE_START >> 2] = start;
    context[c.TONE_LEVEL >> 2] = below(random, 16385);
    context[c.TONE_UNIT >> 2] = 0x80000000 / (4 * samples);
    const room = c.TX_BLOCKS * (samples + 1);
    return {
      writes: [
        [WORDS, sound(random, room)],
        [MORE, words([...context])],
      ],
      entry: 'mixTone',
      values: [MORE, start + below(random, 20) - 2],
      reads: [[WORDS, 4 * room]],
    };
  },
  deepCalls: (random) => withValues(random, 'deepCalls'),
  rareCases: (random) => withValues(random, 'rareCases'),
};

/** 40 ms at 16 or at 8 kHz. Usually fewer, because the search in them takes by far the longest of all kernels. */
function historySamples(random: Random): number {
  if (below(random, 8) > 0) return 32 * (2 + below(random, 3));
  return below(random, 4) > 0 ? 320 : 640;
}

/** The concealment's state: at the start of the search, or under way within the last `lag` bytes. */
function plc(random: Random, samples: number, isUnderWay: boolean): Uint8Array {
  const end = OTHER + 2 * samples;
  const lag = 2 * (8 + below(random, samples - 8));
  const at = isUnderWay ? end - lag + 2 * below(random, lag >> 1) : 0;
  return words([OTHER, samples, lag, at, random() & 0x7fff, random() & 0x7fff, 1 + (random() & 63)]);
}

function concealing(random: Random, entry: string): Step {
  const samples = 1 + below(random, 80);
  const past = historySamples(random);
  return {
    writes: [
      [OTHER, history(random, past)],
      [WORDS, sound(random, samples)],
      [STATE, plc(random, past, true)],
    ],
    entry,
    values: [WORDS, samples, STATE],
    reads: [
      [WORDS, 4 * samples],
      [STATE, 28],
    ],
  };
}

/** Any values, most of them large, and 32 bytes of memory. */
function withValues(random: Random, entry: string): Step {
  const value = (): number => (random() | 0) >> (below(random, 4) === 0 ? below(random, 32) : 0);
  return {
    writes: [[STATE, bytes(random, 32)]],
    entry,
    values: [value(), value(), value(), STATE],
    reads: [[STATE, 32]],
  };
}

function noise(random: Random, entry: string): Step {
  const samples = 1 + below(random, 80);
  return {
    writes: [
      [WORDS, sound(random, samples)],
      [STATE, words([(random() >>> 8) >> below(random, 20), random() | 0, (random() | 0) >> 18])],
    ],
    entry,
    values: [WORDS, samples, STATE],
    reads: [
      [WORDS, 4 * samples],
      [STATE, 12],
    ],
  };
}

function drifting(random: Random, entry: string): Step {
  const samples = 20 + below(random, 100);
  return {
    writes: [[WORDS, sound(random, samples + 2)]],
    entry,
    values: [WORDS, samples],
    reads: [[WORDS, 4 * samples + 8]],
  };
}
