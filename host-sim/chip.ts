import {
  otherSram1Address,
  RTC_FAST_BYTES,
  RTC_FAST_CODE,
  RTC_FAST_DATA,
  RTC_SLOW,
  RTC_SLOW_BYTES,
  SRAM1_BYTES,
  SRAM1_CODE,
} from './core/address-map';
import { Bus, type Peripheral } from './core/bus';
import type { Clock } from './core/clock';
import type { Ram } from './core/memory';
import { Dport } from './peripherals/dport';
import { Gpio } from './peripherals/gpio';
import type { GpioMatrix } from './peripherals/gpio-matrix';
import { I2s } from './peripherals/i2s';
import type { LinePart } from './peripherals/i2s-line';
import { IoMux } from './peripherals/io-mux';

// ESP32 Technical Reference Manual, chapter "System and Memory": address map. The second address of a block is its AHB
// alias (errata, CPU-3.18). The DPORT has none.
const DPORT_BASE = 0x3ff00000;
const GPIO_BASES = [0x3ff44000, 0x60004000];
const IO_MUX_BASES = [0x3ff49000, 0x60009000];
const I2S0_BASES = [0x3ff4f000, 0x6000f000];
const BLOCK_BYTES = 0x1000;

/** The addresses that I2S DMA can reach (SOC_DMA_LOW, SOC_DMA_HIGH in soc/soc.h of ESP-IDF v3.3.6). */
const DMA_BASE = 0x3ffae000;
const DMA_END = 0x40000000;

/** What a chip needs. */
export type ChipOptions = {
  readonly clock: Clock;
  readonly memory: Ram;
  /** RTC FAST memory. It keeps its bytes when the program restarts. */
  readonly rtcFast?: ArrayBuffer;
  /** RTC SLOW memory, if the chip is to have it. */
  readonly rtcSlow?: ArrayBuffer;
  /** The board's own instant in ns, which is later than the clock's while the CPU is busy. Default: the clock's. */
  readonly now?: () => number;
  /** How much faster than nominal the crystal runs, in whole parts per million. Default: 0. */
  readonly clockPpm?: number;
  /** The first address that DMA reaches, and the first one behind. Default: those of the ESP32. */
  readonly dmaBase?: number;
  readonly dmaEnd?: number;
  /** Called with a fault that no register access causes, such as a DMA on foreign memory. Default: throws it. */
  readonly onFault?: (fault: Error) => void;
};

/** The parts of an ESP32 that sound and pins need. */
export interface Chip {
  /** Peripherals and memory by address. */
  readonly bus: Bus;
  readonly memory: Ram;
  readonly gpio: Gpio;
  readonly matrix: GpioMatrix;
  readonly ioMux: IoMux;
  readonly dport: Dport;
  readonly i2s: I2s;
  /** Connects a part to the I2S wires. */
  attach(part: LinePart): void;
  /** Moves DMA and line up to the board's instant. Call it before the CPU reads memory that DMA writes. */
  advance(): void;
  /** Stops the chip for good. It leaves no timer on the clock. */
  powerOff(): void;
  /** Every modelled register by its name, as `0x%08X` text. */
  registers(): Record<string, string>;
}

/** Makes a chip: its blocks, connected to each other and to the bus. */
export function createChip(options: ChipOptions): Chip {
  const { clock, memory } = options;
  const now = options.now ?? ((): number => clock.nowNs);
  const advance = (): void => i2s.advance();
  const dport = new Dport({
    beforeChange: advance,
    onReset: (block) => {
      if (block === 'I2S0') i2s.reset();
    },
    onChange: () => i2s.clockChanged(),
  });
  const beforePadChange = (): void => i2s.beforeRoutingChange();
  const ioMux = new IoMux({ beforeChange: beforePadChange, onChange: () => gpio.settle(now()) });
  const gpio = new Gpio(ioMux, { now, beforeChange: beforePadChange });
  const i2s = new I2s({
    clock,
    now,
    memory,
    matrix: gpio.matrix,
    whyNotRunning: () => dport.whyNotRunning('I2S0'),
    clockPpm: options.clockPpm ?? 0,
    dmaBase: options.dmaBase ?? DMA_BASE,
    dmaEnd: options.dmaEnd ?? DMA_END,
    onFault:
      options.onFault ??
      ((fault) => {
        throw fault;
      }),
  });

  const bus = new Bus();
  bus.map(DPORT_BASE, BLOCK_BYTES, dport);
  for (const base of GPIO_BASES) bus.map(base, BLOCK_BYTES, gpio);
  for (const base of IO_MUX_BASES) bus.map(base, BLOCK_BYTES, ioMux);
  for (const base of I2S0_BASES) bus.map(base, BLOCK_BYTES, i2s);
  bus.map(memory.base, memory.end - memory.base, ramOnBus(memory, advance));
  bus.map(SRAM1_CODE, SRAM1_BYTES, sram1AsCode(memory, advance));
  if (options.rtcFast !== undefined)
    for (const base of [RTC_FAST_DATA, RTC_FAST_CODE])
      bus.map(base, RTC_FAST_BYTES, onBus('RTC FAST', options.rtcFast));
  if (options.rtcSlow !== undefined) bus.map(RTC_SLOW, RTC_SLOW_BYTES, onBus('RTC SLOW', options.rtcSlow));

  return {
    bus,
    memory,
    gpio,
    matrix: gpio.matrix,
    ioMux,
    dport,
    i2s,
    attach: (part) => i2s.attach(part),
    advance,
    powerOff: () => i2s.powerOff(),
    registers: () => asText({ ...dport.registers(), ...gpio.registers(), ...ioMux.registers(), ...i2s.registers() }),
  };
}

/** RAM on the data bus. DMA catches up before the CPU reads or writes a word. */
function ramOnBus(memory: Ram, advance: () => void): Peripheral {
  return {
    name: 'RAM',
    read(offset) {
      advance();
      return memory.read32(memory.base + offset);
    },
    write(offset, value) {
      advance();
      memory.write32(memory.base + offset, value);
    },
  };
}

/** SRAM1 on the instruction bus: the same words in reverse order. */
function sram1AsCode(memory: Ram, advance: () => void): Peripheral {
  return {
    name: 'SRAM1',
    read(offset) {
      advance();
      return memory.read32(otherSram1Address(SRAM1_CODE + offset));
    },
    write(offset, value) {
      advance();
      memory.write32(otherSram1Address(SRAM1_CODE + offset), value);
    },
  };
}

/** RTC memory on a bus. */
function onBus(name: string, buffer: ArrayBuffer): Peripheral {
  const words = new Uint32Array(buffer);
  return {
    name,
    read: (offset) => words[offset >> 2]!,
    write: (offset, value) => void (words[offset >> 2] = value),
  };
}

function asText(registers: Record<string, number>): Record<string, string> {
  const hex = (value: number): string => `0x${value.toString(16).toUpperCase().padStart(8, '0')}`;
  return Object.fromEntries(Object.entries(registers).map(([name, value]) => [name, hex(value)]));
}
