/** The whole specification: everything under test/ but what needs a real interpreter or a real board. */
module.exports = {
  testEnvironment: 'node',
  // Most machines that run this have two cores, of which jest would leave one alone.
  maxWorkers: '100%',
  // A bundle with a mistake in it takes a few seconds to make on a busy machine.
  testTimeout: 60_000,
  roots: ['<rootDir>/test'],
  testPathIgnorePatterns: ['/node_modules/', '/test/espruino/'],
  moduleNameMapper: { '^kernels$': '<rootDir>/test/support/kernels-module.ts' },
  transform: { '^.+\\.ts$': ['@swc/jest', { jsc: { target: 'es2022', parser: { syntax: 'typescript' } } }] },
};
