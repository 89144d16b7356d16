import { createChip } from '../../host-sim/chip';
import type { Chip, ChipOptions } from '../../host-sim/chip';
import { VirtualClock } from '../../host-sim/core/clock';
import { Memory } from '../../host-sim/core/memory';
import type { AddressRange } from '../../host-sim/core/address-map';
import { Amplifier } from '../../host-sim/parts/amplifier';
import { Microphone } from '../../host-sim/parts/microphone';
import { SILENCE } from '../../host-sim/parts/sample-source';
import type { SampleSource } from '../../host-sim/parts/sample-source';
import { NS_PER_MS } from '../../host-sim/core/time-units';

// Registers of I2S0, written out again from the reference manual: the tests must not lean on the simulator's table.
export const I2S = {
  CONF: 0x3ff4f008,
  INT_RAW: 0x3ff4f00c,
  INT_ST: 0x3ff4f010,
  INT_ENA: 0x3ff4f014,
  INT_CLR: 0x3ff4f018,
  TIMING: 0x3ff4f01c,
  FIFO_CONF: 0x3ff4f020,
  RXEOF_NUM: 0x3ff4f024,
  CONF_SIGLE_DATA: 0x3ff4f028,
  CONF_CHAN: 0x3ff4f02c,
  OUT_LINK: 0x3ff4f030,
  IN_LINK: 0x3ff4f034,
  OUT_EOF_DES_ADDR: 0x3ff4f038,
  IN_EOF_DES_ADDR: 0x3ff4f03c,
  OUT_EOF_BFR_DES_ADDR: 0x3ff4f040,
  LC_CONF: 0x3ff4f060,
  CONF1: 0x3ff4f0a0,
  CONF2: 0x3ff4f0a8,
  CLKM_CONF: 0x3ff4f0ac,
  SAMPLE_RATE_CONF: 0x3ff4f0b0,
  PDM_CONF: 0x3ff4f0b4,
  STATE: 0x3ff4f0bc,
  DATE: 0x3ff4f0fc,
} as const;

export const PERIP_CLK_EN = 0x3ff000c0;
export const PERIP_RST_EN = 0x3ff000c4;

/** A register and the value to write. */
export type Write = readonly [address: number, value: number];

/** A chip with a microphone and an amplifier on the pins of the reference's example, on a clock of its own. */
export type SoundBench = {
  readonly clock: VirtualClock;
  readonly memory: Memory;
  readonly chip: Chip;
  readonly microphone: Microphone;
  readonly amplifier: Amplifier;
  peek(address: number): number;
  poke(address: number, value: number): void;
  /** Lets time pass, and the DMA with it. */
  runMs(ms: number): void;
  /** Words of a fresh buffer that has an address. */
  allocate(words: number): { readonly address: number; readonly words: Int32Array<ArrayBuffer> };
};

export type SoundBenchOptions = {
  readonly source?: SampleSource;
  readonly memory?: AddressRange;
  readonly startupBckCycles?: number;
  readonly chip?: Partial<ChipOptions>;
};

export function createSoundBench(options: SoundBenchOptions = {}): SoundBench {
  const clock = new VirtualClock();
  const memory = new Memory(options.memory);
  const chip = createChip({ clock, memory, ...options.chip });
  const microphone = new Microphone({
    pads: { bck: 26, ws: 25, data: 32 },
    source: options.source ?? SILENCE,
    startupBckCycles: options.startupBckCycles ?? 0,
  });
  const amplifier = new Amplifier({ pads: { bck: 26, ws: 25, data: 22 } });
  chip.attach(microphone);
  chip.attach(amplifier);
  return {
    clock,
    memory,
    chip,
    microphone,
    amplifier,
    peek: (address) => chip.bus.read32(address),
    poke: (address, value) => chip.bus.write32(address, value),
    runMs: (ms) => {
      clock.runUntil(clock.nowNs + Math.round(ms * NS_PER_MS));
      chip.advance();
    },
    allocate: (count) => {
      const words = new Int32Array(count);
      return { address: memory.place(words.buffer), words };
    },
  };
}

