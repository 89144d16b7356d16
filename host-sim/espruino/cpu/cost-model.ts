import { NS_PER_MS, NS_PER_SECOND } from '../../core/time-units';

/** The costs of the interpreter's work, in nanoseconds of the board's time (docs/reference/cost.md). */
export type CostModel = Readonly<typeof ESP32_COSTS>;

/** The middle of 6 to 14 µs for 1,000 host instructions: an Xtensa at 240 MHz that runs code from cached flash. */
const NS_PER_INSTRUCTION = 9;

const instructions = (count: number): number => count * NS_PER_INSTRUCTION;

/**
 * Callgrind counted the host instructions in an interpreter built as for the ESP32. As times they are estimates, ±50 %.
 * "Row" names the row in docs/reference/cost.md, which says how it was measured. Values marked "between" were not
 * counted: they are estimates between rows that were. The model does not count single statements: `callback` stands for
 * all those of one event.
 */
export const ESP32_COSTS = {
  // A timer, watch or message: finding and calling it, its statements, and the pass of the idle loop.
  callback: NS_PER_MS,
  queuedListener: instructions(27_407), // row "emit an event with one listener"
  setTimer: instructions(22_004), // row "setTimeout(f, 0)"
  getTime: instructions(8_097),

  peek: instructions(8_300), // as poke
  poke: instructions(8_300), // row "poke32"
  digitalWrite: instructions(11_570),
  digitalRead: instructions(11_570), // as digitalWrite
  pinMode: instructions(15_000), // between digitalWrite and a call with two arguments
  analogWrite: instructions(20_000), // as a call with two arguments
  setWatch: instructions(30_000), // between setTimeout and an object with closures
  /** The RMT driver copies the bytes. A pixel takes 24 bits of 1.25 µs (WS2812B datasheet). */
  neopixelCall: instructions(20_000),
  neopixelPerByte: 10_000,

  typedArrayNew: instructions(29_200), // rows "new Uint8Array(32), (320)": 45,194 and 189,543
  typedArrayNewPerByte: instructions(501),
  typedArrayView: instructions(15_750), // row "new Uint8Array(buf, 4, 32)"
  typedArrayFromPerElement: instructions(574), // row "plain array→U8"
  subarray: instructions(19_470),
  slicePerElement: instructions(2_634),
  fillPerElement: instructions(1_071),
  callbackPerElement: instructions(12_764), // row "through a function"
  dataViewAccess: instructions(17_512),

  /** By the bytes of a source and of a target element. 0 means a plain array. */
  setPerElement: {
    '0>1': instructions(574),
    '0>2': instructions(600), // between
    '0>4': instructions(640), // between
    '1>1': instructions(387),
    '1>2': instructions(419),
    '1>4': instructions(480), // between
    '2>1': instructions(430), // between
    '2>2': instructions(448),
    '2>4': instructions(517),
    '4>1': instructions(480), // between
    '4>2': instructions(505),
    '4>4': instructions(560), // between
  } as Readonly<Record<string, number>>,

  mapCall: instructions(15_000), // a call with three arguments
  /** Through a table, by the bytes of a target element. */
  mapPerElement: {
    1: instructions(1_453),
    2: instructions(1_535),
    4: instructions(1_661),
    8: instructions(1_800),
  } as Readonly<Record<number, number>>,
  /** Added for each byte of a source element after the first. */
  mapPerSourceByte: instructions(28), // row "E.mapInPlace", U16→U8 against U8→U8
  mapWithoutTablePerElement: instructions(459),

  sumPerElement: instructions(278),
  variancePerElement: instructions(286),
  toStringCall: instructions(10_000),
  toStringPerByte: instructions(21), // row "E.toString of 332 bytes": 16,947 in all
  toUint8ArrayPerByte: instructions(348),
  toArrayBuffer: instructions(15_750),
  crc32PerByte: instructions(347),
  hwRand: instructions(8_097), // as getTime
  getAddressOf: instructions(10_000), // between the call alone, 8,400, and the one through `E`, 20,800
  nativeCall: instructions(18_796), // row "call f(a, b)"
  /** The LX6 at 240 MHz. It takes about 1.3 cycles an instruction if one in six is a taken branch. */
  nativePerInstruction: (1.3 * NS_PER_SECOND) / 240e6,
  base64PerByte: instructions(504), // row "btoa of 320 bytes"

  jsonParsePerChar: instructions(1_140), // 28,463 for 25 characters
  jsonStringifyPerChar: instructions(1_616), // 40,404 for 25 characters
  printCall: instructions(20_000),
  /** The console is a UART at 115,200 baud, with ten bits a character and a small buffer. */
  printPerChar: 86_800,

  hashCall: instructions(24_000), // rows "SHA-1 of 332 bytes" and "SHA-256 of 332 bytes", less their bytes
  sha1PerByte: instructions(120), // of 8 KB in Storage against 1 KB: docs/reference/limits.md
  sha2PerByte: instructions(79), // the same
  aesCall: instructions(36_600), // row "ECB of one block": 40,418
  aesPerByte: instructions(237),
  aesCfbPerByte: instructions(1_058),
  pbkdf2PerRound: instructions(40_000), // four SHA blocks

  datagramIn: instructions(123_000), // row "receive a datagram"
  datagramSendCall: instructions(55_000),
  datagramOut: instructions(51_000),
  tcpChunkIn: instructions(123_000), // as datagramIn, whose path it takes
  tcpWriteCall: instructions(55_000),
  tcpChunkOut: instructions(51_000),

  storageRead: instructions(30_000), // a search through the file headers
  /**
   * A write stops both cores: the flash cache is off (docs/reference/hazards.md, "flash writes": tens of milliseconds).
   */
  storageWritePerPage: 30_000_000,
  storageCompactPerPage: 60_000_000,
  evalPerChar: instructions(85), // row "skip a block of 200 characters": 16,996
};
