// For `node --require` with the Espruino tool: nothing beyond this machine answers, and the operating system lists a port of the
// test, because a pseudo-terminal is not among the ports of udev.
const dns = require('node:dns');
const { SerialPort } = require('serialport');

dns.lookup = (host, options, callback) => {
  const done = typeof options === 'function' ? options : callback;
  process.nextTick(done, Object.assign(new Error(`${host}: offline`), { code: 'ENOTFOUND' }));
};
SerialPort.list = () => Promise.resolve([{ path: process.env.TEST_SERIAL_PORT }]);
