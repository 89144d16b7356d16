import { isTypedArray, type Elements } from '../interpreter/elements';
import type { Interpreter } from '../interpreter/interpreter';
import { kindOf, type TypedArray } from '../interpreter/natives';

const UNSIGNED: Readonly<Record<string, Uint8ArrayConstructor | Uint16ArrayConstructor>> = {
  Int8Array: Uint8Array,
  Int16Array: Uint16Array,
};

/** The interpreter reads source values without their sign. It reads 32-bit values as 0, because its mask overflows. */
function unsigned(values: TypedArray | readonly number[]): ArrayLike<number> {
  if (!isTypedArray(values)) return values;
  if (values.BYTES_PER_ELEMENT === 4) return new Uint8Array(values.length);
  const Unsigned = UNSIGNED[kindOf(values)];
  if (Unsigned === undefined) return values;
  return new Unsigned(values.buffer as ArrayBuffer, values.byteOffset, values.length);
}

/** Source bytes as groups of `bits` bits each, the highest first; what is left at the end is dropped. */
function groupsOf(bytes: ArrayLike<number>, bits: number): number[] {
  const groups: number[] = [];
  let held = 0;
  let count = 0;
  for (const byte of Array.from(bytes)) {
    held = (held << 8) | byte;
    for (count += 8; count >= bits; count -= bits) groups.push((held >> (count - bits)) & ((1 << bits) - 1));
    held &= (1 << count) - 1;
  }
  return groups;
}

/**
 * `E.mapInPlace(from, to, map, bits)`: `to[i] = map[from[i]]` or `to[i] = from[i]`, up to the shorter length. `bits` is modelled for bytes
 * and up to 8 bits, the highest first.
 */
export function createMapInPlace(
  interpreter: Interpreter,
  elements: Elements,
  beforeMemory: () => void,
): (from: unknown, to: unknown, map?: unknown, bits?: unknown) => void {
  const { cpu, costs, fail } = interpreter;

  const perElement = (map: unknown, from: unknown, to: unknown): number => {
    if (map === undefined) return costs.mapWithoutTablePerElement;
    if (typeof map === 'function') return costs.callbackPerElement;
    const fromBytes = Math.max(1, elements.bytesPerElement(from));
    const toBytes = Math.max(1, elements.bytesPerElement(to));
    return costs.mapPerElement[toBytes]! + (fromBytes - 1) * costs.mapPerSourceByte;
  };

  return (from, to, map, bits) => {
    const isGrouped = bits !== undefined && bits !== 0;
    if (isGrouped && !(typeof bits === 'number' && bits > 0 && bits <= 8 && elements.bytesPerElement(from) === 1))
      fail('E.mapInPlace: `bits` is modelled for bytes and 1 to 8 bits');
    if (!isTypedArray(to)) return fail('`to` should be a typed array; an unaligned one is not modelled');
    const source = elements.numbers(from);
    if (source === undefined) return fail('`from` should be a typed array');
    const groups = isGrouped ? groupsOf(source, bits as number) : undefined;
    const count = Math.min(groups?.length ?? source.length, to.length);
    cpu.charge(costs.mapCall + count * perElement(map, from, to));
    beforeMemory();
    const values = groups ?? unsigned(source);
    if (map === undefined) {
      for (let i = 0; i < count; i++) to[i] = values[i]!;
    } else if (typeof map === 'function') {
      for (let i = 0; i < count; i++) to[i] = Number(interpreter.call(map, undefined, [values[i], i])) || 0;
    } else {
      const table = isTypedArray(map) ? map : elements.numbers(map);
      if (table === undefined) return fail('`map` should be a function or an array');
      const { length: size } = table;
      for (let i = 0; i < count; i++) {
        const index = values[i]!;
        to[i] = index < size ? table[index]! : 0;
      }
    }
  };
}
