import type { Interpreter } from '../interpreter/interpreter';
import { defineHidden } from '../interpreter/natives';

// The built-ins that stock Espruino on an ESP32 lacks, found by experiment with the interpreter.

const GLOBALS = [
  'Symbol Map Set WeakMap WeakSet WeakRef FinalizationRegistry Proxy Reflect BigInt BigInt64Array BigUint64Array',
  'TextEncoder TextDecoder queueMicrotask structuredClone RangeError EvalError URIError AggregateError console',
  'Intl Atomics SharedArrayBuffer WebAssembly Iterator Float16Array escape unescape',
].join(' ');

const MEMBERS: Readonly<Record<string, string>> = {
  Math: 'imul clz32 trunc sign fround log2 log10 log1p hypot cbrt expm1 sinh cosh tanh asinh acosh atanh',
  'Number.prototype': 'toPrecision toExponential toLocaleString',
  Array: 'from fromAsync of',
  'Array.prototype':
    'flat flatMap at lastIndexOf reduceRight findLast findLastIndex entries keys values copyWithin ' +
    'toReversed toSorted toSpliced with toLocaleString',
  String: 'fromCodePoint raw',
  'String.prototype':
    'codePointAt at search matchAll normalize localeCompare trimStart trimEnd trimLeft trimRight isWellFormed ' +
    'toWellFormed toLocaleUpperCase toLocaleLowerCase anchor big blink bold fixed fontcolor fontsize italics link small ' +
    'strike sub sup',
  Object: 'freeze seal isFrozen isSealed is hasOwn preventExtensions isExtensible getOwnPropertySymbols groupBy',
  Date: 'UTC',
};

/** The members of `Number`. V8 does not allow removing the others, so `Number` is replaced. */
const NUMBER_MEMBERS = ['NaN', 'MAX_VALUE', 'MIN_VALUE', 'NEGATIVE_INFINITY', 'POSITIVE_INFINITY'] as const;

/** The most arguments that `apply` accepts. */
const MOST_APPLY_ARGUMENTS = 256;

function at(globals: Record<string, unknown>, path: string): Record<string, unknown> {
  return path.split('.').reduce((object, name) => object[name] as Record<string, unknown>, globals);
}

/** Removes the built-ins that the interpreter lacks, and replaces those that behave differently. */
export function removeWhatIsMissing({ globals, natives, fail }: Interpreter): void {
  for (const [path, names] of Object.entries(MEMBERS)) {
    const object = at(globals, path);
    for (const name of names.split(' ')) delete object[name];
  }
  for (const name of GLOBALS.split(' ')) delete globals[name];

  const numberOf = (...values: unknown[]): number => (values.length === 0 ? 0 : Number(values[0]));
  Object.defineProperty(numberOf, 'prototype', { value: natives.Number.prototype });
  defineHidden(numberOf, Object.fromEntries(NUMBER_MEMBERS.map((name) => [name, Number[name]])));
  defineHidden(natives.Number.prototype, { constructor: numberOf });
  globals['Number'] = numberOf;

  const math = at(globals, 'Math');
  // It rounds halves away from zero, and never gives negative zero.
  math['round'] = (value: unknown) => {
    const number = Number(value);
    return number < 0 ? 0 - Math.floor(0.5 - number) : Math.floor(number + 0.5);
  };
  const native = natives.Function.prototype['apply'] as (this: unknown, ...values: unknown[]) => unknown;
  defineHidden(natives.Function.prototype, {
    apply(this: unknown, self: unknown, values?: ArrayLike<unknown>) {
      if (values && values.length > MOST_APPLY_ARGUMENTS) fail('apply: more than 256 arguments');
      return native.call(this, self, values);
    },
  });
}
