import { readFirmware } from '../cli/firmware-text';
import { dialectList, dialectProblems } from '../firmware/build/dialect';
import { MANIFEST_NAME } from '../firmware/build/storage-names';

const firmware = readFirmware();
const scripts = Object.keys(firmware).filter((name) => name !== MANIFEST_NAME);

describe.each(scripts)('%s, which goes onto the board', (name) => {
  const text = firmware[name]!;

  test('is what stock Espruino understands', () => {
    expect(dialectProblems(text)).toEqual([]);
  });

  test('is all ASCII', () => {
    expect(/^[\0-\x7f]*$/.test(text)).toBe(true);
  });

  test('has no trace of the machine it was built on', () => {
    expect(text).not.toMatch(/sourceMappingURL|node_modules|\/home\/|\/work\//);
  });
});

test('the boot bundle takes at most 48 KB, and all files together 96 KB', () => {
  expect(scripts).toEqual(['.bootcde', 'sb.settings', 'sb.tables']);
  expect(firmware['.bootcde']!.length).toBeLessThanOrEqual(48 * 1024);
  const all = Object.values(firmware).reduce((sum, file) => sum + file.length, 0);
  expect(all).toBeLessThanOrEqual(96 * 1024);
});

// One faulty script for each thing that is judged, by the words of the verdict.
const BAD: readonly (readonly [verdict: string, script: string])[] = [
  ['es-x/no-default-parameters', 'function f(a = 1) { return a; }'],
  ['es-x/no-rest-parameters', 'function f(...a) { return a; }'],
  ['es-x/no-spread-elements', 'f(...a);'],
  ['es-x/no-spread-elements', 'var b = [1, ...a];'],
  ['es-x/no-rest-spread-properties', 'var b = { ...a };'],
  ['es-x/no-destructuring', 'var { a } = b;'],
  ['es-x/no-destructuring', '[a, b] = [b, a];'],
  ['es-x/no-destructuring', 'for (const [a, b] of c) f(a, b);'],
  ['es-x/no-destructuring', 'function f({ a }) { return a; }'],
  ['es-x/no-optional-chaining', 'f(a?.b);'],
  ['es-x/no-optional-chaining', 'a?.();'],
  ['es-x/no-logical-assignment-operators', 'a ??= 1;'],
  ['es-x/no-logical-assignment-operators', 'a ||= 1;'],
  ['es-x/no-exponential-operators', 'f(a ** 2);'],
  ['es-x/no-exponential-operators', 'a **= 2;'],
  ['es-x/no-async-functions', 'var f = async () => 1;'],
  ['es-x/no-async-iteration', 'async function f() { for await (const a of b) g(a); }'],
  ['es-x/no-generators', 'function* f() { yield 1; }'],
  ['es-x/no-computed-properties', 'var a = { [b]: 1 };'],
  ['es-x/no-computed-properties', 'class A { [b]() {} }'],
  ['es-x/no-new-target', 'function F() { return new.target; }'],
  ['es-x/no-bigint', 'f(1n);'],
  ['es-x/no-class-instance-fields', 'class A { b = []; }'],
  ['es-x/no-class-private-fields', 'class A { #b = 1; }'],
  ['es-x/no-class-private-methods', 'class A { #b() {} }'],
  ['es-x/no-class-static-block', 'class A { static { f(); } }'],
  ['es-x/no-private-in', 'class A { #b = 1; c(d) { return #b in d; } }'],
  ['es-x/no-subclassing-builtins', 'class A extends Error {}'],
  ['es-x/no-dynamic-import', 'import("a");'],
  ['es-x/no-unicode-codepoint-escapes', 'f("\\u{41}");'],
  ['es-x/no-regexp-lookbehind-assertions', 'f(/(?<=a)b/);'],
  ['es-x/no-regexp-named-capture-groups', 'f(/(?<a>b)/);'],
  ['es-x/no-symbol', 'f(Symbol());'],
  ['es-x/no-map', 'f(new Map());'],
  ['es-x/no-set', 'f(new Set());'],
  ['es-x/no-weak-map', 'f(new WeakMap());'],
  ['es-x/no-weakrefs', 'f(new WeakRef(a));'],
  ['es-x/no-proxy', 'f(new Proxy(a, b));'],
  ['es-x/no-reflect', 'Reflect.ownKeys(a);'],
  ...['imul', 'clz32', 'trunc', 'sign', 'fround', 'log2', 'log10', 'hypot', 'cbrt', 'expm1'].map(
    (name) => [`es-x/no-math-${name}`, `f(Math.${name}(1));`] as const,
  ),
  ['es-x/no-number-isinteger', 'Number.isInteger(a);'],
  ['es-x/no-number-isfinite', 'Number.isFinite(a);'],
  ['es-x/no-number-isnan', 'Number.isNaN(a);'],
  ['es-x/no-number-maxsafeinteger', 'f(Number.MAX_SAFE_INTEGER);'],
  ['es-x/no-number-epsilon', 'f(Number.EPSILON);'],
  ['es-x/no-object-freeze', 'Object.freeze(a);'],
  ['es-x/no-object-seal', 'Object.seal(a);'],
  ['es-x/no-object-isfrozen', 'Object.isFrozen(a);'],
  ['es-x/no-object-is', 'Object.is(a, b);'],
  ['es-x/no-object-hasown', 'Object.hasOwn(a, "b");'],
  ['es-x/no-array-from', 'Array.from(a);'],
  ['es-x/no-array-of', 'Array.of(a);'],
  ['es-x/no-array-string-prototype-at', 'a.at(-1);'],
  ['es-x/no-array-prototype-copywithin', 'a.copyWithin(0, 1);'],
  ['es-x/no-array-prototype-flat', 'a.flat();'],
  ['es-x/no-array-prototype-flat', 'a.flatMap(f);'],
  ['es-x/no-array-prototype-lastindexof', 'a.lastIndexOf(1);'],
  ['es-x/no-array-prototype-reduceright', 'a.reduceRight(f);'],
  ['es-x/no-array-prototype-findlast-findlastindex', 'a.findLast(f);'],
  ['es-x/no-array-prototype-entries', 'a.entries();'],
  ['es-x/no-array-prototype-keys', 'a.keys();'],
  ['es-x/no-string-prototype-codepointat', 'a.codePointAt(0);'],
  ['es-x/no-string-prototype-matchall', 'a.matchAll(b);'],
  ['es-x/no-string-prototype-normalize', 'a.normalize();'],
  ['es-x/no-string-prototype-trimstart-trimend', 'a.trimEnd();'],
  ['es-x/no-string-fromcodepoint', 'String.fromCodePoint(1);'],
  ['es-x/no-promise-all-settled', 'Promise.allSettled(a);'],
  ['es-x/no-promise-any', 'Promise.any(a);'],
  ['es-x/no-promise-prototype-finally', 'a.finally(f);'],
  ['no-labels', 'a: for (;;) break a;'],
  ['no-sparse-arrays', 'f([1, , 2]);'],
  ['no-debugger', 'debugger;'],
  ['default-case-last', 'switch (a) { default: f(); break; case 1: g(); }'],
  ['no-case-declarations', 'switch (a) { case 1: let b = 2; f(b); }'],
  ['no-use-before-define', 'function f(a) { return (b = a).c + b.d; var b; }'],
  ['no-use-before-define', 'f(new A()); class A {}'],
  ...['TextEncoder', 'TextDecoder', 'queueMicrotask', 'structuredClone', 'RangeError'].map(
    (name) => ['no-restricted-globals', `f(${name});`] as const,
  ),
  ...[
    ...['a.search(b)', 'a.localeCompare(b)', 'a.toPrecision(3)', 'a.toExponential()', 'ArrayBuffer.isView(a)'],
    ...['a.BYTES_PER_ELEMENT', 'Promise.race(a)', 'Date.UTC(1)', 'Uint8Array.from(a)', 'Int16Array.of(1)'],
    ...['E.interpolate(a)', 'E.asUTF8(a)', 'E.defrag()', 'E.toFlatString(a)'],
  ].map((script) => ['no-restricted-properties', `f(${script});`] as const),
  ['no-restricted-syntax', 'f`a`;'],
  ['functions are not hoisted', 'f(); function f() {}'],
  ['functions are not hoisted', 'function f() { return g(); function g() {} }'],
  ['tagged templates', 'f`a`;'],
  ['a class field without a value', 'class A { static b; }'],
  ['a class field of this name', 'class A { static async = 1; }'],
  ['class members named by a string', 'class A { "b"() {} }'],
  ['class members named by a string', 'class A { 1() {} }'],
  ['keyword as name', 'f({ delete() {} });'],
  ['keyword as name', 'class A { delete() {} }'],
  ['extends takes a name only', 'class A extends f(B) {}'],
  ['super does not work in an arrow', 'class A extends B { c() { return () => super.c(); } }'],
  ['a getter is not called', 'a.b;'],
  ['the length of an array', 'a.length = 0;'],
  ['loses its upper byte', 'f("\\u041f");'],
  ['loses its upper byte', 'f("…");'],
  ['loses its upper byte', 'f(`${a}\\u2026`);'],
  ['ASCII letters only', 'var größe = 1;'],
  ['repetition counts', 'f(/a{2}/);'],
  ['repetition counts', 'f(/a{2,}/);'],
  ['lazy repetition', 'f(/a+?/);'],
  ['groups that do not capture', 'f(/(?:a)/);'],
  ['groups that do not capture', 'f(/a(?=b)/);'],
  ['an optional group', 'f(/(a)?/);'],
  ['word borders', 'f(/\\ba/);'],
  ['word borders', 'f(/(a)\\1/);'],
  ['a slash within a class', 'f(/[/]/);'],
  ['the flags g and i only', 'f(/a/m);'],
  ['the flags g and i only', 'f(/a/s);'],
  ['an escaped ${', 'f(`\\${a}`);'],
  ['files move memory', 'require("fs");'],
  ['espruino/no-loop-closure', 'for (let i = 0; i < 3; i++) f(() => i);'],
  ['espruino/no-loop-closure', 'for (const a of b) f(function () { return a; });'],
  ['espruino/no-line-end-as-semicolon', 'function f() {\n  return\n  g();\n}'],
  ['espruino/no-line-end-as-semicolon', 'f(a)\n++b'],
  ['espruino/no-brace-in-template', 'f(`${a["}"]}`);'],
  ['syntax', 'f(;'],
];

test.each(BAD)('the judge sees %s in: %s', (verdict, script) => {
  expect(dialectProblems(script).filter((problem) => problem.includes(verdict))).not.toEqual([]);
});

test('every thing that is judged is shown here', () => {
  const shown = (what: string): boolean => BAD.some(([verdict]) => what.includes(verdict));
  expect(dialectList.filter((what) => !shown(what))).toEqual([]);
});

// What Espruino does understand must not be refused.
test.each([
  '(function () { "use strict"; function f() {} function g() { return f(); } g(); })();',
  'let a = 1; const b = () => a; class A { c() { return this; } static d() {} get e() { return 1; } }',
  'class A { constructor() {} } class B extends A { constructor() { super(); } c() { return super.c(); } static d = 1; }',
  'for (const a of b) { const c = a; f(() => c); } for (var i = 0; i < 3; i++) f(() => i);',
  'for (let i = 0; i < 3; i++) { f(i); g([1, 2].map((x) => x + 1)); }',
  'f(a ?? 0, `x${a}y${b + 1}`, 0b11, 0o7, 1_000, /^a[bc]+(d|e)*$/gi, "\\xe9\\u00e9");',
  'switch (a) { case 1: { let b = 2; f(b); break; } default: g(); }',
  'try { f(); } catch { g(); } finally { h(); }',
  'Object.keys(a).forEach((b) => f(b)); Object.entries(a); Object.assign({}, a); [].slice.call(a);',
  'a.find(f); a.includes(1); a.fill(0); b.padStart(2); b.replaceAll("a", "b"); b.trim(); Promise.all(a).then(f).catch(g);',
  'function f() { if (a) return; return b; } f(a); ++b;',
  'new Uint8Array(a, 0, 2).subarray(1).set(b); new DataView(a).getUint16(0); E.toString(a); Math.floor(a);',
])('the judge lets pass what Espruino runs: %s', (script) => {
  expect(dialectProblems(script)).toEqual([]);
});

test('a problem is told with its place', () => {
  expect(dialectProblems('f();\n  a ??= 1;')).toEqual([expect.stringMatching(/^2:\d+ .* \(es-x\/no-logical-/)]);
});
