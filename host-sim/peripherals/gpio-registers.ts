import { BadRegisterValue } from '../core/errors';
import { RegisterFile, type RegisterDescription } from '../core/register-file';

// ESP32 Technical Reference Manual, chapter "IO_MUX and GPIO Matrix". Names are the manual's.
const GPIO_BASE = 0x3ff44000;
const STRAP = 0x38;
const FUNC_IN_SEL = 0x130;
const FUNC_OUT_SEL = 0x530;
const SIGNALS = 256;
const OUT_INV_SEL = 1 << 9;
const OEN_INV_SEL = 1 << 11;
const IN_INV_SEL = 1 << 6;
const ALL_PADS = 0xffffffff;
const HIGH_PADS = 0xff;

/** The number of GPIO numbers. The first register of a pair has GPIO 0 to 31, the second 32 to 39. */
export const PADS = 40;
/** The output selection for the level of the GPIO itself. */
export const SIGNAL_GPIO = 256;

/** Offsets of the register pairs: GPIO 0 to 31, GPIO 32 to 39. */
export const OUT = [0x04, 0x10] as const;
export const ENABLE = [0x20, 0x2c] as const;
const IN = [0x3c, 0x40] as const;

/** The register of a pair that has the bit of a pad. */
export const pairOf = (pair: readonly [number, number], pad: number): number => (pad < 32 ? pair[0] : pair[1]);

/** Offset of the register that selects what drives a pad. */
export const outSelOf = (pad: number): number => FUNC_OUT_SEL + 4 * pad;
/** Offset of the register that selects the pad of an input signal. */
export const inSelOf = (signal: number): number => FUNC_IN_SEL + 4 * signal;

/** What the registers need to know, and what they report. */
type GpioRegisterPorts = {
  readonly beforeChange: () => void;
  readonly onChange: () => void;
  /** The levels that the chip sees on GPIO 0 to 31 (bank 0) or 32 to 39 (bank 1). */
  readonly readInputs: (bank: 0 | 1) => number;
};

/** The names of I2S0's signals for register dumps (soc/gpio_sig_map.h). Other signals have their number only. */
function signalSuffix(signal: number): string {
  const named: Record<number, string> = { 23: 'I2S0O_BCK', 25: 'I2S0O_WS', 27: 'I2S0I_BCK', 28: 'I2S0I_WS' };
  if (signal >= 140 && signal <= 155) return `(I2S0I_DATA_IN${signal - 140})`;
  return named[signal] === undefined ? '' : `(${named[signal]})`;
}

/** A register with its write-1-to-set and write-1-to-clear registers, which lie directly behind it. */
function setAndClear(
  name: string,
  offset: number,
  bits: number,
  beforeChange: () => void,
  file: () => RegisterFile,
): RegisterDescription[] {
  const change = (next: (value: number, written: number) => number) => (written: number) =>
    file().set(offset, next(file().get(offset), written & bits));
  const companion = { writable: 0, check: beforeChange };
  return [
    { name, offset, writable: bits, check: beforeChange },
    { ...companion, name: `${name}_W1TS`, offset: offset + 4, written: change((value, set) => value | set) },
    { ...companion, name: `${name}_W1TC`, offset: offset + 8, written: change((value, clear) => value & ~clear) },
  ];
}

/** The registers of the GPIO block, including the selectors of the matrix. */
export function createGpioRegisters(ports: GpioRegisterPorts): RegisterFile {
  const { beforeChange } = ports;
  const self = (): RegisterFile => file;
  const refuse = (name: string, bits: number) => (value: number) => {
    if ((value & bits) !== 0) throw new BadRegisterValue(name, value, 'inverted signals are not modelled');
    beforeChange();
  };
  const descriptions: RegisterDescription[] = [
    ...setAndClear('GPIO_OUT', OUT[0], ALL_PADS, beforeChange, self),
    ...setAndClear('GPIO_OUT1', OUT[1], HIGH_PADS, beforeChange, self),
    ...setAndClear('GPIO_ENABLE', ENABLE[0], ALL_PADS, beforeChange, self),
    ...setAndClear('GPIO_ENABLE1', ENABLE[1], HIGH_PADS, beforeChange, self),
    // The strapping pins at a boot from flash: MTDI is low; GPIO0, GPIO2, GPIO4, MTDO and GPIO5 follow their pulls.
    { name: 'GPIO_STRAP', offset: STRAP, reset: 0x13, writable: 0 },
    { name: 'GPIO_IN', offset: IN[0], writable: 0, read: () => ports.readInputs(0) },
    { name: 'GPIO_IN1', offset: IN[1], writable: 0, read: () => ports.readInputs(1) },
  ];
  for (let signal = 0; signal < SIGNALS; signal++) {
    const name = `GPIO_FUNC${signal}_IN_SEL_CFG${signalSuffix(signal)}`;
    descriptions.push({ name, offset: inSelOf(signal), writable: 0xff, check: refuse(name, IN_INV_SEL) });
  }
  for (let pad = 0; pad < PADS; pad++) {
    const name = `GPIO_FUNC${pad}_OUT_SEL_CFG`;
    const check = refuse(name, OUT_INV_SEL | OEN_INV_SEL);
    descriptions.push({ name, offset: outSelOf(pad), reset: SIGNAL_GPIO, writable: 0xfff, check });
  }
  const file = new RegisterFile('GPIO', GPIO_BASE, descriptions, { changed: ports.onChange });
  return file;
}
