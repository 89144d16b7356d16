import { bootWithTcpPeer } from './sockets-bench';

const CLIENT =
  's=require("net").connect({host:"10.0.0.9",port:80},()=>print("connected"));s.on("data",d=>print("data",d.length,d.substr(0,5)));' +
  's.on("error",e=>print("error"));s.on("close",e=>print("close",e));';

test('connects, writes and reads', () => {
  const bench = bootWithTcpPeer(`${CLIENT}s.write("hello");s.write(new Uint8Array([1,2]))`);
  bench.runTo(600);
  expect(bench.got.join('')).toBe('hello1,2');
  bench.send('answer');
  bench.runTo(700);
  expect(bench.lines).toEqual(['connected', 'data 6 answe']);
});

test('takes and gives at most 536 bytes a pass', () => {
  const bench = bootWithTcpPeer(`${CLIENT}s.write("y".repeat(1200))`);
  bench.runTo(600);
  expect(bench.got.map((chunk) => chunk.length)).toEqual([536, 536, 128]);
  bench.send('x'.repeat(1000));
  bench.runTo(700);
  expect(bench.lines.slice(1).map((line) => line.split(' ')[1])).toEqual(['536', '464']);
});

test('end closes both ends after everything was sent', () => {
  const bench = bootWithTcpPeer(`${CLIENT}s.write("y".repeat(600));s.end()`);
  bench.runTo(600);
  expect(bench.got.join('')).toBe(`${'y'.repeat(600)}closed`);
  expect(bench.lines).toEqual(['connected', 'close false']);
});

test('is told when the other end closes, after its last words', () => {
  const bench = bootWithTcpPeer(CLIENT);
  bench.send('bye');
  bench.stream?.end();
  bench.runTo(700);
  expect(bench.lines).toEqual(['connected', 'data 3 bye', 'close false']);
});

test('a refused connection is an error and a close', () => {
  const bench = bootWithTcpPeer(CLIENT.replace('port:80', 'port:81'));
  bench.runTo(700);
  expect(bench.lines).toEqual(['error', 'close true']);
});

test('without Wi-Fi there is no connection, and a write breaks an open one', () => {
  const bench = bootWithTcpPeer(CLIENT);
  bench.board.setWifiInReach(false);
  bench.ask('s.write("x")');
  bench.runTo(700);
  expect(bench.lines).toEqual(expect.arrayContaining(['error', 'close true']));
  expect(bench.ask('require("net").connect({host:"10.0.0.9",port:80})')).toContain('Uncaught Error');
});

test('a restart closes what was open', () => {
  const bench = bootWithTcpPeer(`${CLIENT}setTimeout(load,50)`);
  bench.runTo(700);
  expect(bench.got).toContain('closed');
});
