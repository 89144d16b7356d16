const base = require('./jest.config.js');

if (!process.env.ESPRUINO) {
  console.log('Skipped: ESPRUINO does not name an interpreter. ESPRUINO=/path/to/espruino npm run test:espruino');
}

/** What needs a real interpreter. One file at a time: they run in real time. */
module.exports = {
  ...base,
  roots: ['<rootDir>/test/espruino'],
  testPathIgnorePatterns: ['/node_modules/'],
  maxWorkers: 1,
  testTimeout: 60_000 * Math.max(1, Number(process.env.SLOWNESS ?? 1)),
};
