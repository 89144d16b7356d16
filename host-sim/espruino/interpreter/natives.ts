import type { ScriptContext } from './script-context';

type Constructor = { new (...values: unknown[]): object; readonly prototype: Record<PropertyKey, unknown> };

/** The kinds of typed arrays that the interpreter has. */
export const TYPED_ARRAY_KINDS = [
  'Int8Array',
  'Uint8Array',
  'Uint8ClampedArray',
  'Int16Array',
  'Uint16Array',
  'Int32Array',
  'Uint32Array',
  'Float32Array',
  'Float64Array',
] as const;

export type TypedArrayKind = (typeof TYPED_ARRAY_KINDS)[number];

/** Bytes of one element. */
export const BYTES_PER_ELEMENT: Readonly<Record<TypedArrayKind, number>> = {
  Int8Array: 1,
  Uint8Array: 1,
  Uint8ClampedArray: 1,
  Int16Array: 2,
  Uint16Array: 2,
  Int32Array: 4,
  Uint32Array: 4,
  Float32Array: 4,
  Float64Array: 8,
};

/** Any typed array, of any context. */
export type TypedArray =
  | Int8Array
  | Uint8Array
  | Uint8ClampedArray
  | Int16Array
  | Uint16Array
  | Int32Array
  | Uint32Array
  | Float32Array
  | Float64Array;

/** The built-ins of a context, taken before any of them was removed or replaced. */
export type Natives = {
  readonly Object: Constructor;
  readonly Array: Constructor;
  readonly Function: Constructor;
  readonly String: Constructor;
  readonly Number: Constructor;
  readonly Error: Constructor;
  readonly ArrayBuffer: Constructor;
  readonly DataView: Constructor;
  readonly typedArrays: Readonly<Record<TypedArrayKind, Constructor>>;
  /** The prototype of all typed arrays. */
  readonly typedArrayPrototype: Record<PropertyKey, unknown>;
  /** The `JSON.parse` of the context, which makes objects of the context. */
  readonly parseJson: (text: string) => unknown;
};

/** The kind of a typed array of any context. */
export function kindOf(array: TypedArray): TypedArrayKind {
  return array[Symbol.toStringTag];
}

/** Takes the built-ins of a fresh context. */
export function takeNatives(context: ScriptContext): Natives {
  const take = (name: string): Constructor => context.globals[name] as Constructor;
  const typedArrays = Object.fromEntries(TYPED_ARRAY_KINDS.map((kind) => [kind, take(kind)])) as Record<
    TypedArrayKind,
    Constructor
  >;
  return {
    Object: take('Object'),
    Array: take('Array'),
    Function: take('Function'),
    String: take('String'),
    Number: take('Number'),
    Error: take('Error'),
    ArrayBuffer: take('ArrayBuffer'),
    DataView: take('DataView'),
    typedArrays,
    typedArrayPrototype: Object.getPrototypeOf(typedArrays.Uint8Array.prototype) as Record<PropertyKey, unknown>,
    parseJson: (context.globals['JSON'] as typeof JSON).parse,
  };
}

/** Defines properties that a `for..in` loop does not list. */
export function defineHidden(target: object, properties: Readonly<Record<string, unknown>>): void {
  for (const [name, value] of Object.entries(properties))
    Object.defineProperty(target, name, { value, writable: true, configurable: true, enumerable: false });
}
