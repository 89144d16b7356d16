import { readFileSync, writeFileSync } from 'node:fs';
import { Failure } from '../failure';

// RIFF/WAVE files: PCM of 8, 16, 24 or 32 bits and 32-bit floats, 4 to 192 kHz, any number of channels.

/** Mono sound. Full scale is ±1. */
export type Sound = { readonly samples: Float32Array; readonly rateHz: number };

type Format = { readonly tag: number; readonly channels: number; readonly rateHz: number; readonly bits: number };

const TAG_PCM = 1;
const TAG_FLOAT = 3;
const TAG_EXTENSIBLE = 0xfffe;

/** A function that reads one value of the data chunk as −1 to 1, or undefined for an unsupported format. */
function readerFor({ tag, bits }: Format): ((data: Buffer, at: number) => number) | undefined {
  if (tag === TAG_FLOAT && bits === 32) return (data, at) => data.readFloatLE(at);
  if (tag !== TAG_PCM) return undefined;
  if (bits === 8) return (data, at) => (data[at]! - 128) / 128;
  if (bits === 16) return (data, at) => data.readInt16LE(at) / 2 ** 15;
  if (bits === 24) return (data, at) => data.readIntLE(at, 3) / 2 ** 23;
  if (bits === 32) return (data, at) => data.readInt32LE(at) / 2 ** 31;
  return undefined;
}

/** The chunks of a RIFF file. The last one may be shorter than its header says. */
function chunksOf(file: Buffer): Map<string, Buffer> {
  const chunks = new Map<string, Buffer>();
  for (let at = 12; at + 8 <= file.length;) {
    const bytes = file.readUInt32LE(at + 4);
    chunks.set(file.toString('latin1', at, at + 4), file.subarray(at + 8, Math.min(file.length, at + 8 + bytes)));
    at += 8 + bytes + (bytes & 1);
  }
  return chunks;
}

/** Decodes a WAV file. Several channels become their mean. @throws Failure that names the file and what is wrong */
export function parseWav(file: Buffer, name: string): Sound {
  if (file.length < 12 || file.toString('latin1', 0, 4) !== 'RIFF' || file.toString('latin1', 8, 12) !== 'WAVE') {
    throw new Failure(`${name} is not a WAV file: convert it, for example with "sox ${name} -b 16 -c 1 voice.wav"`);
  }
  const chunks = chunksOf(file);
  const fmt = chunks.get('fmt ');
  const data = chunks.get('data');
  if (!fmt || fmt.length < 16 || !data)
    throw new Failure(`${name} is a broken WAV file: it lacks its format or its data`);
  const tag = fmt.readUInt16LE(0);
  const format: Format = {
    tag: tag === TAG_EXTENSIBLE && fmt.length >= 26 ? fmt.readUInt16LE(24) : tag,
    channels: fmt.readUInt16LE(2),
    rateHz: fmt.readUInt32LE(4),
    bits: fmt.readUInt16LE(14),
  };
  const read = readerFor(format);
  if (!read || format.channels === 0 || format.rateHz < 4000 || format.rateHz > 192000) {
    const what = `format ${format.tag}, ${format.bits} bits, ${format.channels} channels, ${format.rateHz} Hz`;
    throw new Failure(`${name} has an unsupported sound format (${what}): convert it to 16-bit PCM`);
  }
  const sampleBytes = format.bits / 8;
  const frameBytes = sampleBytes * format.channels;
  const samples = new Float32Array(Math.floor(data.length / frameBytes));
  for (let i = 0; i < samples.length; i++) {
    let sum = 0;
    for (let channel = 0; channel < format.channels; channel++)
      sum += read(data, i * frameBytes + channel * sampleBytes);
    samples[i] = sum / format.channels;
  }
  return { samples, rateHz: format.rateHz };
}

/** Reads a WAV file. @throws Failure when it is missing or no sound file */
export function readWav(path: string): Sound {
  let file: Buffer;
  try {
    file = readFileSync(path);
  } catch (error) {
    throw new Failure(`cannot read the sound file ${path} (${(error as NodeJS.ErrnoException).code ?? String(error)})`);
  }
  return parseWav(file, path);
}

/** The bytes of a mono 16-bit WAV file. */
export function formatWav(samples: Int16Array, rateHz: number): Buffer {
  const file = Buffer.alloc(44 + 2 * samples.length);
  file.write('RIFF', 0, 'latin1');
  file.writeUInt32LE(file.length - 8, 4);
  file.write('WAVEfmt ', 8, 'latin1');
  file.writeUInt32LE(16, 16);
  file.writeUInt16LE(TAG_PCM, 20);
  file.writeUInt16LE(1, 22);
  file.writeUInt32LE(rateHz, 24);
  file.writeUInt32LE(2 * rateHz, 28);
  file.writeUInt16LE(2, 32);
  file.writeUInt16LE(16, 34);
  file.write('data', 36, 'latin1');
  file.writeUInt32LE(2 * samples.length, 40);
  for (let i = 0; i < samples.length; i++) file.writeInt16LE(samples[i]!, 44 + 2 * i);
  return file;
}

/** Writes a mono 16-bit WAV file. */
export function writeWav(path: string, samples: Int16Array, rateHz: number): void {
  writeFileSync(path, formatWav(samples, rateHz));
}
