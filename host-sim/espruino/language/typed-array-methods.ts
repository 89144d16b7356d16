import { isArrayBuffer, isTypedArray, type Elements } from '../interpreter/elements';
import type { Interpreter } from '../interpreter/interpreter';
import { defineHidden, kindOf, type TypedArray, type TypedArrayKind } from '../interpreter/natives';
import type { UnalignedView } from '../interpreter/unaligned-views';

type Method = (this: unknown, ...values: unknown[]) => unknown;

/** Makes a view of a buffer, whether its byte offset is aligned or not. */
export type MakeView = (kind: TypedArrayKind, buffer: ArrayBuffer, byteOffset: number, length: unknown) => object;

/** What the methods of typed arrays need. */
type TypedArrayPorts = {
  readonly elements: Elements;
  readonly view: MakeView;
  /** Brings memory up to date with DMA. */
  readonly beforeMemory: () => void;
};

/** V8's members that stay. `set`, `subarray`, `slice` and `fill` are replaced here, and the others are removed. */
const KEPT = ['constructor', 'length', 'buffer', 'byteLength', 'byteOffset', 'toString', 'join', 'indexOf', 'includes'];
const KEPT_WITH_CALLBACK = ['map', 'forEach', 'filter', 'find', 'findIndex', 'reduce', 'sort'];

/** Gives the typed arrays of the context the interpreter's methods, with their costs and differences. */
export function installTypedArrayMethods(interpreter: Interpreter, ports: TypedArrayPorts): void {
  const prototype = interpreter.natives.typedArrayPrototype;
  const methods = new TypedArrayMethods(interpreter, ports, prototype);
  for (const name of Object.getOwnPropertyNames(prototype))
    if (!KEPT.includes(name) && !KEPT_WITH_CALLBACK.includes(name)) delete prototype[name];
  for (const name of KEPT_WITH_CALLBACK) {
    defineHidden(prototype, {
      [name](this: unknown, ...values: unknown[]): unknown {
        return methods.withCallback(name, this, values);
      },
    });
  }
  defineHidden(prototype, {
    set(this: unknown, source: unknown, offset: unknown): void {
      methods.set(this, source, offset);
    },
    subarray(this: unknown, begin: unknown, end: unknown): object {
      return methods.subarray(this, begin, end);
    },
    slice(this: unknown, begin: unknown, end: unknown): unknown[] {
      return methods.slice(this, begin, end);
    },
    fill(this: unknown, value: unknown, begin: unknown, end: unknown): unknown {
      return methods.perElement('fill', this, [value, begin, end]);
    },
    reverse(this: unknown): unknown {
      return methods.perElement('reverse', this, []);
    },
  });
}

/** The methods, each with the array as its first or second argument. */
class TypedArrayMethods {
  private readonly interpreter: Interpreter;
  private readonly ports: TypedArrayPorts;
  /** V8's own methods by name, taken before any was removed. */
  private readonly native: ReadonlyMap<string, Method>;

  constructor(interpreter: Interpreter, ports: TypedArrayPorts, prototype: object) {
    this.interpreter = interpreter;
    this.ports = ports;
    this.native = new Map(
      Object.getOwnPropertyNames(prototype).map((name) => [
        name,
        Object.getOwnPropertyDescriptor(prototype, name)?.value as Method,
      ]),
    );
  }

  /** A method that calls back for every element. */
  withCallback(name: string, self: unknown, values: readonly unknown[]): unknown {
    const { cpu, costs } = this.interpreter;
    const array = this.require(self, name);
    cpu.charge(array.length * costs.callbackPerElement);
    return this.callNative(name, array, values);
  }

  /** A method that writes every element. */
  perElement(name: string, self: unknown, values: readonly unknown[]): unknown {
    const { cpu, costs } = this.interpreter;
    const array = this.require(self, name);
    cpu.charge(array.length * costs.fillPerElement);
    return this.callNative(name, array, values);
  }

  set(self: unknown, source: unknown, offset: unknown): void {
    const { cpu, costs, fail } = this.interpreter;
    const { elements, beforeMemory } = this.ports;
    const to = this.require(self, 'set');
    const at = Number(offset ?? 0);
    const from = elements.numbers(source);
    if (from === undefined) return fail('Expecting first argument to be an array');
    // The interpreter leaves out what does not fit, without an error.
    const count = Math.max(0, Math.min(from.length, to.length - at));
    const pair = `${elements.bytesPerElement(source)}>${elements.bytesPerElement(to)}`;
    cpu.charge(count * (costs.setPerElement[pair] ?? costs.setPerElement['4>4']!));
    beforeMemory();
    // An unaligned view was copied before DMA caught up, so it is copied again.
    const now = isTypedArray(source) ? source : (elements.numbers(source) ?? from);
    if (count === now.length) this.callNative('set', to, [now, at]);
    else if (isTypedArray(now)) this.callNative('set', to, [this.callNative('subarray', now, [0, count]), at]);
    else this.callNative('set', to, [now.slice(0, count), at]);
  }

  subarray(self: unknown, begin: unknown, end: unknown): object {
    const { cpu, costs } = this.interpreter;
    cpu.charge(costs.subarray - costs.typedArrayView);
    const { kind, buffer, byteOffset, length, bytesPerElement } = this.describe(self);
    const clip = (index: unknown, otherwise: number): number => {
      const number = index === undefined ? otherwise : Math.trunc(Number(index)) || 0;
      return Math.max(0, Math.min(length, number < 0 ? length + number : number));
    };
    const from = clip(begin, 0);
    const to = Math.max(from, clip(end, length));
    return this.ports.view(kind, buffer, byteOffset + from * bytesPerElement, to - from);
  }

  /** Unlike V8's, it gives a plain array. */
  slice(self: unknown, begin: unknown, end: unknown): unknown[] {
    const { cpu, costs } = this.interpreter;
    const values = Array.from(this.ports.elements.numbers(self) ?? []).slice(begin as number, end as number);
    cpu.charge(values.length * costs.slicePerElement);
    return this.interpreter.array(values);
  }

  private callNative(name: string, self: TypedArray, values: readonly unknown[]): unknown {
    return this.native.get(name)!.apply(self, values as unknown[]);
  }

  private require(value: unknown, method: string): TypedArray {
    if (isTypedArray(value)) return value;
    return this.interpreter.fail(`${method}: not modelled for a view whose byte offset is not aligned`);
  }

  private describe(value: unknown): UnalignedView {
    const { elements } = this.ports;
    if (!isTypedArray(value))
      return elements.views.find(value as object) ?? this.interpreter.fail('subarray: not a typed array');
    const { buffer, byteOffset, length } = value;
    if (!isArrayBuffer(buffer)) return this.interpreter.fail('subarray: not a view of an ArrayBuffer');
    return { kind: kindOf(value), buffer, byteOffset, length, bytesPerElement: elements.bytesPerElement(value) };
  }
}
