import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type OutputAsset, type Plugin, rollup } from 'rollup';
import { LISTING_FILE, kernels } from '../../xtensa/rollup-plugin';

const MACHINE = readFileSync(join(__dirname, '../../firmware/kernels/machine.ts'), 'utf8');

async function bundle(program: string, kernelText: string) {
  const files = new Map([
    [resolve('kernels/index.ts'), `import { load8, table8 } from './machine';\n${kernelText}`],
    [resolve('kernels/machine.ts'), MACHINE],
  ]);
  const main: Plugin = {
    name: 'main',
    resolveId: (source) => (source === 'main' ? source : null),
    load: (id) => (id === 'main' ? program : null),
  };
  const built = await rollup({
    input: 'main',
    plugins: [main, kernels('kernels/index.ts', (path) => files.get(path))],
  });
  const { output } = await built.generate({ format: 'cjs', exports: 'named' });
  await built.close();
  const [{ code }, ...assets] = output;
  const module = { exports: {} as Record<string, unknown> };
  new Function('exports', 'module', code)(module.exports, module);
  return {
    exports: module.exports,
    code,
    listing: assets.find(({ fileName }) => fileName === LISTING_FILE) as OutputAsset,
  };
}

const KERNEL =
  'const T = table8([7]); export function encodeDvi4(a: number): number { return load8(T) + a; } export function f(): void {}';

test('a program imports the code, the tables and the offsets of the entries', async () => {
  const { exports, listing } = await bundle("export * from 'kernels';", KERNEL);
  expect(Object.keys(exports).sort()).toEqual([
    'CODE',
    'CODE_BYTES',
    'ENCODE_DVI4',
    'F',
    'RELOCATIONS',
    'TABLES',
    'TABLE_BYTES',
  ]);
  expect(exports.ENCODE_DVI4).toBe(4);
  expect(exports.RELOCATIONS).toEqual([0]);
  expect([...Buffer.from(exports.TABLES as string, 'base64')]).toEqual([7, 0, 0, 0]);
  const code = Buffer.from(exports.CODE as string, 'base64');
  expect([exports.CODE_BYTES, exports.TABLE_BYTES]).toEqual([
    code.length,
    Buffer.from(exports.TABLES as string, 'base64').length,
  ]);
  expect(code.length % 4).toBe(0);
  expect([...code.subarray(4, 7)]).toEqual([0x36, 0x41, 0x00]);
  expect(String(listing.source)).toContain('encodeDvi4  at 0004');
});

test('exports that a program does not use are not in its bundle', async () => {
  const { code } = await bundle("import { F } from 'kernels'; export const at = F;", KERNEL);
  expect(code).not.toContain('CODE');
});

test('a kernel that does not compile stops the build and says where', async () => {
  const wrong = 'export function f(a: number): number { return a / 2; }';
  await expect(bundle("export * from 'kernels';", wrong)).rejects.toThrow('kernels/index.ts:2:47: no division');
});

test('kernels that are too long stop the build and say how long they are', async () => {
  const table = `const T = table8([${'1, '.repeat(8190)}]); export function f(): number { return load8(T); }`;
  await expect(bundle("export * from 'kernels';", table)).rejects.toThrow(
    /kernels: 16 bytes of code and 8192 of tables/,
  );
});

test('two entries with one name, or an entry named like a part of the module, stop the build', async () => {
  const twice = 'export function fA(): void {} export function f_a(): void {}';
  await expect(bundle("export * from 'kernels';", twice)).rejects.toThrow('two exports would be called F_A');
  const taken = 'export function code(): void {}';
  await expect(bundle("export * from 'kernels';", taken)).rejects.toThrow('two exports would be called CODE');
});
