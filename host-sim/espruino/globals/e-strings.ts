import { stringOf } from '../interpreter/byte-strings';
import type { Elements } from '../interpreter/elements';
import type { Interpreter } from '../interpreter/interpreter';
import type { FlatStrings } from './flat-strings';

/** What the conversions of `E` need. */
export type EStringPorts = {
  readonly elements: Elements;
  readonly beforeMemory: () => void;
  readonly flatStrings: FlatStrings;
  readonly defrag: () => void;
};

/** Functions of `E` that make strings and arrays of bytes from each other. */
export function stringsOfE(interpreter: Interpreter, ports: EStringPorts): Record<string, unknown> {
  const { cpu, costs, fail } = interpreter;
  const { elements, beforeMemory, flatStrings, defrag } = ports;

  const toText = (values: readonly unknown[]): string => {
    beforeMemory();
    const bytes = flatten(values, elements);
    cpu.charge(costs.toStringCall + bytes.length * costs.toStringPerByte);
    return stringOf(bytes);
  };
  const noUnicode = (): never => fail('Unicode not supported on this build');

  return {
    /** Gives a single string back as it is. Anything else becomes a new string, which is flat if memory allows it. */
    toString(...values: unknown[]): string {
      const text = toText(values);
      if (values.length > 1 || typeof values[0] !== 'string') flatStrings.made(text);
      return text;
    },
    /** Makes a flat string. If there is no room for it, all arrays move to make room. */
    toFlatString(...values: unknown[]): string {
      if (flatStrings.areRefused) defrag();
      const text = toText(values);
      flatStrings.force(text);
      return text;
    },
    toUint8Array(...values: unknown[]) {
      beforeMemory();
      const bytes = flatten(values, elements);
      cpu.charge(costs.typedArrayNew + bytes.length * costs.toUint8ArrayPerByte);
      return new interpreter.natives.typedArrays.Uint8Array(interpreter.buffer(bytes));
    },
    toArrayBuffer(text: unknown) {
      cpu.charge(costs.toArrayBuffer);
      if (typeof text !== 'string') return undefined;
      return interpreter.buffer(flatten([text], elements));
    },
    asUTF8: noUnicode,
    fromUTF8: noUnicode,
    toUTF8: noUnicode,
    isUTF8: () => false,
  };
}

/** The bytes of strings, numbers, arrays and buffers, one after the other. Arrays may be nested. */
function flatten(values: readonly unknown[], elements: Elements): Uint8Array {
  const parts = values.map((value) => {
    if (typeof value === 'number') return Uint8Array.of(value);
    if (Array.isArray(value)) return flatten(value, elements);
    return elements.bytes(value) ?? new Uint8Array(0);
  });
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
