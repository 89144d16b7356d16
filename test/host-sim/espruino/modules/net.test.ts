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

test('without Wi-Fi there is no connection', () => {
  const bench = bootWithTcpPeer(CLIENT);
  bench.board.setWifiInReach(false);
  expect(bench.ask('require("net").connect({host:"10.0.0.9",port:80})')).toContain('Uncaught Error');
});

test('Wi-Fi that drops ends an open connection at once, and the other end is not told', () => {
  const bench = bootWithTcpPeer(CLIENT);
  bench.board.setWifiInReach(false);
  bench.board.setWifiInReach(true);
  bench.runTo(515);
  expect(bench.lines).toEqual(['connected', 'close false']);
  bench.runTo(5000);
  expect(bench.got).not.toContain('closed');
});

describe('while a connection is made, the program stands still', () => {
  const TICKS = 'setInterval(()=>print(Math.round(getTime()*1000-400)),100);';
  /** The longest pause between two ticks, in ms. */
  const longest = (lines: readonly string[]): number => {
    const ticks = lines.filter((line) => /^\d+$/.test(line)).map(Number);
    return Math.max(...ticks.slice(1).map((tick, at) => tick - ticks[at]!));
  };

  test('for as long as an answer takes where nothing listens', () => {
    const bench = bootWithTcpPeer(`${TICKS}${CLIENT.replace('port:80', 'port:81')}`);
    bench.runTo(2000);
    expect(longest(bench.lines)).toBe(100);
  });

  test('for 18.5 s where nobody answers', () => {
    const bench = bootWithTcpPeer(`${TICKS}setTimeout(()=>{${CLIENT}},1000)`);
    bench.network.setOn('10.0.0.9', false);
    bench.runTo(19_900);
    expect(bench.lines.at(-1)).toBe('1400');
    bench.runTo(25_000);
    expect(bench.lines).toEqual(expect.arrayContaining(['error', 'close true']));
    expect(longest(bench.lines)).toBe(18_600);
  });

  test('until the other machine is switched on', () => {
    const bench = bootWithTcpPeer(`setTimeout(()=>{${CLIENT}},1000)`);
    bench.network.setOn('10.0.0.9', false);
    bench.runTo(5000);
    bench.network.setOn('10.0.0.9', true);
    bench.runTo(8000);
    expect(bench.lines).toEqual(['connected']);
  });
});

test('a machine that moves to another address leaves its connections behind; its name leads there', () => {
  const bench = bootWithTcpPeer(CLIENT.replace('10.0.0.9', 'server.example'));
  bench.network.setName('server.example', '10.0.0.9');
  bench.ask(CLIENT.replace('10.0.0.9', 'server.example'));
  bench.runTo(600);
  expect(bench.lines).toContain('connected');
  bench.network.move('10.0.0.9', '10.0.0.8');
  bench.network.setName('server.example', '10.0.0.8');
  bench.ask('s.write("lost")');
  bench.runTo(1000);
  expect(bench.got).toEqual([]);
  // What was looked up is remembered for a minute.
  bench.runTo(61_000);
  const before = bench.lines.length;
  bench.ask(`${CLIENT.replace('10.0.0.9', 'server.example')}s.write("found")`);
  bench.runTo(62_000);
  expect(bench.lines.slice(before)).toContain('connected');
  expect(bench.got).toEqual(['found']);
});

test('a restart closes what was open', () => {
  const bench = bootWithTcpPeer(`${CLIENT}setTimeout(load,50)`);
  bench.runTo(700);
  expect(bench.got).toContain('closed');
});
