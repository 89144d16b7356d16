const { relative } = require('node:path');

/** What the tests of some files need, and how to get it. */
const NEEDS = [
  { files: /qemu/, need: 'QEMU for Xtensa: sudo apt-get install qemu-user' },
  { files: /full-disk/, need: 'the right to mount a small file system: run the tests as root' },
  { files: /test\/espruino\//, need: 'an interpreter: ESPRUINO=/path/to/espruino npm run test:espruino' },
];

/** A reporter for jest: says at the end which tests were skipped, and what each of them needs. */
module.exports = class SkippedReporter {
  constructor({ rootDir }, { print = console.log } = {}) {
    this.rootDir = rootDir;
    this.print = print;
  }

  onRunComplete(_, { testResults }) {
    const skipped = testResults
      .map(({ testFilePath, numPendingTests }) => ({
        file: relative(this.rootDir, testFilePath).replaceAll('\\', '/'),
        count: numPendingTests,
      }))
      .filter(({ count }) => count > 0);
    const total = skipped.reduce((sum, { count }) => sum + count, 0);
    if (total > 0) this.print(`\nSkipped: ${total} tests in ${skipped.length} files.`);
    for (const { file, count } of skipped) {
      const { need = 'a condition that the file names' } = NEEDS.find(({ files }) => files.test(file)) ?? {};
      this.print(`  ${file}: ${count}. They need ${need}`);
    }
  }
};
