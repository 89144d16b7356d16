// The `fmt ` chunk: "Multimedia Programming Interface and Data Specifications 1.0", chapter 3, and WAVEFORMATEXTENSIBLE
// of Windows' mmreg.h.

/** How samples lie in `data`. A sample of `bits` fills `containerBytes`. */
export type WavFormat = {
  readonly isFloat: boolean;
  readonly channels: number;
  readonly rateHz: number;
  readonly bits: number;
  readonly containerBytes: number;
};

/** Reads the sample at a byte as −1 to 1. */
type SampleReader = (at: number) => number;

const TAG_PCM = 1;
const TAG_FLOAT = 3;
const TAG_EXTENSIBLE = 0xfffe;
const EXTENSIBLE_BYTES = 40;
/** The bytes of a subformat's GUID after the two of its tag. Other GUIDs, such as those of ambisonics, mean other sounds. */
const SUBFORMAT_TAIL = '000000001000800000aa00389b71';

/** Reads a `fmt ` chunk. Gives what is unsupported about it as a text. */
export function parseWavFormat(fmt: Buffer): WavFormat | string {
  const written = fmt.readUInt16LE(0);
  const channels = fmt.readUInt16LE(2);
  const rateHz = fmt.readUInt32LE(4);
  const bits = fmt.readUInt16LE(14);
  // Some writers leave the length of a frame out.
  const frameBytes = fmt.readUInt16LE(12) || (channels * bits) / 8;
  const isExtensible = written === TAG_EXTENSIBLE;
  if (isExtensible && fmt.length < EXTENSIBLE_BYTES) return 'its extensible format is cut short';
  if (isExtensible && fmt.toString('hex', 26, EXTENSIBLE_BYTES) !== SUBFORMAT_TAIL) return 'its subformat is unknown';
  const tag = isExtensible ? fmt.readUInt16LE(24) : written;
  const what = `format ${tag}, ${bits} bits, ${channels} channels, ${rateHz} Hz`;
  const isFloat = tag === TAG_FLOAT;
  const isSupported = isFloat ? [32, 64].includes(bits) : tag === TAG_PCM && [8, 16, 24, 32].includes(bits);
  if (!isSupported || channels === 0 || rateHz < 4000 || rateHz > 192_000) return what;
  const containerBytes = frameBytes / channels;
  const isWide = !isFloat && bits === 24 && containerBytes === 4;
  if (containerBytes !== bits / 8 && !isWide) return `${what}, but ${frameBytes} bytes for all channels of one sample`;
  if (isExtensible && fmt.readUInt16LE(18) > bits) return `${what}, of which ${fmt.readUInt16LE(18)} bits are valid`;
  return { isFloat, channels, rateHz, bits, containerBytes };
}

/** A function that reads samples of a format out of `data`. */
export function sampleReader({ isFloat, bits, containerBytes }: WavFormat, data: Buffer): SampleReader {
  if (isFloat) return bits === 64 ? (at) => data.readDoubleLE(at) : (at) => data.readFloatLE(at);
  if (bits === 8) return (at) => (data[at]! - 128) / 128;
  if (containerBytes !== 4) return (at) => data.readIntLE(at, containerBytes) / 2 ** (bits - 1);
  if (bits === 24 && isInLowBytes(data)) return (at) => data.readIntLE(at, 3) / 2 ** 23;
  return (at) => data.readInt32LE(at) / 2 ** 31;
}

/**
 * Whether 24-bit samples in 4 bytes are in the low three, as ALSA's S24_LE has them, and not in the high three, as the
 * specification says. The header does not tell. In the low three, the fourth byte repeats the sign or is 0; in the high
 * three, only sound below −48 dB of full scale looks so.
 */
function isInLowBytes(data: Buffer): boolean {
  for (let at = 0; at + 4 <= data.length; at += 4) {
    const top = data[at + 3]!;
    const isNegative = data[at + 2]! >= 0x80;
    if (top !== 0 && !(top === 0xff && isNegative)) return false;
  }
  return true;
}
