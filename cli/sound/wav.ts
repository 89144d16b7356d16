import { readFileSync, writeFileSync } from 'node:fs';
import { Failure } from '../failure';
import { riffChunks } from './riff-chunks';
import { parseWavFormat, sampleReader, type WavFormat } from './wav-format';

// RIFF/WAVE files: PCM of 8, 16, 24 or 32 bits and floats of 32 or 64 bits, 4 to 192 kHz, any number of channels.

/** Mono sound. Full scale is ±1. */
export type Sound = { readonly samples: Float32Array; readonly rateHz: number };

/** Floats may exceed full scale, but not by more than 24 dB: then they are integers stored as floats, or damaged. */
const LOUDEST_FLOAT = 16;

const toConvert = (name: string): string =>
  `convert it to 16-bit PCM, for example with "sox ${name} -b 16 -c 1 voice.wav"`;

const FOREIGN: ReadonlyMap<string, string> = new Map([
  ['RIFX', 'is a big-endian WAV file (RIFX), which is not supported'],
  ['RF64', 'is a 64-bit WAV file (RF64), which is not supported'],
  ['BW64', 'is a 64-bit WAV file (BW64), which is not supported'],
]);

/** The format and the data of a WAV file. @throws Failure that names the file and what is wrong */
function partsOf(file: Buffer, name: string): { format: WavFormat; data: Buffer } {
  const foreign = FOREIGN.get(file.toString('latin1', 0, 4));
  if (foreign) throw new Failure(`${name} ${foreign}: ${toConvert(name)}`);
  if (file.length < 12 || file.toString('latin1', 0, 4) !== 'RIFF' || file.toString('latin1', 8, 12) !== 'WAVE')
    throw new Failure(`${name} is not a WAV file: ${toConvert(name)}`);
  const chunks = riffChunks(file);
  const formats = chunks.filter(({ id }) => id === 'fmt ').map(({ bytes }) => bytes);
  const datas = chunks.filter(({ id }) => id === 'data');
  const [fmt] = formats;
  if (!fmt || fmt.length < 16 || datas.length === 0)
    throw new Failure(`${name} is a broken WAV file, it lacks its format or its data: record or export it again`);
  if (formats.some((other) => !other.equals(fmt)))
    throw new Failure(`${name} is a broken WAV file, it has two different formats: record or export it again`);
  const filled = datas.filter(({ bytes }) => bytes.length > 0);
  if (filled.length > 1)
    throw new Failure(`${name} has ${filled.length} chunks of sound where a WAV file has one: export it again as one`);
  const format = parseWavFormat(fmt);
  if (typeof format === 'string')
    throw new Failure(`${name} has an unsupported sound format (${format}): ${toConvert(name)}`);
  const data = filled[0]?.bytes ?? Buffer.alloc(0);
  if (data.length < format.containerBytes * format.channels && datas.some(({ declared }) => declared > 0))
    throw new Failure(`${name} ends before its first sample: record or export it again`);
  return { format, data };
}

/**
 * Decodes a WAV file. Several channels become their mean. A file that ends too early gives the samples that it has.
 * @throws Failure that names the file, what is wrong, and what to do
 */
export function parseWav(file: Buffer, name: string): Sound {
  const { format, data } = partsOf(file, name);
  const { channels, containerBytes, rateHz } = format;
  const read = sampleReader(format, data);
  const frameBytes = containerBytes * channels;
  const samples = new Float32Array(Math.floor(data.length / frameBytes));
  for (let i = 0; i < samples.length; i++) {
    let sum = 0;
    for (let channel = 0; channel < channels; channel++) {
      const value = read(i * frameBytes + channel * containerBytes);
      if (!(Math.abs(value) <= LOUDEST_FLOAT)) throw impossibleSample(name, value, i / rateHz);
      sum += value;
    }
    samples[i] = sum / channels;
  }
  return { samples, rateHz };
}

function impossibleSample(name: string, value: number, second: number): Failure {
  const place = `a sample of ${value} at ${second.toFixed(3)} s, where full scale is 1`;
  return new Failure(`${name} has ${place}: export it again as 16-bit PCM`);
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
  file.writeUInt16LE(1, 20); // PCM
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