/** Steps 1 to 3 of the reference: clock on, reset pulse. */
export function ungate({ peek, poke }: SoundBench): void {
  poke(PERIP_CLK_EN, peek(PERIP_CLK_EN) | 0x10);
  poke(PERIP_RST_EN, peek(PERIP_RST_EN) | 0x10);
  poke(PERIP_RST_EN, peek(PERIP_RST_EN) & ~0x10);
}

/** Step 13 of the reference: BCK 26, WS 25, data out 22, data in 32. */
export const ROUTING: readonly Write[] = [
  [0x3ff49028, 0x2800],
  [0x3ff44598, 23],
  [0x3ff44024, 1 << 26],
  [0x3ff49024, 0x2800],
  [0x3ff44594, 25],
  [0x3ff44024, 1 << 25],
  [0x3ff49080, 0x2800],
  [0x3ff44588, 163],
  [0x3ff44024, 1 << 22],
  [0x3ff44034, 1 << 0],
  [0x3ff4901c, 0x2a00],
  [0x3ff4439c, 0x80 | 32],
];

/** What a test may want different from the recommended full-duplex settings at 16 kHz. */
export type FullDuplexOptions = {
  readonly txDescriptor?: number;
  readonly rxDescriptor?: number;
  readonly rxEofWords?: number;
  readonly conf?: number;
  readonly clkm?: number;
  readonly sampleRate?: number;
  readonly fifo?: number;
  readonly chan?: number;
  readonly lcConf?: number;
  readonly routing?: readonly Write[];
};

/** Section 2.1 of the reference, step by step: full duplex, 16 kHz, 32-bit slots, Philips. */
export function startFullDuplex(bench: SoundBench, options: FullDuplexOptions = {}): void {
  const { poke } = bench;
  const conf = options.conf ?? 0x00040c80;
  const lcConf = options.lcConf ?? 0x100;
  ungate(bench);
  poke(I2S.CLKM_CONF, options.clkm ?? 0x00140127);
  poke(I2S.SAMPLE_RATE_CONF, options.sampleRate ?? 0x00820104);
  poke(I2S.CONF2, 0);
  poke(I2S.INT_ENA, 0);
  poke(I2S.TIMING, 0);
  poke(I2S.PDM_CONF, 0x01550020);
  poke(I2S.LC_CONF, lcConf);
  poke(I2S.FIFO_CONF, options.fifo ?? 0x001b7820);
  poke(I2S.CONF_CHAN, options.chan ?? 9);
  poke(I2S.RXEOF_NUM, options.rxEofWords ?? 160);
  poke(I2S.CONF, conf);
  for (const [address, value] of options.routing ?? ROUTING) poke(address, value);
  poke(I2S.CONF, conf | 0xf);
  poke(I2S.CONF, conf);
  poke(I2S.LC_CONF, lcConf | 0xf);
  poke(I2S.LC_CONF, lcConf);
  poke(I2S.INT_CLR, 0xffffffff);
  if (options.txDescriptor !== undefined) poke(I2S.OUT_LINK, 0x20000000 | (options.txDescriptor & 0xfffff));
  if (options.rxDescriptor !== undefined) poke(I2S.IN_LINK, 0x20000000 | (options.rxDescriptor & 0xfffff));
  poke(I2S.CONF, conf | 0x10);
  poke(I2S.CONF, conf | 0x30);
}

/** First word of a descriptor: owner, eof, length and size. */
export const descriptorWord = (bytes: number): number => (0xc0000000 | (bytes << 12) | bytes) >>> 0;

/** A closed ring of equal blocks in one buffer, descriptors first. */
export type Ring = {
  readonly address: number;
  readonly buffer: ArrayBuffer;
  /** Address of descriptor k. */
  descriptor(k: number): number;
  /** The words of block k. */
  block(k: number): Int32Array;
};

export function createRing(bench: SoundBench, blocks: number, blockWords: number): Ring {
  const { address, words } = bench.allocate(blocks * (3 + blockWords));
  const descriptor = (k: number): number => address + 12 * k;
  for (let k = 0; k < blocks; k++) {
    const buffer = address + 12 * blocks + 4 * blockWords * k;
    words.set([descriptorWord(4 * blockWords), buffer, descriptor((k + 1) % blocks)], 3 * k);
  }
  return {
    address,
    buffer: words.buffer,
    descriptor,
    block: (k) => words.subarray(3 * blocks + blockWords * k, 3 * blocks + blockWords * (k + 1)),
  };
}
