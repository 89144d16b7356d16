import { isArrayBuffer, isTypedArray, type Elements } from '../interpreter/elements';
import { numberText, quote } from './json';
import { kindOf } from '../interpreter/natives';

/** The text with which the console shows a value: source text in one line. */
export function showValue(value: unknown, elements: Elements, depth = 0): string {
  if (typeof value === 'string') return quote(value);
  if (typeof value === 'number') return numberText(value);
  if (typeof value === 'function') return 'function () { ... }';
  if (typeof value !== 'object' || value === null) return String(value);
  if (depth > 8) return '{ ... }';
  if (isTypedArray(value)) return `new ${kindOf(value)}([${Array.from(value, numberText).join(', ')}])`;
  if (isArrayBuffer(value)) return `new Uint8Array([${new Uint8Array(value).join(', ')}]).buffer`;
  const inner = (item: unknown): string => showValue(item, elements, depth + 1);
  if (Array.isArray(value)) return value.length === 0 ? '[  ]' : `[ ${value.map(inner).join(', ')} ]`;
  const error = errorText(value);
  if (error !== undefined) return error;
  const properties = Object.entries(value).map(([key, item]) => `${quote(key)}: ${inner(item)}`);
  return properties.length === 0 ? '{  }' : `{ ${properties.join(', ')} }`;
}

/** The text that `print` prints for its arguments. Strings are not quoted. */
export function printText(values: readonly unknown[], elements: Elements): string {
  return values.map((value) => (typeof value === 'string' ? value : showValue(value, elements))).join(' ');
}

/** "TypeError: …" for an error of any context, or undefined for other values. */
export function errorText(value: unknown): string | undefined {
  const isError = Object.prototype.toString.call(value) === '[object Error]';
  if (!isError) return undefined;
  const { name, message } = value as Error;
  return `${name}: ${message}`;
}
