import vm from 'node:vm';
import { withReleasedFunctions } from '../../../firmware/build/release-functions';

/** A script that lets go, after a check that it does the same. */
function released(code: string): string {
  const text = withReleasedFunctions(code).toString();
  const run = (script: string): unknown[] => {
    const printed: unknown[] = [];
    vm.runInNewContext(script, { print: (value: unknown) => printed.push(value) });
    return printed;
  };
  expect(run(text)).toEqual(run(code));
  return text;
}

test('a function lets go of those within it at every return', () => {
  expect(
    released(
      'function f(a){function g(b){return b}function h(){return 1}if(a)return;return g(a),h()}print(f(0));print(f(1));',
    ),
  ).toBe(
    'function f(a){function g(b){return b}function h(){return 1}if(a)return void(g=h=0);return g=(g(a),h()),h=0,g}print(f(0));print(f(1));',
  );
});

test('and at its end', () => {
  expect(released('function f(a){function g(b){print(b)}g(a)}f(2);')).toBe(
    'function f(a){function g(b){print(b)}g(a);g=0}f(2);',
  );
});

test('a function that leaves one behind keeps what that one may need', () => {
  const code = 'function f(){function g(){return 3}return()=>g()}print(f()());';
  expect(released(code)).toBe(code);
});
