/**
 * Tests run in a context of Node's `vm`, which asks the context for a global every time that code reads one. Jest makes these
 * parameters of every module instead: a test of the sound takes half of the time then.
 */
const OFTEN_READ = [
  ...['Array', 'Map', 'Math', 'Number', 'Object', 'Set', 'String', 'Infinity'],
  ...['DataView', 'Float32Array', 'Float64Array', 'Int16Array', 'Int32Array', 'Uint8Array', 'Uint32Array'],
];

/** The whole specification: everything under test/ but what needs a real interpreter or a real board. */
module.exports = {
  testEnvironment: 'node',
  // Most machines that run this have two cores, of which jest would leave one alone.
  maxWorkers: '100%',
  // A bundle with a mistake in it takes a few seconds to make on a busy machine.
  testTimeout: 60_000,
  // Coverage also counts the files that no test loads.
  roots: ['cli', 'firmware', 'hardware', 'host-sim', 'relay', 'test', 'wire', 'xtensa'].map(
    (name) => `<rootDir>/${name}`,
  ),
  reporters: ['default', '<rootDir>/test/skipped-reporter.js'],
  testPathIgnorePatterns: ['/node_modules/', '/test/espruino/'],
  // For --findRelatedTests and --watch: files that are read or run, and not imported, are dependencies as well.
  dependencyExtractor: '<rootDir>/test/dependency-extractor.js',
  sandboxInjectedGlobals: OFTEN_READ,
  moduleNameMapper: { '^kernels$': '<rootDir>/test/support/kernels-module.ts' },
  collectCoverageFrom: ['{cli,firmware,hardware,host-sim,relay,wire,xtensa}/**/*.ts', '!**/*.d.ts'],
  // V8 counts what runs; instrumented code would not be what the interpreter's model is measured on.
  coverageProvider: 'v8',
  coverageReporters: ['text-summary', 'html'],
  transform: { '^.+\\.ts$': ['@swc/jest', { jsc: { target: 'es2022', parser: { syntax: 'typescript' } } }] },
};
