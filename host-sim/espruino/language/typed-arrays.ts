import { Elements, isArrayBuffer } from '../interpreter/elements';
import type { Interpreter } from '../interpreter/interpreter';
import { BYTES_PER_ELEMENT, defineHidden, TYPED_ARRAY_KINDS, type TypedArrayKind } from '../interpreter/natives';
import { installTypedArrayMethods, type MakeView } from './typed-array-methods';
import { UnalignedViews } from '../interpreter/unaligned-views';

/** `byteOffset` is a field of 16 bits in the interpreter's variables. */
const LARGEST_BYTE_OFFSET = 65535;

/** Replaces V8's constructors by the interpreter's. The arrays that they make are V8's own, for speed. */
export function installTypedArrays(interpreter: Interpreter, beforeMemory: () => void): Elements {
  const { natives } = interpreter;
  const elements = new Elements(new UnalignedViews(natives));
  const view: MakeView = (kind, buffer, byteOffset, length) =>
    createView(interpreter, elements, kind, buffer, byteOffset, length);
  for (const kind of TYPED_ARRAY_KINDS) installConstructor(interpreter, elements, kind, view);
  installTypedArrayMethods(interpreter, { elements, view, beforeMemory });
  installDataView(interpreter, beforeMemory);
  installArrayBuffer(interpreter);
  return elements;
}

function createView(
  { cpu, costs, natives, fail }: Interpreter,
  elements: Elements,
  kind: TypedArrayKind,
  buffer: ArrayBuffer,
  byteOffset: number,
  length: unknown,
): object {
  cpu.charge(costs.typedArrayView);
  const bytesPerElement = BYTES_PER_ELEMENT[kind];
  if (byteOffset > LARGEST_BYTE_OFFSET) fail('byteOffset too large');
  const room = Math.floor((buffer.byteLength - byteOffset) / bytesPerElement);
  const count = length === undefined ? Math.max(0, room) : Number(length);
  // The interpreter makes such a view, and reads outside the buffer.
  if (byteOffset < 0 || count < 0 || count > room)
    fail(`${kind}: ${count} elements from byte ${byteOffset} on do not lie in a buffer of ${buffer.byteLength} bytes`);
  if (byteOffset % bytesPerElement === 0) return new natives.typedArrays[kind](buffer, byteOffset, count);
  return elements.views.create({ kind, buffer, byteOffset, length: count, bytesPerElement });
}

function installConstructor(interpreter: Interpreter, elements: Elements, kind: TypedArrayKind, view: MakeView): void {
  const { cpu, costs, natives, globals } = interpreter;
  const Native = natives.typedArrays[kind];
  const allocate = (bytes: number): void => cpu.charge(costs.typedArrayNew + bytes * costs.typedArrayNewPerByte);
  const construct = function (source: unknown, byteOffset?: unknown, length?: unknown): object {
    if (isArrayBuffer(source)) return view(kind, source, Number(byteOffset ?? 0), length);
    if (typeof source === 'number' || source === undefined) {
      const count = Number(source ?? 0);
      if (!Number.isInteger(count) || count < 0) interpreter.fail(`Invalid length for ${kind}: ${count}`);
      allocate(count * BYTES_PER_ELEMENT[kind]);
      return new Native(count);
    }
    const numbers = elements.numbers(source);
    if (numbers === undefined) return interpreter.fail(`Unsupported first argument of type ${typeof source}`);
    allocate(numbers.length * BYTES_PER_ELEMENT[kind]);
    cpu.charge(numbers.length * costs.typedArrayFromPerElement);
    return new Native(numbers);
  };
  Object.defineProperty(construct, 'name', { value: kind });
  Object.defineProperty(construct, 'prototype', { value: Native.prototype });
  defineHidden(Native.prototype, { constructor: construct });
  globals[kind] = construct;
}

function installDataView({ cpu, costs, natives }: Interpreter, beforeMemory: () => void): void {
  const { prototype } = natives.DataView;
  for (const name of Object.getOwnPropertyNames(prototype)) {
    if (!/^[gs]et/.test(name)) continue;
    if (name.includes('Big')) {
      delete prototype[name];
      continue;
    }
    const native = prototype[name] as (this: unknown, ...values: unknown[]) => unknown;
    const access = function (this: unknown, at: unknown, second: unknown, third: unknown): unknown {
      cpu.charge(costs.dataViewAccess);
      beforeMemory();
      return native.call(this, at, second, third);
    };
    defineHidden(prototype, { [name]: access });
  }
}

function installArrayBuffer({ cpu, costs, natives, globals }: Interpreter): void {
  const Native = natives.ArrayBuffer;
  const construct = function (bytes: unknown): object {
    cpu.charge(costs.typedArrayNew + Number(bytes) * costs.typedArrayNewPerByte);
    return new Native(Number(bytes));
  };
  const { prototype } = Native;
  for (const name of Object.getOwnPropertyNames(prototype))
    if (name !== 'byteLength' && name !== 'constructor') delete prototype[name];
  Object.defineProperty(construct, 'prototype', { value: prototype });
  defineHidden(prototype, { constructor: construct });
  globals['ArrayBuffer'] = construct;
}
