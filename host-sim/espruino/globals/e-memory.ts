import { UnmodelledCall } from '../cpu/errors';
import { isTypedArray, type Elements } from '../interpreter/elements';
import type { Interpreter } from '../interpreter/interpreter';
import { SHORTEST_FLAT_BYTES, type FlatStrings } from './flat-strings';
import { JSVAR_BYTES } from './process';

/** What the functions of `E` about memory need. */
export type EMemoryPorts = {
  readonly elements: Elements;
  /** Gives a buffer an address in the board's memory. */
  readonly place: (buffer: ArrayBuffer) => number;
  readonly flatStrings: FlatStrings;
  readonly nativeCall: (address: unknown, signature: unknown, data: unknown) => unknown;
  readonly defrag: () => void;
};

/** Functions of `E` about addresses and memory. */
export function memoryOfE(interpreter: Interpreter, ports: EMemoryPorts): Record<string, unknown> {
  const { cpu, costs } = interpreter;
  const { elements, place, flatStrings, nativeCall, defrag } = ports;
  return {
    getAddressOf(value: unknown, isFlat: unknown): number {
      cpu.charge(costs.getAddressOf);
      if (isFlat !== true) throw cpu.stop(new UnmodelledCall('E.getAddressOf', 'only flat addresses are modelled'));
      if (typeof value === 'string') return flatStrings.addressOf(value);
      if (typeof value !== 'object' || value === null) return 0;
      const view = isTypedArray(value) ? value : elements.views.find(value);
      const buffer = (view === undefined ? value : view.buffer) as ArrayBuffer;
      if (!(buffer.byteLength >= SHORTEST_FLAT_BYTES)) return 0;
      return cpu.guard(() => place(buffer)) + (view?.byteOffset ?? 0);
    },
    /** An estimate of the variables that a value takes. */
    getSizeOf(value: unknown): number {
      const bytes = elements.bytes(value);
      if (bytes !== undefined) return 3 + Math.ceil(bytes.length / JSVAR_BYTES);
      return typeof value === 'object' && value !== null ? 1 + 2 * Object.keys(value).length : 1;
    },
    defrag,
    nativeCall,
    memoryArea(): never {
      throw cpu.stop(new UnmodelledCall('E.memoryArea', 'memory outside arrays is not modelled'));
    },
  };
}
