// IMA ADPCM, written a second time in a slower way: it searches thresholds and sums differences, without shifting bits.
// Source: the IMA Digital Audio Doc-Pac (1992) and RFC 3551, section 4.5.1.

/** The step sizes. Each is about a tenth larger than the one before. */
export const STEPS = (
  '7 8 9 10 11 12 13 14 16 17 19 ' +
  '21 23 25 28 31 34 37 41 45 50 55 ' +
  '60 66 73 80 88 97 107 118 130 143 157 ' +
  '173 190 209 230 253 279 307 337 371 408 449 ' +
  '494 544 598 658 724 796 876 963 1060 1166 1282 ' +
  '1411 1552 1707 1878 2066 2272 2499 2749 3024 3327 3660 ' +
  '4026 4428 4871 5358 5894 6484 7132 7845 8630 9493 10442 ' +
  '11487 12635 13899 15289 16818 18500 20350 22385 24623 27086 29794 ' +
  '32767'
)
  .split(' ')
  .map(Number);

const INDEX_CHANGE: { [magnitude: number]: number } = { 0: -1, 1: -1, 2: -1, 3: -1, 4: 2, 5: 4, 6: 6, 7: 8 };

type State = { readonly predicted: number; readonly index: number };

/** The smallest difference for which a magnitude is chosen. Its bits stand for a whole, a half and a quarter step. */
function threshold(magnitude: number, step: number): number {
  const bits = magnitude.toString(2).padStart(3, '0');
  return [step, Math.floor(step / 2), Math.floor(step / 4)].reduce((sum, part, i) => sum + Number(bits[i]) * part, 0);
}

function bounded(value: number, low: number, high: number): number {
  return Math.max(low, Math.min(high, value));
}

function after(state: State, nibble: number): State {
  const step = STEPS[state.index]!;
  const magnitude = nibble % 8;
  const change = threshold(magnitude, step) + Math.floor(step / 8);
  return {
    predicted: bounded(state.predicted + (nibble < 8 ? change : -change), -32768, 32767),
    index: bounded(state.index + INDEX_CHANGE[magnitude]!, 0, 88),
  };
}

/** The nibbles of the samples, first one high, and the state after them. */
export function bruteForceEncode(samples: readonly number[], before: State): { bytes: number[]; after: State } {
  let state = before;
  const nibbles = samples.map((sample) => {
    const difference = sample - state.predicted;
    const step = STEPS[state.index]!;
    const magnitude = [7, 6, 5, 4, 3, 2, 1, 0].find((m) => threshold(m, step) <= Math.abs(difference)) ?? 0;
    const nibble = difference < 0 ? 8 + magnitude : magnitude;
    state = after(state, nibble);
    return nibble;
  });
  const bytes: number[] = [];
  for (let i = 0; i < nibbles.length; i += 2) bytes.push(16 * nibbles[i]! + (nibbles[i + 1] ?? 0));
  return { bytes, after: state };
}

/** The first samples of a packet with its header. */
export function bruteForceDecode(packet: Uint8Array, samples: number): number[] {
  const unsigned = 256 * packet[0]! + packet[1]!;
  let state: State = { predicted: unsigned > 32767 ? unsigned - 65536 : unsigned, index: packet[2]! };
  const nibbles = [...packet.subarray(4)].flatMap((byte) => [Math.floor(byte / 16), byte % 16]);
  return nibbles.slice(0, samples).map((nibble) => {
    state = after(state, nibble);
    return state.predicted;
  });
}
