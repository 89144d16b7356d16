import { UnmodelledCall } from '../cpu/errors';
import type { Elements } from '../interpreter/elements';
import type { Interpreter } from '../interpreter/interpreter';
import { createMapInPlace } from './map-in-place';

/** What the arithmetic of `E` needs. */
export type EArithmeticPorts = { readonly elements: Elements; readonly beforeMemory: () => void };

/** Functions of `E` that compute with numbers and arrays of numbers. */
export function arithmeticOfE(interpreter: Interpreter, ports: EArithmeticPorts): Record<string, unknown> {
  const { cpu, costs, fail } = interpreter;
  const { elements, beforeMemory } = ports;

  const numbers = (value: unknown, call: string): ArrayLike<number> => {
    beforeMemory();
    return elements.numbers(value) ?? fail(`${call}: not an array`);
  };
  const unmodelled = (call: string) => (): never => {
    throw cpu.stop(new UnmodelledCall(call, 'not modelled'));
  };

  return {
    mapInPlace: createMapInPlace(interpreter, elements, beforeMemory),
    sum(value: unknown) {
      const list = numbers(value, 'E.sum');
      cpu.charge(list.length * costs.sumPerElement);
      let sum = 0;
      for (let i = 0; i < list.length; i++) sum += list[i]!;
      return sum;
    },
    /** The mean of the squared distances from `mean`. */
    variance(value: unknown, mean: unknown) {
      const list = numbers(value, 'E.variance');
      cpu.charge(list.length * costs.variancePerElement);
      let sum = 0;
      for (let i = 0; i < list.length; i++) sum += (list[i]! - Number(mean)) ** 2;
      return sum / list.length;
    },
    CRC32(value: unknown) {
      beforeMemory();
      const bytes = elements.bytes(value) ?? fail('E.CRC32: no data');
      cpu.charge(bytes.length * costs.crc32PerByte);
      return crc32(bytes);
    },
    clip: (value: number, low: number, high: number) => (value < low ? low : value > high ? high : value),
    reverseByte(value: number) {
      let reversed = 0;
      for (let bit = 0; bit < 8; bit++) if (value & (1 << bit)) reversed |= 0x80 >> bit;
      return reversed;
    },
    convolve: unmodelled('E.convolve'),
    FFT: unmodelled('E.FFT'),
  };
}

/** The CRC of IEEE 802.3 as an unsigned number, as the interpreter gives it. */
function crc32(bytes: Uint8Array): number {
  let crc = -1;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
}
