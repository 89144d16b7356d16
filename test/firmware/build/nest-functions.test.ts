import vm from 'node:vm';
import { withNestedFunctions } from '../../../firmware/build/nest-functions';

/** Runs a script as written and as it is with nested functions; what it prints is the same. */
function nested(code: string): string {
  const text = withNestedFunctions(code).toString();
  expect(printedBy(text)).toEqual(printedBy(code));
  return text.replace(/\s+/g, ' ').trim();
}

function printedBy(code: string): unknown[] {
  const printed: unknown[] = [];
  vm.runInNewContext(code, { print: (value: unknown) => printed.push(value) });
  return printed;
}

test('a function that one other calls is moved into that one, and so on inwards', () => {
  const text = nested(
    'function f(a) { return g(a) + 1; } function g(b) { return h(b); } function h(c) { return 2 * c; } print(f(4));',
  );
  expect(text).toBe(
    'function f(a) {function g(b) {function h(c) { return 2 * c; } return h(b); } return g(a) + 1; } print(f(4));',
  );
});

test('a function that several call is moved into the innermost one that has all of them', () => {
  const text = nested(
    'function f(a) { return g(a) + h(a); } function g(b) { return i(b); } function h(c) { return i(c); }' +
      'function i(d) { return -d; } print(f(1));',
  );
  expect(text).toMatch(/^function f\(a\) \{.*function i\(d\).*\} print/);
  expect(text).not.toMatch(/function g\(b\) \{function i/);
});

test('functions that call each other, or themselves, are moved together', () => {
  const text = nested(
    'function f(a) { return odd(a); } function odd(a) { return a ? even(a - 1) : false; }' +
      'function even(a) { return a ? odd(a - 1) : true; } print(f(3));',
  );
  expect(text.indexOf('function even')).toBeGreaterThan(text.indexOf('function odd'));
  expect(text).toMatch(/^function f\(a\) \{/);
});

test('a function of an inner function is moved into that one', () => {
  const text = nested(
    'function g(a) { return 2 * a; } function make() { function inner(a) { return g(a); } return { f: (a) => inner(a) }; } print(make().f(3));',
  );
  expect(text).toContain('function inner(a) {function g(a) { return 2 * a; } return g(a); }');
});

test('a function of a handler is moved into that one, which becomes a block if it was a value', () => {
  expect(
    nested('function g(a) { return { b: a }; } function make() { return (a) => ({ c: g(a).b }); } print(make()(3).c);'),
  ).toBe(
    'function make() { return (a) => {function g(a) { return { b: a }; } return ({ c: g(a).b }); }; } print(make()(3).c);',
  );
});

test('a constant that one function uses is moved into it, with those that it is made of', () => {
  const text = nested(
    "var UNIT = 2; var TABLE = { a: [UNIT, -1], b: 'x' + UNIT }; function f(k) { return TABLE[k]; } print(f('a')[0] + f('b'));",
  );
  expect(text).toBe(
    "function f(k) {var UNIT = 2;var TABLE = { a: [UNIT, -1], b: 'x' + UNIT }; return TABLE[k]; } print(f('a')[0] + f('b'));",
  );
});

test.each([
  ['is tagged @often', 'function g() { return 1; } /** @often */ function f() { return g(); } print(f());'],
  [
    'leaves a function behind',
    'function g() { return 1; } function f() { var a = g(); return () => a; } print(f()());',
  ],
  [
    'names a variable as the guest does',
    'function g() { return 1; } function f(g2) { var x = g(); var y; return x; } var x2 = 1; function g3() { return 1; } print(f() + g());',
  ],
  [
    'has a variable of a name that the guest uses',
    'var x = [1]; x[0]++; function g() { return x[0]; } function f(x) { return g() + x; } print(f(1));',
  ],
])('nothing is moved into a function that %s', (_why, code) => {
  expect(nested(code)).toBe(code.replace(/\s+/g, ' ').trim());
});

test.each([
  [
    'is given away',
    'function g(a) { return a; } function f() { return later(g); } function later(h) { return h(2); } print(f() + later(g));',
  ],
  [
    'leaves a function behind',
    'function g(a) { return { h: () => a }; } function f(a) { return g(a); } print(f(2).h());',
  ],
  ['is tagged @often', '/** @often */ function g(a) { return a; } function f(a) { return g(a); } print(f(2));'],
])('a function that %s stays where it is', (_why, code) => {
  expect(nested(code)).toMatch(/^(\/\*\* @often \*\/ )?function g/);
});

test.each([
  ['is assigned to', 'var count = 0; function f() { count++; return count; } print(f() + f());'],
  ['changes inside', 'var counts = [0]; function f() { counts[0] += 1; return counts[0]; } print(f() + f());'],
  ['is what a call gives', "var table = JSON.parse('[1]'); function f() { return table[0]; } print(f());"],
])('a variable that %s stays where it is', (_why, code) => {
  expect(nested(code)).toBe(code);
});
