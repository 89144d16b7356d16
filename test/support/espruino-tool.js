// For `node --require` with the Espruino tool: nothing beyond this machine answers, and the operating system lists a port of the
// test, because a pseudo-terminal is not among the ports of udev.
const dns = require('node:dns');
const { SerialPort } = require('serialport');

dns.lookup = (host, options, callback) => {
  const done = typeof options === 'function' ? options : callback;
  process.nextTick(done, Object.assign(new Error(`${host}: offline`), { code: 'ENOTFOUND' }));
};
SerialPort.list = () => Promise.resolve([{ path: process.env.TEST_SERIAL_PORT }]);

// After each line that writes Storage the tool waits, so that a board has the time to do it. A simulated board that runs faster
// needs less: TEST_PACE says how many times.
const WRITE_PAUSE_MS = 250;
const pace = Number(process.env.TEST_PACE);
const wait = globalThis.setTimeout;
globalThis.setTimeout = (callback, ms, ...values) =>
  wait(callback, ms === WRITE_PAUSE_MS ? WRITE_PAUSE_MS / pace : ms, ...values);
