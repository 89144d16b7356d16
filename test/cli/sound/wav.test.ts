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

/** A chunk whose header may declare another length, with or without its pad byte. */
function chunk(id: string, bytes: Buffer, { declared = bytes.length, isPadded = true } = {}): Buffer {
  const header = Buffer.alloc(8);
  header.write(id, 'latin1');
  header.writeUInt32LE(declared, 4);
  return Buffer.concat([header, bytes, Buffer.alloc(isPadded ? bytes.length & 1 : 0)]);
}

function riff(...chunks: Buffer[]): Buffer {
  const body = Buffer.concat(chunks);
  const header = Buffer.from('RIFF    WAVE', 'latin1');
  header.writeUInt32LE(body.length + 4, 4);
  return Buffer.concat([header, body]);
}

function fmt(form: Partial<Form> & { readonly containerBytes?: number }): Buffer {
  const { tag = 1, channels = 1, rateHz = 16000, bits = 16, containerBytes = bits / 8 } = form;
  const bytes = Buffer.alloc(16);
  bytes.writeUInt16LE(tag, 0);
  bytes.writeUInt16LE(channels, 2);
  bytes.writeUInt32LE(rateHz, 4);
  bytes.writeUInt32LE(rateHz * channels * containerBytes, 8);
  bytes.writeUInt16LE(channels * containerBytes, 12);
  bytes.writeUInt16LE(bits, 14);
  return bytes;
}

const PCM_GUID_TAIL = '000000001000800000aa00389b71';

function extensible(form: Parameters<typeof fmt>[0], subformat: number, validBits: number, tail = PCM_GUID_TAIL) {
  const more = Buffer.alloc(24);
  more.writeUInt16LE(22, 0);
  more.writeUInt16LE(validBits, 2);
  more.writeUInt16LE(subformat, 8);
  more.write(tail, 10, 'hex');
  return Buffer.concat([fmt({ ...form, tag: 0xfffe }), more]);
}

const pcm16 = chunk('fmt ', fmt({}));
/** 0.5, −0.5 and 0.25 in 16 bits. */
const sound = Buffer.from([0, 0x40, 0, 0xc0, 0, 0x20]);
const heard = (file: Buffer): number[] => Array.from(parseWav(file, 'voice.wav').samples);

const floats = (...values: number[]): Buffer => Buffer.from(Float32Array.from(values).buffer);
const doubles = (...values: number[]): Buffer => Buffer.from(Float64Array.from(values).buffer);
const words = (...values: number[]): Buffer => Buffer.from(Int32Array.from(values).buffer);

describe('a WAV file of a recorder that was stopped', () => {
  test.each([0, 0xffffffff, 0x7ffff000, 100])('with the length %d is read to its end', (declared) => {
    expect(heard(riff(pcm16, chunk('data', sound, { declared })))).toEqual([0.5, -0.5, 0.25]);
  });

  test('with the length 0 in front of a long recording is read to its end', () => {
    const long = formatWav(
      Int16Array.from({ length: 5000 }, (_, i) => Math.round(9000 * Math.sin(i))),
      16000,
    );
    const expected = heard(long);
    long.writeUInt32LE(0, 40);
    expect(heard(long)).toEqual(expected);
  });

  test('in the middle of a sample gives the whole samples', () => {
    expect(heard(riff(pcm16, chunk('data', sound)).subarray(0, -1))).toEqual([0.5, -0.5]);
  });

  test('at its first sample is no sound, and an empty one is empty', () => {
    expect(heard(riff(pcm16, chunk('data', Buffer.alloc(0))))).toEqual([]);
    expect(heard(riff(pcm16, chunk('data', Buffer.alloc(0)), chunk('LIST', Buffer.from('INFO'))))).toEqual([]);
    const cut = riff(pcm16, chunk('data', Buffer.alloc(0), { declared: 4000 }));
    expect(() => heard(cut)).toThrow('voice.wav ends before its first sample: record or export it again');
  });
});

describe('the chunks of a WAV file', () => {
  test.each([
    ['an odd chunk and its pad byte', true],
    ['an odd chunk without its pad byte', false],
  ])('may be %s', (_what, isPadded) => {
    const list = chunk('LIST', Buffer.from('INFOabc'), { isPadded });
    expect(heard(riff(pcm16, list, chunk('data', sound)))).toEqual([0.5, -0.5, 0.25]);
    expect(heard(riff(list, pcm16, chunk('data', sound)))).toEqual([0.5, -0.5, 0.25]);
    // The low byte of the length of `data` is a letter: "ata" and it look like an id.
    const letters = Buffer.concat(Array.from({ length: 11 }, () => sound));
    expect(heard(riff(pcm16, list, chunk('data', letters)))).toHaveLength(33);
  });

  test('may be an odd number of bytes of sound, without a pad byte before the next', () => {
    const data = chunk('data', Buffer.from([0, 128, 192]), { isPadded: false });
    const file = riff(chunk('fmt ', fmt({ bits: 8 })), data, chunk('LIST', Buffer.from('INFO')));
    expect(heard(file)).toEqual([-1, 0, 0.5]);
  });

  test('may come in any order', () => {
    expect(heard(riff(chunk('data', sound), pcm16))).toEqual([0.5, -0.5, 0.25]);
    expect(heard(riff(chunk('abcd', Buffer.alloc(3)), chunk('data', sound), chunk('LIST', sound), pcm16))).toHaveLength(
      3,
    );
  });

  test('may say the format twice, but not two formats', () => {
    expect(heard(riff(pcm16, pcm16, chunk('data', sound)))).toHaveLength(3);
    const other = chunk('fmt ', fmt({ rateHz: 8000 }));
    expect(() => heard(riff(pcm16, other, chunk('data', sound)))).toThrow('voice.wav is a broken WAV file');
  });

  test('hold sound once: two of them are refused, an empty one counts as none', () => {
    const data = chunk('data', sound);
    const twice = riff(pcm16, data, chunk('data', sound.subarray(2)));
    expect(() => heard(twice)).toThrow(Failure);
    expect(() => heard(twice)).toThrow('voice.wav has 2 chunks of sound where a WAV file has one: export it again');
    const empty = chunk('data', Buffer.alloc(0));
    expect(heard(riff(pcm16, empty, data))).toEqual([0.5, -0.5, 0.25]);
    expect(heard(riff(pcm16, data, empty))).toEqual([0.5, -0.5, 0.25]);
    expect(heard(riff(pcm16, empty, chunk('data', sound, { declared: 0 })))).toEqual([0.5, -0.5, 0.25]);
  });
});

