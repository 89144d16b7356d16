import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Failure } from '../../../cli/failure';
import { kernels } from '../../../cli/commands/kernels';

let folder: string;
beforeAll(() => void (folder = mkdtempSync(join(tmpdir(), 'stagebox-kernels-'))));
afterAll(() => rmSync(folder, { recursive: true }));

/** What the command prints, and its exit code, for kernels of this text. */
function run(text: string, listing: boolean): { readonly printed: string; readonly code: number } {
  const file = join(folder, 'index.ts');
  writeFileSync(file, text);
  const log = jest.spyOn(console, 'log').mockImplementation(() => undefined);
  try {
    const code = kernels({ listing }, file);
    return { code, printed: log.mock.calls.map(([line]) => `${line}\n`).join('') };
  } finally {
    log.mockRestore();
  }
}

const TWO =
  'export function first(a: number): number { return a; }\nexport function second(): number { return 100000; }';

/** A kernel of a number of statements, with 13 bytes of code each. */
function longKernel(statements: number): string {
  const body = Array.from({ length: statements }, (_, index) => `a = a * 3 ^ ${index + 2048};`).join('\n');
  return `export function f(a: number): number {\n${body}\nreturn a; }`;
}

test('tells where the entries are and how large the blob is', () => {
  expect(run(TWO, false)).toEqual({
    code: 0,
    printed:
      '0004  first\n000c  second\ncode 20, tables 0\n' +
      'kernels in SRAM1, code and tables: 20 of 8192 bytes, 8172 left\n' +
      'kernels in RTC FAST memory, code: 20 of 4096 bytes, 4076 left\n',
  });
});

test('shows every instruction when asked to', () => {
  const { printed } = run(TWO, true);
  expect(printed).toContain('000186a0  100000');
  expect(printed).toMatch(/entry +a1, 32 +; .*index\.ts:1 {2}export function first/);
});

test('tells mistakes in kernels in words', () => {
  expect(() => run('export function f(a: number): number { return a % 3; }', false)).toThrow(Failure);
  expect(() => run('export function f(a: number): number { return a % 3; }', false)).toThrow(
    'index.ts:1:47: no remainder',
  );
});

test('fails for a blob that does not fit, and shows it all the same', () => {
  const { code, printed } = run(longKernel(1400), true);
  expect(code).toBe(1);
  expect(printed).toMatch(/^kernels in SRAM1, code and tables: \d+ of 8192 bytes, \d+ too many$/m);
  expect(printed).toContain('retw.n');
});

test('passes a blob that fits into SRAM1 alone, and says what the other boards do', () => {
  const { code, printed } = run(longKernel(500), false);
  expect(code).toBe(0);
  expect(printed).toMatch(/^kernels in SRAM1, code and tables: \d+ of 8192 bytes, \d+ left$/m);
  expect(printed).toMatch(/^kernels in RTC FAST memory, code: \d+ of 4096 bytes, \d+ too many: boards .* use tables$/m);
});
