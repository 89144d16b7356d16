import { bootWithUdpPeer } from './sockets-bench';
import { NS_PER_MS } from '../../../../host-sim/core/time-units';

const SERVER =
  's=require("dgram").createSocket("udp4");s.on("message",(m,r)=>print(m.length,m.substr(0,8),r.address,r.port,r.size));' +
  's.on("close",e=>print("close",e));s.on("error",e=>print("error",e.message));s.bind(4000);';

test('a message arrives as a string of bytes, with its sender', () => {
  const bench = bootWithUdpPeer(SERVER);
  bench.send('a\xff');
  bench.runTo(520);
  expect(bench.lines).toHaveLength(1);
  expect(bench.board.evaluate('1')).toBe(1);
  expect(bench.lines[0]).toMatch(/^2 a. 10\.0\.0\.9 5000 2$/);
});

test('what is longer than 528 bytes is cut off there', () => {
  const bench = bootWithUdpPeer(SERVER);
  for (const length of [528, 529, 900]) bench.send('x'.repeat(length));
  bench.runTo(600);
  expect(bench.lines.map((line) => line.split(' ')[0])).toEqual(['528', '528', '528']);
});

test('a larger receive buffer lets longer ones through', () => {
  const bench = bootWithUdpPeer(SERVER.replace('"udp4"', '{type:"udp4",recvBufferSize:1500}'));
  bench.send('x'.repeat(1200));
  bench.runTo(600);
  expect(bench.lines[0]).toMatch(/^1200 /);
});

test('a datagram of no bytes closes the socket for good', () => {
  const bench = bootWithUdpPeer(SERVER);
  bench.send('');
  bench.send('late');
  bench.runTo(600);
  expect(bench.lines).toEqual(['close false']);
});

test('a seventh datagram during one long callback is lost', () => {
  const bench = bootWithUdpPeer(`${SERVER}setTimeout(()=>require("Storage").write("x","y"),100)`, {
    costs: { storageWritePerPage: 50 * NS_PER_MS },
  });
  bench.runTo(610);
  for (let i = 1; i <= 8; i++) bench.send(`${i}`);
  bench.runTo(800);
  expect(bench.lines.map((line) => line.split(' ')[1])).toEqual(['1', '2', '3', '4', '5', '6']);
});

test('one datagram is taken for each socket and pass, with other callbacks in between', () => {
  const bench = bootWithUdpPeer(
    'var t=n=>{var s=require("dgram").createSocket("udp4");s.on("message",m=>print(n,m));s.bind(n)};t(4000);t(4001);' +
      'setTimeout(()=>require("Storage").write("x","y"),100)',
    { costs: { storageWritePerPage: 50 * NS_PER_MS } },
  );
  const port = bench.other.openUdp(0);
  bench.runTo(620);
  for (const [text, to] of [
    ['a', 4000],
    ['b', 4000],
    ['c', 4001],
  ] as const)
    port.send(Buffer.from(text), { host: '10.0.1.1', port: to });
  bench.runTo(800);
  expect(bench.lines).toEqual(['4000 a', '4001 c', '4000 b']);
});

test('sends text and parts of it, from the bound port', () => {
  const bench = bootWithUdpPeer(`${SERVER}s.send("hello",5000,"10.0.0.9");s.send("hello",1,3,5000,"10.0.0.9")`);
  bench.runTo(600);
  expect(bench.got).toEqual(['hello from 10.0.1.1:4000', 'ell from 10.0.1.1:4000']);
});

test('a typed array is sent as decimal text; E.toString makes bytes of it', () => {
  const bench = bootWithUdpPeer(
    `${SERVER}var a=new Uint8Array([65,66]);s.send(a,5000,"10.0.0.9");s.send(E.toString(a),5000,"10.0.0.9")`,
  );
  bench.runTo(600);
  expect(bench.got.map((line) => line.split(' ')[0])).toEqual(['65,66', 'AB']);
});

test('one datagram leaves for each pass of the idle loop', () => {
  const costs = { datagramOut: NS_PER_MS, callback: 0 };
  const bench = bootWithUdpPeer(`${SERVER}for(var i=0;i<3;i++)s.send("x",5000,"10.0.0.9")`, { costs: { ...costs } });
  bench.runTo(600);
  expect(bench.got).toHaveLength(3);
});

test('what cannot be sent to is refused', () => {
  const bench = bootWithUdpPeer(`${SERVER}try{s.send("x",0,"10.0.0.9")}catch(e){print(e.message)}`);
  expect(bench.lines).toEqual(['Invalid address or port']);
});

test('without Wi-Fi a send breaks the socket', () => {
  const bench = bootWithUdpPeer(SERVER);
  bench.board.setWifiInReach(false);
  bench.ask('s.send("x",5000,"10.0.0.9")');
  bench.runTo(600);
  expect(bench.lines).toEqual(expect.arrayContaining(['error no route to host', 'close true']));
  expect(bench.got).toEqual([]);
});

test('a closed socket says so once and frees its port', () => {
  const bench = bootWithUdpPeer(`${SERVER}setTimeout(()=>{s.close();s.close()},50)`);
  bench.runTo(600);
  expect(bench.lines).toEqual(['close false']);
  expect(bench.ask(`${SERVER}1`)).toBe('=1');
  bench.send('again');
  bench.runTo(700);
  expect(bench.lines.at(-1)).toMatch(/^5 again/);
});

test('in power save a datagram waits for the beacon', () => {
  const bench = bootWithUdpPeer(`w.setConfig({powersave:"ps-poll"});${SERVER}s.on("message",()=>print(getTime()))`);
  bench.runTo(720);
  bench.send('x');
  bench.runTo(1000);
  // 400 ms of boot and 720 ms: the next multiple of 102.4 ms is the eleventh.
  expect(Number(bench.lines[1])).toBeCloseTo(1.1264, 3);
});
