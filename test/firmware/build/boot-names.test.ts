import { withBootNames } from '../../../firmware/build/boot-names';

/** The text without its line ends. */
function bootText(code: string): string {
  return withBootNames(code).toString().replace(/\n/g, '');
}

test('every global has a name that begins with a dollar, wherever it is used, and locals have not', () => {
  expect(bootText('var a=[1];function f(b){var c=a;return{a:c,b}}print(f(a),()=>f({f}));')).toBe(
    'var $a=[1];function $f(b){var c=$a;return{a:c,b}}print($f($a),()=>$f({f: $f}));',
  );
});

test('a number, a truth value or a short text is written where it is used', () => {
  expect(bootText("var a=7,b=[2],c=-1,d='short';function f(){return a-c+b[0]+d}E.on('x',f);")).toBe(
    "var $b=[2];function $f(){return 7-(-1)+$b[0]+'short'}E.on('x',$f);",
  );
});

test('a text that is long, or a variable that changes, keeps its name', () => {
  const code = "var a='a text that takes long to read',b=1;function f(){b++;return a}E.on('x',f);";
  expect(bootText(code)).toBe(code.replace(/\b[abf]\b(?=[=(,)}+])/g, '$$$&').replace("E.on('x',f", "E.on('x',$f"));
});

test('functions that only the start calls are deleted at its end, with those that only they call', () => {
  const code =
    'function once(){return twice()}function twice(){return 1}function later(){return both()}function both(){return 2}' +
    "once();both();E.on('x',()=>later());";
  expect(bootText(code)).toMatch(/"\$once \$twice"\.split\(" "\)\.forEach\(e=>\{delete global\[e\]\}\);$/);
});

test.each([
  ['in a handler that the start leaves', "function f(){return 1}function start(){E.on('x',()=>f())}start();", ['$f']],
  [
    'in an inner function that may be called later',
    "function f(){return 1}function start(){function g(){f()}E.on('x',g)}start();",
    ['$f'],
  ],
  ['as a value', "function f(){return 1}E.on('x',f);", ['$f']],
])('a function that is used %s is kept', (_where, code, kept) => {
  const deleted = /"([^"]*)"\.split/.exec(bootText(code))?.[1]?.split(' ') ?? [];
  for (const name of kept) expect(deleted).not.toContain(name);
});
