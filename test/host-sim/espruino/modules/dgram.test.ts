import { DatagramQueue } from '../../../../host-sim/espruino/modules/datagram-queue';
import { FREE } from '../workbench';
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

describe('a send without an address', () => {
  // RTP: byte 1 of its header and the sequence number become part of the address of the datagram that follows.
  const RTP = '"\\x80\\x05\\x01\\x02\\x01\\x00\\xac\\x11abcdefgh"';

  test('counts as 7 bytes sent, so that what was queued is gone after some turns if there is no network', () => {
    const bench = bootWithUdpPeer(SERVER);
    bench.board.setWifiInReach(false);
    bench.ask(`s.send(${RTP},5000,"10.0.0.9")`);
    bench.board.setWifiInReach(true);
    bench.runTo(4000);
    bench.ask('s.send("late",5000,"10.0.0.9")');
    bench.runTo(4100);
    expect(bench.sent).toEqual(['late to 10.0.0.9:5000']);
    expect(bench.lines).toEqual(['=undefined', '=undefined']);
  });

  test('leads to datagrams at wild addresses, with bytes of the stack, once there is a network again', () => {
    const bench = bootWithUdpPeer(SERVER, { costs: { ...FREE, datagramOut: NS_PER_MS } });
    bench.board.setWifiInReach(false);
    bench.board.setWifiInReach(true);
    // The address comes after 500 ms, in the midst of what could not be sent.
    bench.ask(`for(var i=0;i<400;i++)s.send(${RTP},5000,"10.0.0.9")`);
    bench.runTo(2000);
    const wild = bench.sent.filter((line) => !line.includes(' to 10.0.0.9:5000'));
    expect(wild).not.toEqual([]);
  });

  test('of a slipped datagram reads its length from the sound, beyond the end of the queue', () => {
    const queue = new DatagramQueue();
    const sound = Uint8Array.from([0x80, 5, 1, 2, 1, 0x12, 0x11, 0, ...new Array<number>(172).fill(7)]);
    queue.push(sound, '10.0.0.9', 5000);
    expect(queue.next()).toEqual({ host: '10.0.0.9', port: 5000, bytes: sound });
    queue.taken(queue.next(), false);
    const { host, port, bytes } = queue.next();
    // The high byte of the length, and then the sound: version, payload type, sequence number …
    expect(host).toBe('0.128.5.1');
    expect(port).toBe(0x0102);
    expect(bytes).toHaveLength(0x1112);
    expect([...bytes.subarray(180)].every((byte) => byte === 0xa5)).toBe(true);
    queue.taken(queue.next(), true);
    expect(queue.isEmpty).toBe(true);
  });
});

test('a name is looked up, and the board stands still until the answer has come', () => {
  const bench = bootWithUdpPeer(`${SERVER}setInterval(()=>print("tick",Math.round(getTime()*1000-400)),10)`);
  bench.network.setName('peer.example', '10.0.0.9');
  bench.ask('s.send("x",5000,"peer.example")');
  bench.runTo(530);
  expect(bench.got).toEqual(['x from 10.0.1.1:4000']);
  const before = bench.lines.length;
  // Nobody knows this name, but somebody answers. From then on a look-up takes no time for the name that is known.
  bench.ask('s.send("y",5000,"nobody.example");s.send("z",5000,"peer.example")');
  bench.runTo(560);
  expect(bench.sent.slice(1)).toEqual(['y to 0.0.0.0:5000', 'z to 10.0.0.9:5000']);
  expect(bench.lines.length).toBeGreaterThan(before);
});

test('a name server that does not answer keeps the board still for 7 s', () => {
  const bench = bootWithUdpPeer(SERVER);
  bench.board.setWifiInReach(false);
  bench.ask('setTimeout(()=>print(getTime()>7),100);s.send("x",5000,"peer.example")');
  bench.runTo(9000);
  expect(bench.lines).toContain('true');
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
