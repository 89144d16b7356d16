import vm from 'node:vm';
import { rollup, type OutputChunk, type Plugin } from 'rollup';
import { minify } from '../../../firmware/build/minify';

/** Two files that are minified together; the private fields are those that end with `_`. */
async function minified(first: string, second: string): Promise<string[]> {
  const sources: Record<string, string> = { first, second };
  const program: Plugin = {
    name: 'program',
    resolveId: (source) => (source in sources ? source : null),
    load: (id) => sources[id] ?? null,
  };
  const options = { mangle: { properties: { regex: /_$/ } } };
  const bundle = await rollup({ input: ['first', 'second'], plugins: [program, minify(options)] });
  const { output } = await bundle.generate({ format: 'es' });
  await bundle.close();
  return output.filter((file): file is OutputChunk => file.type === 'chunk').map(({ code }) => code);
}

test('a private field has one name in all files, and it is short', async () => {
  const [first = '', second = ''] = await minified(
    'make = () => { const state = { sound_: 1, name: 2 }; state.light_ = 3; return state; };',
    'show = (state) => print(state.light_, state.sound_, state.name, state.other_);',
  );
  expect(first + second).not.toMatch(/(sound|light|other)_/);
  const printed: unknown[] = [];
  const print = (...values: unknown[]): number => printed.push(...values);
  vm.runInNewContext(`var make, show; ${first}; ${second}; show(make());`, { print });
  expect(printed).toEqual([3, 1, 2, undefined]);
});

test('no private field gets a name that another file uses for something else', async () => {
  const short = [...'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ$_'].filter((name) => name !== '_');
  const [first = ''] = await minified(
    'make = () => ({ sound_: 1 });',
    `show = (state) => print(${short.map((name, index) => (index % 2 ? `state.${name}` : `{ ${name}: 1 }.${name}`)).join()});`,
  );
  const [, name = ''] = /\{(\S+):1\}/.exec(first) ?? [];
  expect(name).not.toBe('');
  expect(short).not.toContain(name);
});
