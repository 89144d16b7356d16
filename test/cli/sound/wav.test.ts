import fc from 'fast-check';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Failure } from '../../../cli/failure';
import { formatWav, parseWav, readWav } from '../../../cli/sound/wav';

type Form = { readonly tag: number; readonly channels: number; readonly rateHz: number; readonly bits: number };

function wav({ tag, channels, rateHz, bits }: Form, data: Buffer): Buffer {
  const file = Buffer.alloc(44);
  file.write('RIFF    WAVEfmt ', 0, 'latin1');
  file.writeUInt32LE(16, 16);
  file.writeUInt16LE(tag, 20);
  file.writeUInt16LE(channels, 22);
  file.writeUInt32LE(rateHz, 24);
  file.writeUInt32LE((rateHz * channels * bits) / 8, 28);
  file.writeUInt16LE((channels * bits) / 8, 32);
  file.writeUInt16LE(bits, 34);
  file.write('data', 36, 'latin1');
  file.writeUInt32LE(data.length, 40);
  return Buffer.concat([file, data]);
}

describe('a WAV file', () => {
  test('comes back as it was written', () => {
    fc.assert(
      fc.property(fc.int16Array({ maxLength: 200 }), fc.constantFrom(8000, 16000, 44100), (samples, rateHz) => {
        const { samples: back, rateHz: backHz } = parseWav(formatWav(samples, rateHz), 'x.wav');
        expect(backHz).toBe(rateHz);
        expect(Array.from(back, (value) => value * 32768)).toEqual(Array.from(samples));
      }),
    );
  });

  test.each([
    ['8-bit', { tag: 1, channels: 1, rateHz: 8000, bits: 8 }, Buffer.from([0, 128, 192])],
    ['24-bit', { tag: 1, channels: 1, rateHz: 44100, bits: 24 }, Buffer.from([0, 0, 0x80, 0, 0, 0, 0, 0, 0x40])],
    [
      '32-bit',
      { tag: 1, channels: 1, rateHz: 48000, bits: 32 },
      Buffer.from([0, 0, 0, 0x80, 0, 0, 0, 0, 0, 0, 0, 0x40]),
    ],
  ])('of %s samples is converted', (_what, form, data) => {
    expect(Array.from(parseWav(wav(form, data), 'x.wav').samples)).toEqual([-1, 0, 0.5]);
  });

  test('in stereo becomes the mean of both channels', () => {
    const data = Buffer.alloc(8);
    [16384, 0, -32768, 16384].forEach((value, i) => data.writeInt16LE(value, 2 * i));
    const { samples } = parseWav(wav({ tag: 1, channels: 2, rateHz: 44100, bits: 16 }, data), 'x.wav');
    expect(Array.from(samples)).toEqual([0.25, -0.25]);
  });

  test.each([
    ['text', Buffer.from('this is no sound at all'), 'is not a WAV file'],
    ['an empty file', Buffer.alloc(0), 'is not a WAV file'],
    [
      'a file without data',
      wav({ tag: 1, channels: 1, rateHz: 8000, bits: 16 }, Buffer.alloc(0)).subarray(0, 36),
      'broken',
    ],
    ['A-law', wav({ tag: 6, channels: 1, rateHz: 8000, bits: 8 }, Buffer.alloc(8)), 'convert it to 16-bit PCM'],
    ['12 bits', wav({ tag: 1, channels: 1, rateHz: 8000, bits: 12 }, Buffer.alloc(8)), 'convert it to 16-bit PCM'],
    ['no channel', wav({ tag: 1, channels: 0, rateHz: 8000, bits: 16 }, Buffer.alloc(8)), 'convert it to 16-bit PCM'],
  ])('that is %s is refused by name and in words', (_what, file, words) => {
    expect(() => parseWav(file, 'voice.wav')).toThrow(Failure);
    expect(() => parseWav(file, 'voice.wav')).toThrow(words);
    expect(() => parseWav(file, 'voice.wav')).toThrow('voice.wav');
  });

  test('that is missing is named', () => {
    const path = join(mkdtempSync(join(tmpdir(), 'stagebox-')), 'missing.wav');
    expect(() => readWav(path)).toThrow(`cannot read the sound file ${path}`);
  });

  test('of any bytes gives sound or a failure, and nothing else', () => {
    const path = join(mkdtempSync(join(tmpdir(), 'stagebox-')), 'any.wav');
    const start = wav({ tag: 1, channels: 1, rateHz: 8000, bits: 16 }, Buffer.alloc(0));
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 80 }), fc.nat(43), (bytes, at) => {
        writeFileSync(path, Buffer.concat([start.subarray(0, at), bytes]));
        try {
          readWav(path);
        } catch (error) {
          expect(error).toBeInstanceOf(Failure);
        }
      }),
    );
  });
});
