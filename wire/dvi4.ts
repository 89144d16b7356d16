// DVI4 (RFC 3551, section 4.5.1): IMA ADPCM with 4 bits for each sample. Each packet can be decoded alone.
//
// |        predicted value        |  step index   |   reserved 0  |   4 bytes, network order
// | s0 hi nibble | s1 lo nibble | s2 | s3 | …                        first sample in the HIGH nibble
//
// The header's predicted value is the one before the first sample, and the first sample is coded like the others. In the
// IMA WAV format the header holds the first sample itself.

const HEADER_BYTES = 4;

const INDEX_STEP = [-1, -1, -1, -1, 2, 4, 6, 8];

const STEP = [
  7, 8, 9, 10, 11, 12, 13, 14, 16, 17, 19, 21, 23, 25, 28, 31, 34, 37, 41, 45, 50, 55, 60, 66, 73, 80, 88, 97, 107, 118,
  130, 143, 157, 173, 190, 209, 230, 253, 279, 307, 337, 371, 408, 449, 494, 544, 598, 658, 724, 796, 876, 963, 1060,
  1166, 1282, 1411, 1552, 1707, 1878, 2066, 2272, 2499, 2749, 3024, 3327, 3660, 4026, 4428, 4871, 5358, 5894, 6484,
  7132, 7845, 8630, 9493, 10442, 11487, 12635, 13899, 15289, 16818, 18500, 20350, 22385, 24623, 27086, 29794, 32767,
];

/** What an encoder carries from packet to packet; a decoder reads it from every header. */
export type Dvi4State = { predicted: number; index: number };

function clamp(value: number, low: number, high: number): number {
  return value < low ? low : value > high ? high : value;
}

/** Moves the state by one nibble. Encoder and decoder both do exactly this; otherwise they drift apart. */
function applyNibble(state: Dvi4State, nibble: number): void {
  const step = STEP[state.index]!;
  let delta = step >> 3;
  if (nibble & 4) delta += step;
  if (nibble & 2) delta += step >> 1;
  if (nibble & 1) delta += step >> 2;
  state.predicted = clamp(state.predicted + (nibble & 8 ? -delta : delta), -32768, 32767);
  state.index = clamp(state.index + INDEX_STEP[nibble & 7]!, 0, 88);
}

function nibbleFor(state: Dvi4State, sample: number): number {
  let step = STEP[state.index]!;
  let rest = sample - state.predicted;
  let nibble = 0;
  if (rest < 0) {
    nibble = 8;
    rest = -rest;
  }
  for (let bit = 4; bit > 0; bit >>= 1) {
    if (rest >= step) {
      nibble |= bit;
      rest -= step;
    }
    step >>= 1;
  }
  return nibble;
}

/** Writes the header of a packet: the state before its first sample. */
export function writeDvi4Header(state: Dvi4State, into: Uint8Array): void {
  into[0] = (state.predicted >> 8) & 0xff;
  into[1] = state.predicted & 0xff;
  into[2] = state.index;
  into[3] = 0;
}

/** Reads the header of a packet. Undefined for a header that is damaged. */
export function readDvi4Header(bytes: Uint8Array): Dvi4State | undefined {
  if (bytes.length < HEADER_BYTES || bytes[2]! > 88) return undefined;
  return { predicted: (((bytes[0]! << 8) | bytes[1]!) << 16) >> 16, index: bytes[2]! };
}

/** The state after the first `samples` samples of a packet: what the header of a packet says that continues there. */
export function dvi4StateAfter(bytes: Uint8Array, samples: number): Dvi4State | undefined {
  const state = readDvi4Header(bytes);
  for (let i = 0; state && i < samples; i++) {
    const pair = bytes[HEADER_BYTES + (i >> 1)]!;
    applyNibble(state, i & 1 ? pair & 0x0f : pair >> 4);
  }
  return state;
}

/** Encodes `samples` (16-bit) into `into`: the header, then the nibbles. Returns the number of bytes written. */
export function encodeDvi4(samples: Int16Array, into: Uint8Array, state: Dvi4State): number {
  writeDvi4Header(state, into);
  let at = HEADER_BYTES;
  for (let i = 0; i < samples.length; i += 2) {
    const high = nibbleFor(state, samples[i]!);
    applyNibble(state, high);
    let low = 0;
    if (i + 1 < samples.length) {
      low = nibbleFor(state, samples[i + 1]!);
      applyNibble(state, low);
    }
    into[at++] = (high << 4) | low;
  }
  return at;
}

/** Decodes one packet as far as `into` reaches. Returns the number of samples, or -1 for a damaged header. Total. */
export function decodeDvi4(bytes: Uint8Array, into: Int16Array): number {
  const state = readDvi4Header(bytes);
  if (!state) return -1;
  const samples = Math.min(into.length, 2 * (bytes.length - HEADER_BYTES));
  for (let i = 0; i < samples; i++) {
    const pair = bytes[HEADER_BYTES + (i >> 1)]!;
    applyNibble(state, i & 1 ? pair & 0x0f : pair >> 4);
    into[i] = state.predicted;
  }
  return samples;
}
