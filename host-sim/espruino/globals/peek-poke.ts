import { isInstructionMemory } from '../../core/address-map';
import type { Bus } from '../../core/bus';
import { UnmodelledCall } from '../cpu/errors';
import type { Interpreter } from '../interpreter/interpreter';

/** The addresses of the peripherals, which take whole words only. */
const PERIPHERALS_BASE = 0x3ff00000;
const PERIPHERALS_END = 0x3ff80000;
const AHB_BASE = 0x60000000;

const isRegister = (address: number): boolean =>
  (address >= PERIPHERALS_BASE && address < PERIPHERALS_END) || address >= AHB_BASE;

/** Names what takes whole words only at an address, or undefined where single bytes can be read. */
function wordOnlyMemory(address: number): string | undefined {
  if (isRegister(address)) return 'a register';
  return isInstructionMemory(address) ? 'instruction memory' : undefined;
}

/** Installs `peek8/16/32` and `poke8/16/32`. An access that the bus refuses stops the run: firmware cannot catch it. */
export function installPeekPoke(interpreter: Interpreter, bus: Bus): void {
  const { cpu, costs, globals } = interpreter;

  const read = (address: number, bytes: number): number => {
    cpu.charge(costs.peek);
    return cpu.guard(() => {
      if (bytes === 4) return bus.read32(address >>> 0);
      refuseNarrow(`peek${8 * bytes}`, address);
      const word = bus.read32((address & ~3) >>> 0);
      return (word >>> (8 * (address & 3))) & (bytes === 1 ? 0xff : 0xffff);
    });
  };

  const write = (address: number, value: number, bytes: number): void => {
    cpu.charge(costs.poke);
    cpu.guard(() => {
      if (bytes === 4) return bus.write32(address >>> 0, value >>> 0);
      refuseNarrow(`poke${8 * bytes}`, address);
      const shift = 8 * (address & 3);
      const mask = (bytes === 1 ? 0xff : 0xffff) << shift;
      const at = (address & ~3) >>> 0;
      bus.write32(at, ((bus.read32(at) & ~mask) | ((value << shift) & mask)) >>> 0);
    });
  };

  const peek = (bytes: number) => (address: unknown, count: unknown) => {
    if (count === undefined) return read(Number(address), bytes);
    return interpreter.array(Array.from({ length: Number(count) }, (_, i) => read(Number(address) + i * bytes, bytes)));
  };

  const poke = (bytes: number) => (address: unknown, value: unknown) => {
    const list = typeof value === 'number' ? [value] : Array.from(value as ArrayLike<number>);
    list.forEach((word, i) => write(Number(address) + i * bytes, word, bytes));
  };

  Object.assign(globals, {
    peek8: peek(1),
    peek16: peek(2),
    peek32: peek(4),
    poke8: poke(1),
    poke16: poke(2),
    poke32: poke(4),
  });
}

function refuseNarrow(call: string, address: number): void {
  const what = wordOnlyMemory(address);
  if (what !== undefined)
    throw new UnmodelledCall(call, `0x${address.toString(16)} is ${what}, which takes whole words only`);
}
