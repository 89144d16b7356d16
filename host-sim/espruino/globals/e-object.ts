import { stringOf } from '../interpreter/byte-strings';
import { isTypedArray, type Elements } from '../interpreter/elements';
import { UnmodelledCall } from '../cpu/errors';
import { SHORTEST_FLAT_BYTES, type FlatStrings } from './flat-strings';
import type { Interpreter } from '../interpreter/interpreter';
import { createMapInPlace } from './map-in-place';
import type { Random } from '../../core/random';

/** What `E` needs of the board. */
export type EPorts = {
  readonly elements: Elements;
  readonly random: Random;
  readonly beforeMemory: () => void;
  /** The address of a buffer in the board's memory. */
  readonly place: (buffer: ArrayBuffer) => number;
  readonly flatStrings: FlatStrings;
  readonly nativeCall: (address: unknown, signature: unknown, data: unknown) => unknown;
  readonly defrag: () => void;
  readonly reboot: () => void;
};

const JSVAR_BYTES = 14;

/** Makes the global `E`. */
export function createE(interpreter: Interpreter, ports: EPorts): Record<string, unknown> {
  const { cpu, costs, fail } = interpreter;
  const { elements, random, beforeMemory } = ports;

  const numbers = (value: unknown, call: string): ArrayLike<number> => {
    beforeMemory();
    return elements.numbers(value) ?? fail(`${call}: not an array`);
  };

  /** Bytes of any mixture of strings, numbers, arrays and buffers; nested ones too. */
  const flatten = (values: readonly unknown[]): Uint8Array => {
    const parts = values.map((value) => {
      if (typeof value === 'number') return Uint8Array.of(value);
      if (Array.isArray(value)) return flatten(value);
      return elements.bytes(value) ?? new Uint8Array(0);
    });
    const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
    let at = 0;
    for (const part of parts) {
      all.set(part, at);
      at += part.length;
    }
    return all;
  };

  const toText = (values: readonly unknown[]): string => {
    beforeMemory();
    const bytes = flatten(values);
    cpu.charge(costs.toStringCall + bytes.length * costs.toStringPerByte);
    return stringOf(bytes);
  };

  /** One string stays what it is; anything else becomes a new string, in one piece when memory has such a run. */
  const toNewString = (...values: unknown[]): string => {
    const text = toText(values);
    if (values.length > 1 || typeof values[0] !== 'string') ports.flatStrings.made(text);
    return text;
  };

  /** Makes room for the string if there is none, and moves arrays for it. */
  const toFlatString = (...values: unknown[]): string => {
    if (ports.flatStrings.areRefused) ports.defrag();
    const text = toText(values);
    ports.flatStrings.force(text);
    return text;
  };

  const addressOf = (value: unknown, isFlat: unknown): number => {
    cpu.charge(costs.getAddressOf);
    if (isFlat !== true) throw cpu.stop(new UnmodelledCall('E.getAddressOf', 'only flat addresses are modelled'));
    if (typeof value === 'string') return ports.flatStrings.addressOf(value);
    if (typeof value !== 'object' || value === null) return 0;
    const view = isTypedArray(value) ? value : elements.views.find(value);
    const buffer = (view === undefined ? value : view.buffer) as ArrayBuffer;
    if (!(buffer.byteLength >= SHORTEST_FLAT_BYTES)) return 0;
    return cpu.guard(() => ports.place(buffer)) + (view?.byteOffset ?? 0);
  };

  const unmodelled = (call: string, why: string) => (): never => {
    throw cpu.stop(new UnmodelledCall(call, why));
  };

  return interpreter.object({
    mapInPlace: createMapInPlace(interpreter, elements, beforeMemory),
    sum(value: unknown) {
      const list = numbers(value, 'E.sum');
      cpu.charge(list.length * costs.sumPerElement);
      let sum = 0;
      for (let i = 0; i < list.length; i++) sum += list[i];
      return sum;
    },
    /** Mean of the squares of the distances from `mean`. */
    variance(value: unknown, mean: unknown) {
      const list = numbers(value, 'E.variance');
      cpu.charge(list.length * costs.variancePerElement);
      let sum = 0;
      for (let i = 0; i < list.length; i++) sum += (list[i] - Number(mean)) ** 2;
      return sum / list.length;
    },
    toString: toNewString,
    toUint8Array(...values: unknown[]) {
      beforeMemory();
      const bytes = flatten(values);
      cpu.charge(costs.typedArrayNew + bytes.length * costs.toUint8ArrayPerByte);
      return new interpreter.natives.typedArrays.Uint8Array(interpreter.buffer(bytes));
    },
    toArrayBuffer(text: unknown) {
      cpu.charge(costs.toArrayBuffer);
      if (typeof text !== 'string') return undefined;
      return interpreter.buffer(flatten([text]));
    },
    toFlatString,
    getAddressOf: addressOf,
    getSizeOf(value: unknown) {
      const bytes = elements.bytes(value);
      if (bytes !== undefined) return 3 + Math.ceil(bytes.length / JSVAR_BYTES);
      return typeof value === 'object' && value !== null ? 1 + 2 * Object.keys(value).length : 1;
    },
    CRC32(value: unknown) {
      beforeMemory();
      const bytes = elements.bytes(value) ?? fail('E.CRC32: no data');
      cpu.charge(bytes.length * costs.crc32PerByte);
      return crc32(bytes);
    },
    hwRand() {
      cpu.charge(costs.hwRand);
      return random.nextUint32() | 0;
    },
    clip: (value: number, low: number, high: number) => (value < low ? low : value > high ? high : value),
    reverseByte(value: number) {
      let reversed = 0;
      for (let bit = 0; bit < 8; bit++) if (value & (1 << bit)) reversed |= 0x80 >> bit;
      return reversed;
    },
    defrag: ports.defrag,
    reboot: ports.reboot,
    setFlags: () => {},
    getFlags: () => interpreter.object({ deepSleep: 0, pretokenise: 0, unsafeFlash: 0, unsyncFiles: 0 }),
    getErrorFlags: () => interpreter.array([]),
    kickWatchdog: () => {},
    enableWatchdog: () => {},
    setTimeZone: () => {},
    setClock: () => undefined,
    asUTF8: () => fail('Unicode not supported on this build'),
    fromUTF8: () => fail('Unicode not supported on this build'),
    toUTF8: () => fail('Unicode not supported on this build'),
    isUTF8: () => false,
    nativeCall: ports.nativeCall,
    memoryArea: unmodelled('E.memoryArea', 'memory outside arrays is not modelled'),
    convolve: unmodelled('E.convolve', 'not modelled'),
    FFT: unmodelled('E.FFT', 'not modelled'),
  });
}

/** The CRC of IEEE 802.3, from 0 up as the interpreter has it. */
function crc32(bytes: Uint8Array): number {
  let crc = -1;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
}