describe('the samples of a WAV file', () => {
  test('of 24 bits may lie in the high or the low three of 4 bytes', () => {
    const wide = chunk('fmt ', fmt({ bits: 24, containerBytes: 4 }));
    const values = [0.5, -1, 0.25, -(2 ** -23)];
    const high = words(...values.map((value) => value * 2 ** 31));
    const low = words(...values.map((value) => value * 2 ** 23));
    expect(heard(riff(wide, chunk('data', high)))).toEqual(values);
    expect(heard(riff(wide, chunk('data', low)))).toEqual(values);
    const withoutSign = Buffer.from(low.map((byte, i) => (i % 4 === 3 ? 0 : byte)));
    expect(heard(riff(wide, chunk('data', withoutSign)))).toEqual(values);
  });

  test('of 24 bits in 4 bytes in stereo keep their channels', () => {
    const wide = chunk('fmt ', fmt({ bits: 24, containerBytes: 4, channels: 2 }));
    expect(heard(riff(wide, chunk('data', words(0.5 * 2 ** 31, 0, -(2 ** 31), 0.5 * 2 ** 31))))).toEqual([0.25, -0.25]);
  });

  test.each([
    ['16-bit PCM', extensible({}, 1, 16), sound],
    ['20 bits in 24', extensible({ bits: 24 }, 1, 20), Buffer.from([0, 0, 0x40, 0, 0, 0xc0, 0, 0, 0x20])],
    ['24 bits in 32', extensible({ bits: 32 }, 1, 24), words(2 ** 30, -(2 ** 30), 2 ** 29)],
    ['floats', extensible({ bits: 32 }, 3, 32), floats(0.5, -0.5, 0.25)],
    ['64-bit floats', extensible({ bits: 64 }, 3, 64), doubles(0.5, -0.5, 0.25)],
  ])('may be %s in the extensible format', (_what, format, data) => {
    expect(heard(riff(chunk('fmt ', format), chunk('data', data)))).toEqual([0.5, -0.5, 0.25]);
  });

  test('may be floats of 32 and 64 bits, also beyond full scale', () => {
    expect(heard(riff(chunk('fmt ', fmt({ tag: 3, bits: 32 })), chunk('data', floats(0.5, -1.5))))).toEqual([
      0.5, -1.5,
    ]);
    expect(heard(riff(chunk('fmt ', fmt({ tag: 3, bits: 64 })), chunk('data', doubles(0.5, -2))))).toEqual([0.5, -2]);
  });

  test.each([NaN, Infinity, -Infinity, 1e30, 32767])('may not be the float %d', (value) => {
    for (const [bits, data] of [
      [32, floats(0, 0.5, value, 0)],
      [64, doubles(0, 0.5, value, 0)],
    ] as const) {
      const file = riff(chunk('fmt ', fmt({ tag: 3, bits, channels: 2, rateHz: 8000 })), chunk('data', data));
      expect(() => heard(file)).toThrow(Failure);
      expect(() => heard(file)).toThrow(/^voice\.wav has a sample of .+ at 0\.000 s.*: export it again as 16-bit PCM$/);
    }
  });

  test('are found although the header leaves out the length of a frame', () => {
    const format = fmt({});
    format.writeUInt16LE(0, 12);
    expect(heard(riff(chunk('fmt ', format), chunk('data', sound)))).toEqual([0.5, -0.5, 0.25]);
  });
});

test.each([
  ['16 bits in 4 bytes', riff(chunk('fmt ', fmt({ containerBytes: 4 })), chunk('data', sound))],
  ['floats in 8 bytes', riff(chunk('fmt ', fmt({ tag: 3, bits: 32, containerBytes: 8 })), chunk('data', sound))],
  ['more valid bits than bits', riff(chunk('fmt ', extensible({}, 1, 20)), chunk('data', sound))],
  [
    'an ambisonic subformat',
    riff(chunk('fmt ', extensible({}, 1, 16, '210711d38644c8c1ca000000')), chunk('data', sound)),
  ],
  ['an extensible format cut short', riff(chunk('fmt ', extensible({}, 1, 16).subarray(0, 26)), chunk('data', sound))],
  ['a big-endian file', Buffer.concat([Buffer.from('RIFX'), riff(pcm16, chunk('data', sound)).subarray(4)])],
  ['a 64-bit file', Buffer.concat([Buffer.from('RF64'), riff(pcm16, chunk('data', sound)).subarray(4)])],
])('a WAV file with %s is refused by name, and says what to do', (_what, file) => {
  expect(() => heard(file)).toThrow(Failure);
  expect(() => heard(file)).toThrow(/^voice\.wav .+: convert it to 16-bit PCM, for example with "sox voice\.wav/);
});
