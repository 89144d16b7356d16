import vm from 'node:vm';
import { withArrowFunctions } from '../../../firmware/build/arrow-functions';

test.each([
  ['function f(a){return a+1}var b=f(1);', 'var f=a=>a+1,b=f(1);'],
  ['function f(){g()}function g(a,b){return a,b}f();', 'var f=()=>{g()},g=(a,b)=>(a,b);f();'],
  ['function f(){return{a:1}}', 'var f=()=>({a:1});'],
  ['function f(){return}f();', 'var f=()=>{return};f();'],
  ['f(function(){function g(){return 1}return g()});', 'f(function(){var g=()=>1;return g()});'],
  ['function f(a){function g(){return a}return g}', 'var f=a=>{var g=()=>a;return g};'],
  ['function f(){}const a=1;', 'var f=()=>{};const a=1;'],
])('%s', (code, arrows) => {
  expect(withArrowFunctions(code).toString()).toBe(arrows);
});

test.each([
  'function f(){return this}f();',
  'function f(){return arguments.length}f();',
  'function F(){}new F;',
  'a();function f(){}',
  'var f=function(){return 1};',
])('is left as it is: %s', (code) => {
  expect(withArrowFunctions(code).toString()).toBe(code);
});

test('does the same', () => {
  const code =
    'function f(n){function even(n){return n===0||odd(n-1)}function odd(n){return n>0&&even(n-1)}return even(n)}' +
    'function all(){for(var o=[],i=0;i<5;i++)o.push(f(i)?"e":"o");return o.join("")}all()';
  expect(vm.runInNewContext(withArrowFunctions(code).toString())).toBe('eoeoe');
  expect(vm.runInNewContext(code)).toBe('eoeoe');
});
