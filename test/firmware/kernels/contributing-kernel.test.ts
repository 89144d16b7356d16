import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import ts from 'typescript';
import { kernelLimits } from '../../../cli/build/kernel-blob';
import { isBroken } from '../../../firmware/build/limits';
import { compileKernels, readKernels } from '../../../xtensa';
import { blobModule } from '../../../xtensa/blob-module';
import { KernelBench } from './kernel-bench';

// The kernel that CONTRIBUTING.md adds, step by step, from the text of the document itself.

const ROOT = join(__dirname, '../../..');
const GUIDE = readFileSync(join(ROOT, 'CONTRIBUTING.md'), 'utf8');
const SECTION = /\n## Add a kernel[^]*?(?=\n## )/.exec(GUIDE)?.[0] ?? '';
const [KERNEL = '', TEST = ''] = [...SECTION.matchAll(/```ts\n([^]*?)```/g)].map(([, text = '']) =>
  text.replace(/^ {3}/gm, ''),
);

const KERNEL_PATH = resolve(ROOT, 'firmware/kernels/loudest.ts');
const TEST_PATH = resolve(ROOT, 'test/firmware/kernels/loudest.test.ts');
const ENTRIES_PATH = resolve(ROOT, 'firmware/kernels/index.ts');

/** The tree with the files that the document adds and the line that it has us write. */
function readTree(path: string): string | undefined {
  if (path === KERNEL_PATH) return KERNEL;
  if (path === TEST_PATH) return TEST;
  const text = ts.sys.readFile(path);
  return path === ENTRIES_PATH ? `${text}\nexport { loudest } from './loudest';\n` : text;
}

test('there are a kernel and a test in the document, for the files that it names', () => {
  expect(KERNEL).toContain('export function loudest(');
  expect(TEST).toContain("new KernelBench('loudest')");
  expect(SECTION).toContain('`firmware/kernels/loudest.ts`');
  expect(SECTION).toContain('`test/firmware/kernels/loudest.test.ts`');
});

test('with the kernel among the entries the blob builds, keeps the limits, and has the constant that is promised', () => {
  const blob = compileKernels(readKernels('firmware/kernels/index.ts', readTree));
  expect(kernelLimits(blob).filter(isBroken)).toEqual([]);
  expect(kernelLimits(blob).filter(({ used, most }) => used > most)).toEqual([]);
  expect(blobModule(blob)['LOUDEST']).toBe(blob.entries['loudest']);
});

test('the kernel becomes the instructions that are shown, and as many bytes', () => {
  const { listing } = compileKernels(readKernels('firmware/kernels/loudest.ts', readTree));
  const shown = /```\n([^]*?)```/.exec(SECTION.slice(SECTION.indexOf('--listing')))?.[1] ?? '';
  const lines = shown.trim().split('\n');
  expect(lines.length).toBeGreaterThan(3);
  // Spaces and the target of the jump may differ.
  const plain = (text: string): string => text.replace(/ +/g, ' ');
  for (const line of lines) expect(plain(listing)).toContain(plain(line.replace(/…$/, '')));
  const [, bytes] = /it became: (\d+) bytes/.exec(SECTION) ?? [];
  expect(listing).toContain(`${bytes} bytes`);
});

test('the test passes', () => {
  const code = ts.transpile(TEST, {
    module: ts.ModuleKind.CommonJS,
    target: ts.ScriptTarget.ES2022,
    esModuleInterop: true,
  });
  const tests: (() => void)[] = [];
  const Bench = class extends KernelBench {
    constructor(file: string) {
      super(file, readTree);
    }
  };
  const load = (name: string): unknown =>
    name === './kernel-bench' ? { KernelBench: Bench } : jest.requireActual(name);
  const note = (_title: string, body: () => void): number => tests.push(body);
  new Function('require', 'exports', 'test', code)(load, {}, note);
  expect(tests.length).toBe(1);
  for (const body of tests) body();
});

test('the test passes the type check', () => {
  const { config } = ts.readConfigFile(join(ROOT, 'tsconfig.json'), ts.sys.readFile) as { config: object };
  const { options } = ts.parseJsonConfigFileContent({ ...config, include: [], files: ['cli/main.ts'] }, ts.sys, ROOT);
  options.noUncheckedIndexedAccess = true;
  const host = ts.createCompilerHost(options);
  const { getSourceFile, fileExists } = host;
  host.readFile = readTree;
  host.fileExists = (path) => path === KERNEL_PATH || path === TEST_PATH || fileExists(path);
  host.getSourceFile = (path, languageVersion) =>
    path === KERNEL_PATH || path === TEST_PATH
      ? ts.createSourceFile(path, readTree(path) ?? '', languageVersion)
      : getSourceFile(path, languageVersion);
  const program = ts.createProgram({ rootNames: [KERNEL_PATH, TEST_PATH], options, host });
  const files = [KERNEL_PATH, TEST_PATH].map((path) => program.getSourceFile(path));
  const mistakes = files.flatMap((file) => [
    ...program.getSyntacticDiagnostics(file),
    ...program.getSemanticDiagnostics(file),
  ]);
  expect(mistakes.map(({ messageText }) => messageText)).toEqual([]);
});
