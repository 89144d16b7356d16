import { isArrayBuffer, isTypedArray, type Elements } from '../interpreter/elements';
import type { Interpreter } from '../interpreter/interpreter';
import { defineHidden, kindOf, type TypedArray, type TypedArrayKind } from '../interpreter/natives';
import type { UnalignedView } from '../interpreter/unaligned-views';

type Method = (this: unknown, ...values: unknown[]) => unknown;
type MakeView = (kind: TypedArrayKind, buffer: ArrayBuffer, byteOffset: number, length: unknown) => object;

/** What the interpreter's typed arrays can do beyond `set`, `subarray`, `slice` and `fill`, which are made anew here. */
const KEPT = ['constructor', 'length', 'buffer', 'byteLength', 'byteOffset', 'toString', 'join', 'indexOf', 'includes'];
const KEPT_WITH_CALLBACK = ['map', 'forEach', 'filter', 'find', 'findIndex', 'reduce', 'sort'];

/** Gives the typed arrays of the context the interpreter's methods, with their costs and differences. */
export function installTypedArrayMethods(
  interpreter: Interpreter,
  elements: Elements,
  view: MakeView,
  beforeMemory: () => void,
): void {
  const { cpu, costs, natives, fail } = interpreter;
  const prototype = natives.typedArrayPrototype;
  const native = Object.fromEntries(
    Object.getOwnPropertyNames(prototype).map((name) => [
      name,
      Object.getOwnPropertyDescriptor(prototype, name)?.value as Method,
    ]),
  );
  for (const name of Object.getOwnPropertyNames(prototype))
    if (!KEPT.includes(name) && !KEPT_WITH_CALLBACK.includes(name)) delete prototype[name];

  const require = (value: unknown, method: string): TypedArray => {
    if (isTypedArray(value)) return value;
    return fail(`${method}: the simulator knows no such method of a view whose byte offset is not aligned`);
  };

  for (const name of KEPT_WITH_CALLBACK) {
    defineHidden(prototype, {
      [name](this: unknown, ...values: unknown[]): unknown {
        const array = require(this, name);
        cpu.charge(array.length * costs.callbackPerElement);
        return native[name].apply(array, values);
      },
    });
  }

  defineHidden(prototype, {
    set(this: unknown, source: unknown, offset: unknown): void {
      const to = require(this, 'set');
      const at = Number(offset ?? 0);
      const from = elements.numbers(source);
      if (from === undefined) return fail('Expecting first argument to be an array');
      // What does not fit is left out, without a word.
      const count = Math.max(0, Math.min(from.length, to.length - at));
      const pair = `${elements.bytesPerElement(source)}>${elements.bytesPerElement(to)}`;
      cpu.charge(count * (costs.setPerElement[pair] ?? costs.setPerElement['4>4']));
      beforeMemory();
      // Taken before the DMA had caught up, an unaligned copy would be old.
      const now = isTypedArray(source) ? source : (elements.numbers(source) ?? from);
      const fitting =
        count === now.length ? now : isTypedArray(now) ? native['subarray'].call(now, 0, count) : now.slice(0, count);
      native['set'].call(to, fitting, at);
    },
    subarray(this: unknown, begin: unknown, end: unknown): object {
      cpu.charge(costs.subarray - costs.typedArrayView);
      const { kind, buffer, byteOffset, length, bytesPerElement } = describe(this);
      const clip = (index: unknown, otherwise: number): number => {
        const number = index === undefined ? otherwise : Math.trunc(Number(index)) || 0;
        return Math.max(0, Math.min(length, number < 0 ? length + number : number));
      };
      const from = clip(begin, 0);
      const to = Math.max(from, clip(end, length));
      return view(kind, buffer, byteOffset + from * bytesPerElement, to - from);
    },
    slice(this: unknown, begin: unknown, end: unknown): unknown[] {
      const values = Array.from(elements.numbers(this) ?? []).slice(begin as number, end as number);
      cpu.charge(values.length * costs.slicePerElement);
      return interpreter.array(values);
    },
    fill(this: unknown, value: unknown, begin: unknown, end: unknown): unknown {
      const array = require(this, 'fill');
      cpu.charge(array.length * costs.fillPerElement);
      return native['fill'].call(array, value, begin, end);
    },
    reverse(this: unknown): unknown {
      const array = require(this, 'reverse');
      cpu.charge(array.length * costs.fillPerElement);
      return native['reverse'].call(array);
    },
  });

  function describe(value: unknown): UnalignedView {
    if (isTypedArray(value)) {
      if (!isArrayBuffer(value.buffer)) return fail('subarray: not a view of an ArrayBuffer');
      return {
        kind: kindOf(value),
        buffer: value.buffer,
        byteOffset: value.byteOffset,
        length: value.length,
        bytesPerElement: elements.bytesPerElement(value),
      };
    }
    return elements.views.find(value as object) ?? fail('subarray: not a typed array');
  }
}
