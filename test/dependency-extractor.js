const { createHash } = require('node:crypto');
const { readFileSync } = require('node:fs');

// What a file depends on, for jest: what it imports, and what its comments call `@runs ../path/to/file`. The second is for
// what a file reads or starts instead of importing it: the bundle is text to the tests that run it, and commands are
// processes. So `npx jest --findRelatedTests firmware/app/session.ts` finds the tests that run the bundle.

const RUNS = /^[ /*]*@runs (\.\S+)$/gm;

module.exports = {
  extract(code, _path, defaultExtract) {
    const dependencies = new Set(defaultExtract(code));
    for (const [, path] of code.matchAll(RUNS)) dependencies.add(path);
    return dependencies;
  },
  // Jest keeps what it has found until this changes.
  getCacheKey: () => createHash('sha256').update(readFileSync(__filename)).digest('hex'),
};
