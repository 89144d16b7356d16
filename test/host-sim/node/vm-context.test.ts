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
