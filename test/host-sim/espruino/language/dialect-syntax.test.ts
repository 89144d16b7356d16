import { asInterpreted } from '../../../../host-sim/espruino/language/dialect-syntax';
import { bootBoard } from '../workbench';

test.each([
  'function f(a=1){}',
  '(a=1)=>a',
  'function f(...a){}',
  'f(...a)',
  '[...a]',
  '({...a})',
  'var {a}=b',
  '[a,b]=c',
  'for(var [a] of b);',
  'try{}catch({message}){}',
  'a?.b',
  'a?.[0]',
  'a??=1',
  'a||=1',
  'a&&=1',
  'a**2',
  'a**=2',
  'async()=>{}',
  'function* g(){}',
  'outer:for(;;)break outer',
  '({[a]:1})',
  'class A{#p=1}',
  'class A{static{}}',
  'class A{x}',
  'f`x`',
  '1n',
  'function F(){new.target}',
  'switch(1){default:;case 1:}',
  '/a{2}/',
  '/(?:a)/',
  '/\\bx/',
])('refuses %s, as the real parser does', (source) => {
  expect(() => asInterpreted(source)).toThrow('stock Espruino does not know');
});

test.each([
  'let a=1;const b=()=>a',
  'class A{constructor(){this.x=1}get y(){return 1}}',
  '`${1}`',
  'a??b',
  'a[0]',
  '/[a-z]+/i',
])('lets %s through unchanged', (source) => {
  expect(asInterpreted(source)).toBe(source);
});

test('says on which line', () => {
  expect(() => asInterpreted('\n\na?.b')).toThrow('line 3');
});

test('a function does not exist above its declaration', () => {
  const bench = bootBoard(
    'try{f()}catch(e){print("missing")}\nfunction f(){return g()}\nfunction g(){return 5}\nprint(f())',
  );
  expect(bench.lines).toEqual(['missing', '5']);
});

test('a bundle that the interpreter cannot parse stops the run and names the line', () => {
  const bench = bootBoard('var a;\nvar b=a?.c');
  expect(bench.faults).toEqual(['UnsupportedSyntax: line 2: stock Espruino does not know ?.']);
});
