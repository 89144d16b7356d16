import type { Natives, TypedArray, TypedArrayKind } from './natives';

/** A view whose byte offset is no multiple of the size of an element. The interpreter allows it, V8 does not. */
export type UnalignedView = {
  readonly kind: TypedArrayKind;
  readonly buffer: ArrayBuffer;
  readonly byteOffset: number;
  readonly length: number;
  readonly bytesPerElement: number;
};

type Access = { get(view: DataView, at: number): number; set(view: DataView, at: number, value: number): void };

const ACCESS: Readonly<Partial<Record<TypedArrayKind, Access>>> = {
  Int16Array: { get: (v, at) => v.getInt16(at, true), set: (v, at, x) => v.setInt16(at, x, true) },
  Uint16Array: { get: (v, at) => v.getUint16(at, true), set: (v, at, x) => v.setUint16(at, x, true) },
  Int32Array: { get: (v, at) => v.getInt32(at, true), set: (v, at, x) => v.setInt32(at, x, true) },
  Uint32Array: { get: (v, at) => v.getUint32(at, true), set: (v, at, x) => v.setUint32(at, x, true) },
  Float32Array: { get: (v, at) => v.getFloat32(at, true), set: (v, at, x) => v.setFloat32(at, x, true) },
  Float64Array: { get: (v, at) => v.getFloat64(at, true), set: (v, at, x) => v.setFloat64(at, x, true) },
};

/** Makes unaligned views, which are little-endian, and keeps the facts about those it has made. */
export class UnalignedViews {
  private readonly natives: Natives;
  private readonly known = new WeakMap<object, UnalignedView>();

  constructor(natives: Natives) {
    this.natives = natives;
  }

  /** The facts about a view that `create` made, or undefined for other values. */
  find(value: object): UnalignedView | undefined {
    return this.known.get(value);
  }

  /** Makes a view as a proxy. @throws RangeError for a kind with elements of one byte */
  create(view: UnalignedView): object {
    const access = ACCESS[view.kind];
    if (access === undefined) throw new RangeError(`${view.kind} is never unaligned`);
    const data = new DataView(view.buffer);
    const place = (key: string | symbol): number => {
      const index = typeof key === 'string' ? Number(key) : NaN;
      return Number.isInteger(index) && index >= 0 && index < view.length ? index : -1;
    };
    const fixed: Readonly<Record<string, unknown>> = {
      length: view.length,
      buffer: view.buffer,
      byteOffset: view.byteOffset,
      byteLength: view.length * view.bytesPerElement,
    };
    const target = Object.create(this.natives.typedArrays[view.kind].prototype) as object;
    const proxy = new Proxy(target, {
      get(_, key) {
        const index = place(key);
        if (index >= 0) return access.get(data, view.byteOffset + index * view.bytesPerElement);
        if (typeof key === 'string' && key in fixed) return fixed[key];
        return Reflect.get(target, key, target) as unknown;
      },
      set(_, key, value) {
        const index = place(key);
        if (index >= 0) access.set(data, view.byteOffset + index * view.bytesPerElement, Number(value));
        return true;
      },
      has: (_, key) => place(key) >= 0 || key in fixed || Reflect.has(target, key),
    });
    this.known.set(proxy, view);
    return proxy;
  }

  /** Copies the elements of an unaligned view into an aligned array. It copies bytes, which is fast. */
  copy(view: UnalignedView): TypedArray {
    const { buffer, byteOffset, length, bytesPerElement } = view;
    const bytes = new Uint8Array(buffer, byteOffset, length * bytesPerElement).slice();
    return new this.natives.typedArrays[view.kind](bytes.buffer) as TypedArray;
  }
}
