const base = require('./jest.config.js');

/** What needs a real interpreter. One file at a time: they run in real time. */
module.exports = {
  ...base,
  roots: ['<rootDir>/test/espruino'],
  testPathIgnorePatterns: ['/node_modules/'],
  maxWorkers: 1,
  testTimeout: 60_000 * Math.max(1, Number(process.env.SLOWNESS ?? 1)),
};
