// eslint-disable-next-line @typescript-eslint/no-require-imports
const SkippedReporter = require('./skipped-reporter') as new (
  config: { readonly rootDir: string },
  options: { readonly print: (line: string) => void },
) => { onRunComplete(contexts: unknown, results: { readonly testResults: readonly unknown[] }): void };

function report(testResults: readonly { readonly testFilePath: string; readonly numPendingTests: number }[]): string[] {
  const lines: string[] = [];
  new SkippedReporter({ rootDir: '/tree' }, { print: (line) => lines.push(line) }).onRunComplete([], { testResults });
  return lines;
}

test('a run names the files whose tests were skipped, and says what they need', () => {
  const lines = report([
    { testFilePath: '/tree/test/xtensa/qemu.test.ts', numPendingTests: 3 },
    { testFilePath: '/tree/test/wire/rtp.test.ts', numPendingTests: 0 },
    { testFilePath: '/tree/test/espruino/boot.test.ts', numPendingTests: 9 },
    { testFilePath: '/tree/test/wire/seal.test.ts', numPendingTests: 1 },
  ]);
  expect(lines).toEqual([
    '\nSkipped: 13 tests in 3 files.',
    '  test/xtensa/qemu.test.ts: 3. They need QEMU for Xtensa: sudo apt-get install qemu-user',
    '  test/espruino/boot.test.ts: 9. They need an interpreter: ESPRUINO=/path/to/espruino npm run test:espruino',
    '  test/wire/seal.test.ts: 1. They need a condition that the file names',
  ]);
});

test('a run that skips nothing says nothing', () => {
  expect(report([{ testFilePath: '/tree/test/wire/rtp.test.ts', numPendingTests: 0 }])).toEqual([]);
});
