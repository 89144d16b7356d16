import { ARENA, type Step } from '../../support/kernel-machines';

// Random calls of every kernel: states, sounds and payloads of all kinds, edges among them.

const WORDS = ARENA;
const OTHER = ARENA + 0x1000;
const STATE = ARENA + 0x2000;
const MORE = ARENA + 0x3000;

/** Random numbers from a seed (mulberry32). */
export function randomFrom(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (mixed ^ (mixed >>> 14)) >>> 0;
  };
}

type Random = () => number;
const below = (random: Random, limit: number): number => random() % limit;

function bytes(random: Random, count: number): Uint8Array {
  return Uint8Array.from({ length: count }, () => random() & 0xff);
}

function words(values: readonly number[]): Uint8Array {
  return new Uint8Array(Int32Array.from(values).buffer);
}

/** A sound of one of several kinds, as words of the I2S: noise, silence, full scale, a ramp, single clicks, a low hum. */
function sound(random: Random, samples: number): Uint8Array {
  const kind = below(random, 6);
  const scale = below(random, 32);
  return words(
    Array.from({ length: samples }, (_, i) => {
      if (kind === 0) return (random() | 0) >> scale;
      if (kind === 1) return below(random, 8) === 0 ? -256 : 0;
      if (kind === 2) return (i >> below(random, 4)) & 1 ? 0x7fffff00 : -0x80000000;
      if (kind === 3) return (i << 24) >> (scale & 7);
      if (kind === 4) return i % 13 === 5 ? random() | 0 : 0;
      return Math.round(0x60000000 * Math.sin(i / (2 + (scale & 7)))) & ~0xff;
    }),
  );
}

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

/** For each kernel a call made from random numbers. */
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
  concealStart: (random) => ({
    writes: [
      [OTHER, concealment(random)],
      [STATE, plc(random, 0)],
    ],
    entry: 'concealStart',
    values: [STATE],
    reads: [
      [OTHER, 640],
      [STATE, 28],
    ],
  }),
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
  counterBlocks: (random) => {
    const blocks = below(random, 5);
    return {
      writes: [[OTHER, bytes(random, 16)]],
      entry: 'counterBlocks',
      values: [WORDS + below(random, 3), OTHER + below(random, 2), below(random, 65536), blocks],
      reads: [[WORDS, 16 * blocks + 8]],
    };
  },
};

/** Concealment of a random history, which may have a period; and its merging with a frame. */
function concealment(random: Random): Uint8Array {
  const period = 20 + below(random, 80);
  const noise = below(random, 3) === 0 ? 16 : 26;
  const history = Int16Array.from({ length: 320 }, (_, i) =>
    below(random, 8) === 0 ? 0 : 12000 * Math.sin((6.28 * i) / period) + ((random() | 0) >> noise),
  );
  return new Uint8Array(history.buffer);
}

const plc = (random: Random, at: number): Uint8Array => {
  const lag = 2 * (40 + below(random, 100));
  return words([
    OTHER,
    320,
    lag,
    at === 0 ? 0 : OTHER + 640 - lag,
    random() & 0x7fff,
    random() & 0x7fff,
    1 + (random() & 63),
  ]);
};

function concealing(random: Random, entry: string): Step {
  const samples = 1 + below(random, 80);
  return {
    writes: [
      [OTHER, concealment(random)],
      [WORDS, sound(random, samples)],
      [STATE, plc(random, 1)],
    ],
    entry,
    values: [WORDS, samples, STATE],
    reads: [
      [WORDS, 4 * samples],
      [STATE, 28],
    ],
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
