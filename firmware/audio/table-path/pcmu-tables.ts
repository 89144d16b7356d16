import { decodePcmuSample, encodePcmuSample } from '../../../wire/pcmu';
import { storage, writeFlashFile } from '../../drivers/flash-file';
import { DUCKED_GAIN } from '../product-constants';
import type { Loudness } from '../sound';
import type { Codec } from './table-codec';
import { BLOCK_SAMPLES } from './table-memory-size';

// PCMU at 8 kHz by table look-ups, for any Espruino. A frame costs 240,000 host instructions each way instead of
// millions.
//
//   microphone word → upper half (a typed-array set from a view two bytes late) → 64 KB table → code
//   code → 256 words → transmit word; one such table for each loudness, so that the volume costs nothing per frame

const TABLE_FILE = 'sb.pcmu';
const TABLE_BYTES = 65536;
const CHUNK_BYTES = 2048;
const SILENCE_CODE = 0xff;

/** Gain of the second half of a repeated frame. */
const FADED_GAIN = 0.5;

const BIAS = 132;

/** How many samples from this one upwards have the same code. It must be the lowest sample of a code or of a chunk. */
function samplesOfCode(sample: number): number {
  // Negative samples mirror the positive ones: −1 as 0, −2 as 1 …
  const magnitude = BIAS + (sample < 0 ? ~sample : sample);
  let width = 8;
  while (magnitude >= 32 * width && width < 1024) width *= 2;
  const below = magnitude % width;
  return sample < 0 ? below + 1 : width - below;
}

/** Whether the table agrees with G.711 at some samples. Otherwise it is made again. */
function isTableRight(table: Uint8Array): boolean {
  for (let sample = -32768; sample < 32768; sample += 1237) {
    if (table[sample & 0xffff] !== encodePcmuSample(sample)) return false;
  }
  return true;
}

/**
 * Writes the table from 16-bit sample to code into flash, where it takes no memory; false when flash is full. It is
 * made at the first boot. Sample by sample that would take half a minute, so it is made run by run: from −32768 up, and
 * from 0 up, a code holds for 2^(segment + 3) samples, and the outermost codes for more or fewer.
 */
function writeTable(): boolean {
  const chunk = new Uint8Array(CHUNK_BYTES);
  storage.erase(TABLE_FILE);
  for (let at = 0; at < TABLE_BYTES; at += CHUNK_BYTES) {
    for (let i = 0; i < CHUNK_BYTES;) {
      const sample = ((at + i) << 16) >> 16;
      const code = encodePcmuSample(sample);
      const end = Math.min(CHUNK_BYTES, i + samplesOfCode(sample));
      // On a view, because the interpreter's `fill` walks through the whole array for any range.
      chunk.subarray(i, end).fill(code);
      i = end;
    }
    if (!writeFlashFile(TABLE_FILE, E.toString(chunk) as string, at, TABLE_BYTES)) return false;
  }
  return true;
}

function openTable(): Uint8Array | undefined {
  const bytes = storage.readArrayBuffer(TABLE_FILE);
  if (!bytes || bytes.byteLength !== TABLE_BYTES) return undefined;
  const table = new Uint8Array(bytes);
  return isTableRight(table) ? table : undefined;
}

/** The transmit word for each code at this gain. */
function decodeTable(gain: number): Int32Array {
  const table = new Int32Array(256);
  for (let code = 0; code < 128; code++) {
    const word = Math.round(decodePcmuSample(code) * gain) << 16;
    table[code] = word;
    table[code + 128] = -word;
  }
  return table;
}

/**
 * The codec, or a message: why there is none. `volume` is the loudspeaker's gain, 0–1. Writes flash at the first boot:
 * call it before any stream runs.
 */
export function createPcmuTables(volume: number): Codec | string {
  const encodeTable = openTable() || (writeTable() && openTable());
  if (!encodeTable) return 'no room in flash for the 64 KB sound table: erase other files from Storage';
  const pcm = new Int16Array(BLOCK_SAMPLES);
  const indices = new Uint16Array(pcm.buffer);
  const full = decodeTable(volume);
  const faded = decodeTable(volume * FADED_GAIN);
  const ducked = decodeTable(volume * DUCKED_GAIN);
  const half = BLOCK_SAMPLES / 2;
  let table = full;
  return {
    frameBytes: BLOCK_SAMPLES,
    encode: (samples: Int32Array, payload: Uint8Array) => {
      pcm.set(samples);
      E.mapInPlace(indices, payload, encodeTable);
    },
    energy: () => E.variance(pcm, 0),
    silence: (payload: Uint8Array) => {
      payload.fill(SILENCE_CODE);
    },
    decode: (payload: Uint8Array, block: Int32Array) => {
      E.mapInPlace(payload, block, table);
    },
    conceal: (previous: Uint8Array, block: Int32Array, run: number) => {
      if (run > 1 || table === ducked) {
        E.mapInPlace(previous, block, ducked);
        return;
      }
      E.mapInPlace(previous.subarray(0, half), block.subarray(0, half), full);
      E.mapInPlace(previous.subarray(half), block.subarray(half), faded);
    },
    // Codes are inverted: magnitude bits of 0x60 and more mean |sample| < 400. Four probes of a frame are enough.
    isQuiet: (payload: Uint8Array) => (payload[20]! & payload[61]! & payload[97]! & payload[139]! & 0x60) === 0x60,
    setLoudness: (loudness: Loudness) => {
      table = loudness === 'full' ? full : ducked;
    },
  };
}
