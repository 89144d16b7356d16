// IMA ADPCM as the C source of test/vectors/native-smoke.json has it, statement by statement.

/** The 89 step sizes of IMA ADPCM (RFC 3551, section 4.5.1). */
export const IMA_STEPS = [
  ...[7, 8, 9, 10, 11, 12, 13, 14, 16, 17, 19, 21, 23, 25, 28, 31, 34, 37, 41, 45, 50, 55, 60, 66, 73, 80, 88, 97, 107],
  ...[
    118, 130, 143, 157, 173, 190, 209, 230, 253, 279, 307, 337, 371, 408, 449, 494, 544, 598, 658, 724, 796, 876, 963,
  ],
  ...[1060, 1166, 1282, 1411, 1552, 1707, 1878, 2066, 2272, 2499, 2749, 3024, 3327, 3660, 4026, 4428, 4871, 5358, 5894],
  ...[6484, 7132, 7845, 8630, 9493, 10442, 11487, 12635, 13899, 15289, 16818, 18500, 20350, 22385, 24623, 27086, 29794],
  32767,
];

export type ImaState = { predictor: number; index: number; shift: number; energy: number };

const clamp = (value: number, low: number, high: number): number => Math.max(low, Math.min(high, value));
const nextIndex = (index: number, code: number): number => {
  const m = code & 7;
  return clamp(index + (m < 4 ? -1 : (m - 3) * 2), 0, 88);
};

/** Encodes left-justified words, the low nibble first. */
export function imaEncode(words: Int32Array, state: ImaState): Uint8Array {
  const out = new Uint8Array(words.length / 2);
  state.energy = 0;
  for (let k = 0; k < words.length; k++) {
    const sample = clamp(words[k]! >> state.shift, -32768, 32767);
    state.energy += Math.abs(sample);
    let step = IMA_STEPS[state.index]!;
    let difference = sample - state.predictor;
    let code = 0;
    if (difference < 0) {
      code = 8;
      difference = -difference;
    }
    let predicted = step >> 3;
    for (const bit of [4, 2, 1]) {
      if (difference >= step) {
        code |= bit;
        difference -= step;
        predicted += step;
      }
      step >>= 1;
    }
    state.predictor = clamp(state.predictor + (code & 8 ? -predicted : predicted), -32768, 32767);
    state.index = nextIndex(state.index, code);
    out[k >> 1]! |= k & 1 ? code << 4 : code;
  }
  return out;
}

/** Decodes to left-justified words. */
export function imaDecode(bytes: Uint8Array, samples: number, state: ImaState): Int32Array {
  return Int32Array.from({ length: samples }, (_, k) => {
    const code = k & 1 ? bytes[k >> 1]! >> 4 : bytes[k >> 1]! & 15;
    const step = IMA_STEPS[state.index]!;
    let predicted = step >> 3;
    if (code & 4) predicted += step;
    if (code & 2) predicted += step >> 1;
    if (code & 1) predicted += step >> 2;
    state.predictor = clamp(state.predictor + (code & 8 ? -predicted : predicted), -32768, 32767);
    state.index = nextIndex(state.index, code);
    return state.predictor << state.shift;
  });
}
