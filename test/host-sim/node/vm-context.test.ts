import { createVmContext } from '../../../host-sim/node/vm-context';

test('has the language and nothing of this machine', () => {
  const { run } = createVmContext();
  expect(run('[1,2].length', 'a')).toBe(2);
  for (const name of ['require', 'process', 'Buffer', 'setTimeout', 'console', 'fetch'])
    expect([name, run(`typeof ${name}`, 'a')]).toEqual([name, name === 'console' ? 'object' : 'undefined']);
});

test('its globals can be set, read and taken away from outside', () => {
  const { globals, run } = createVmContext();
  globals['x'] = 5;
  expect(run('x', 'a')).toBe(5);
  run('var y = 6', 'a');
  expect(globals['y']).toBe(6);
  delete globals['Map'];
  expect(run('typeof Map', 'a')).toBe('undefined');
});

test('each is a world of its own', () => {
  const one = createVmContext();
  const two = createVmContext();
  one.run('Array.prototype.mark = 1', 'a');
  expect(two.run('[].mark', 'a')).toBeUndefined();
  expect([].constructor).not.toBe(one.globals['Array']);
});

test('the same script runs in each of them with the globals of its own', () => {
  const both = [createVmContext(), createVmContext()];
  const script = 'var count = (typeof count === "number" ? count : 0) + 1; (function () { return [count, here]; })';
  both.forEach(({ globals }, i) => (globals['here'] = i));
  const run = (i: number): unknown => (both[i]!.run(script, 'a') as () => unknown)();
  expect(JSON.stringify([run(0), run(0), run(1), run(0), run(1)])).toBe('[[1,0],[2,0],[1,1],[3,0],[2,1]]');
});

test('the same script under another name, or further right, is named so in errors', () => {
  const { run } = createVmContext();
  const placeOf = (name: string, columnOffset?: number): string => {
    try {
      run('throw new Error("oh")', name, columnOffset);
    } catch (error) {
      return /\w+:1:\d+/.exec((error as Error).stack ?? '')?.[0] ?? '';
    }
    return '';
  };
  expect([placeOf('one'), placeOf('two'), placeOf('one', 10)]).toEqual(['one:1:7', 'two:1:7', 'one:1:17']);
});

test('errors name the script', () => {
  const { run } = createVmContext();
  let stack = '';
  try {
    run('\nthrow new Error("oh")', 'boot file');
  } catch (error) {
    stack = (error as Error).stack ?? '';
  }
  expect(stack).toContain('boot file:2');
});
