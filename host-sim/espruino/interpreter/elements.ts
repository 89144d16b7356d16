import { bytesOf, stringOf } from './byte-strings';
import { BYTES_PER_ELEMENT, kindOf, type TypedArray } from './natives';
import type { UnalignedViews } from './unaligned-views';

/** Whether a value is an `ArrayBuffer`, of any context. */
export function isArrayBuffer(value: unknown): value is ArrayBuffer {
  return Object.prototype.toString.call(value) === '[object ArrayBuffer]';
}

/** Whether a value is one of V8's typed arrays, of any context. */
export function isTypedArray(value: unknown): value is TypedArray {
  return ArrayBuffer.isView(value) && !(Object.prototype.toString.call(value) === '[object DataView]');
}

/** Reads the data that firmware passes to functions: typed arrays, unaligned views, buffers, arrays and strings. */
export class Elements {
  readonly views: UnalignedViews;

  constructor(views: UnalignedViews) {
    this.views = views;
  }

  /** The elements as an array of numbers that V8 reads fast, or undefined for a value without elements. */
  numbers(value: unknown): TypedArray | readonly number[] | undefined {
    if (isTypedArray(value)) return value;
    if (typeof value === 'string') return bytesOf(value);
    if (typeof value !== 'object' || value === null) return undefined;
    const unaligned = this.views.find(value);
    if (unaligned !== undefined) return this.views.copy(unaligned);
    if (isArrayBuffer(value)) return new Uint8Array(value);
    return Array.isArray(value) ? value.map(Number) : undefined;
  }

  /** The bytes of a string or buffer, the low byte of each element of an array, or undefined for other values. */
  bytes(value: unknown): Uint8Array | undefined {
    if (typeof value === 'string') return bytesOf(value);
    const numbers = this.numbers(value);
    if (numbers === undefined) return undefined;
    if (!isTypedArray(numbers)) return Uint8Array.from(numbers);
    if (BYTES_PER_ELEMENT[kindOf(numbers)] > 1)
      return Uint8Array.from(numbers as ArrayLike<number>, (number) => number & 0xff);
    return new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength);
  }

  /** A value as a string: the bytes of a buffer unchanged, a typed array as "1,2,3". */
  text(value: unknown): string {
    if (typeof value === 'string') return value;
    if (isArrayBuffer(value)) return stringOf(new Uint8Array(value));
    if (typeof value === 'object' && value !== null && this.views.find(value) !== undefined)
      return Array.from(this.numbers(value) ?? []).join(',');
    return String(value);
  }

  /** Bytes of one element. 0 for a plain array. */
  bytesPerElement(value: unknown): number {
    if (isTypedArray(value)) return BYTES_PER_ELEMENT[kindOf(value)];
    if (typeof value !== 'object' || value === null) return 1;
    return this.views.find(value)?.bytesPerElement ?? (isArrayBuffer(value) ? 1 : 0);
  }
}
