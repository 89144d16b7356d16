import vm from 'node:vm';
import { rollup, type Plugin } from 'rollup';
import { manifest, storageFilesOf } from '../../../firmware/build/manifest';
import { moduleFiles } from '../../../firmware/build/module-files';
import { MANIFEST_NAME, type StorageFiles } from '../../../firmware/build/storage-names';

// Programs of a few files, built as the firmware is, and run as the interpreter runs them.

const FILES = { 'sb.first': 'first/index.ts', 'sb.second': 'second/index.ts' };

/** Builds a program that is given as texts by their paths. */
async function build(sources: Readonly<Record<string, string>>, files = FILES): Promise<StorageFiles> {
  const program: Plugin = {
    name: 'program',
    resolveId(source, importer) {
      const path = importer === undefined ? source : new URL(source, `file://${importer}`).pathname;
      return [path, `${path}.ts`, `${path}/index.ts`].find((candidate) => candidate in sources) ?? null;
    },
    load: (id) => sources[id] ?? null,
  };
  const bundle = await rollup({ input: '/main.ts', plugins: [program, moduleFiles(files), manifest()] });
  const { output } = await bundle.generate({ strict: false });
  await bundle.close();
  return storageFilesOf(output);
}

/** Runs the boot file; `require` runs module files in the way of Espruino, and counts. */
function run(files: StorageFiles): { readonly printed: readonly unknown[]; readonly required: readonly string[] } {
  const printed: unknown[] = [];
  const required: string[] = [];
  const context = vm.createContext({
    print: (value: unknown) => printed.push(value),
    require(name: string) {
      required.push(name);
      const module = { exports: {} };
      vm.runInContext(`(function(exports,module){${files[name]}})`, context)(module.exports, module);
      return module.exports;
    },
  });
  vm.runInContext(files['.bootcde']!, context);
  return { printed, required };
}

const FIRST = '/first/index.ts';
const SECOND = '/second/index.ts';

test('what is required becomes a file of its own, and runs when it is required', async () => {
  const files = await build({
    '/main.ts': "print('boot'); const load = () => require('./first'); print(load().twice(4)); print('done');",
    [FIRST]: "print('first runs'); export function twice(x) { return 2 * x; }",
  });
  expect(Object.keys(files)).toEqual(['.bootcde', 'sb.first', MANIFEST_NAME]);
  expect(files['.bootcde']).not.toContain('first runs');
  expect(run(files)).toEqual({ printed: ['boot', 'first runs', 8, 'done'], required: ['sb.first'] });
});

test('what the boot bundle needs as well is there once, and comes as an argument', async () => {
  const files = await build({
    '/main.ts':
      "import { add, count } from './shared'; add(1); const first = require('./first'); first.addTwo(); print(count());",
    '/shared.ts': "let sum = 0; export function add(x) { sum += x; } export function count() { return 'sum ' + sum; }",
    [FIRST]: "import { add, count } from '../shared'; export function addTwo() { add(2); print(count()); }",
  });
  expect(files['sb.first']).toMatch(/^module\.exports = function \(add, count\)/);
  expect(files['sb.first']).not.toContain("'sum '");
  expect(run(files).printed).toEqual(['sum 3', 'sum 3']);
});

test('names may differ on both sides, and two module files share one boot bundle', async () => {
  const files = await build({
    '/main.ts':
      "import { value as mine } from './a'; import { value } from './b'; print(mine() + value());" +
      "print(require('./first').f()); print(require('./second').g());",
    '/a.ts': "export function value() { return 'a'; }",
    '/b.ts': "export function value() { return 'b'; }",
    [FIRST]:
      "import { value } from '../b'; import { value as other } from '../a'; export const f = () => value() + other();",
    [SECOND]: "import { value } from '../b'; export const g = () => value() + value();",
  });
  expect(run(files)).toEqual({ printed: ['ab', 'ba', 'bb'], required: ['sb.first', 'sb.second'] });
});

test('numbers and truth values are written into the module file', async () => {
  const files = await build({
    '/main.ts':
      "import { RATE, LOW, IS_ON, NAME } from './c'; print([RATE, LOW, IS_ON, NAME]); print(require('./first').f());",
    '/c.ts':
      "export const RATE = 8000; export const LOW = -5; export const IS_ON = true; export const NAME = 'kitchen';",
    [FIRST]: "import { RATE, LOW, IS_ON, NAME } from '../c'; export const f = () => [RATE, LOW, IS_ON, NAME];",
  });
  expect(files['sb.first']).toMatch(/^module\.exports = function \(NAME\)/);
  expect(run(files).printed).toEqual([
    [8000, -5, true, 'kitchen'],
    [8000, -5, true, 'kitchen'],
  ]);
});

test('modules of the interpreter are required as ever', async () => {
  const files = await build({ '/main.ts': "print(require('Storage') !== undefined);" });
  expect(files['.bootcde']).toContain("require('Storage')");
});

test('a name whose value changes after the module file was loaded stops the build', async () => {
  const sources = {
    '/main.ts': "import { count, add } from './shared'; add(); require('./first').f(); print(count);",
    '/shared.ts': 'export let count = 0; export function add() { count++; }',
    [FIRST]: "import { count } from '../shared'; export const f = () => print(count);",
  };
  await expect(build(sources)).rejects.toThrow(
    'sb.first.js gets the value of "count" when it is loaded, and that changes',
  );
});

test('a module file that is loaded at two places stops the build', async () => {
  const sources = { '/main.ts': "print(require('./first'), require('./first'));", [FIRST]: 'export const f = 1;' };
  await expect(build(sources)).rejects.toThrow('sb.first is loaded at two places');
});

test('code that two module files share, and the boot bundle does not, stops the build', async () => {
  const sources = {
    '/main.ts': "print(require('./first').f(), require('./second').g());",
    '/shared.ts': "export function long() { return 'long'; }",
    [FIRST]: "import { long } from '../shared'; export const f = () => long();",
    [SECOND]: "import { long } from '../shared'; export const g = () => long();",
  };
  await expect(build(sources)).rejects.toThrow('shares code with another module file');
});

test.each([
  ['it imports', "import { f } from './first'; print(f, require('./first'));", 'export const f = 1;'],
  ['the file passes on', "import { f } from './a'; print(f, require('./first'));", "export { f } from '../a';"],
])('a module file of nothing but what %s at boot stops the build', async (_why, main, first) => {
  const sources = { '/main.ts': main, '/a.ts': 'export const f = 1;', [FIRST]: first };
  await expect(build(sources)).rejects.toThrow('sb.first would be empty: the boot bundle has all of it');
});

test('a file of ours that has no name in Storage stops the build', async () => {
  const sources = { '/main.ts': "print(require('./third'));", '/third.ts': 'export const f = 1;' };
  await expect(build(sources)).rejects.toThrow('/third.ts is loaded by require() but is the entry of no module file');
});

test('a name that is too long for Storage stops the build', () => {
  const name = 'sb.a-name-of-twenty-nine-bytes';
  expect(() => moduleFiles({ [name]: 'first/index.ts' })).toThrow(`"${name}" is longer than the 28 bytes`);
});
