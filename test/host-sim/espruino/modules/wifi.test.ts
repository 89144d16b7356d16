import { bootBoard } from '../workbench';

const WIFI =
  'var w=require("Wifi");var t=x=>print(x,Math.round(getTime()*1000-400));["associated","connected"].forEach(e=>w.on(e,()=>t(e)));' +
  'w.on("disconnected",d=>t("disconnected "+d.reason));';
const CONNECT = `${WIFI}w.connect("net",{password:"p"},e=>t("callback "+e));`;

test('associates, gets an address, and says so', () => {
  const bench = bootBoard(CONNECT);
  bench.runTo(600);
  expect(bench.lines).toEqual(['associated 300', 'connected 500', 'callback null 500']);
  expect(bench.ask('[w.getIP().ip,w.getStatus().station,w.getDetails().ssid]')).toBe(
    '=[ "10.0.1.1", "connected", "net" ]',
  );
});

test('gives up after two silent retries when there is no network', () => {
  const bench = bootBoard(`setTimeout(()=>{${CONNECT}},1)`);
  bench.board.setWifiInReach(false);
  bench.runTo(7000);
  expect(bench.lines).toEqual([]);
  bench.runTo(8000);
  expect(bench.lines).toEqual(['disconnected 201 7501', 'callback NO_AP_FOUND 7501']);
});

test('a wrong password ends in a time-out of the handshake, after two silent retries', () => {
  const bench = bootBoard(`setTimeout(()=>{${CONNECT}},1)`);
  bench.board.setWifiTrouble('wrongPassword');
  bench.runTo(11_900);
  expect(bench.lines).toEqual([]);
  bench.runTo(13_000);
  expect(bench.lines).toEqual(['disconnected 15 12001', 'callback 4WAY_HANDSHAKE_TIMEOUT 12001']);
});

test('without DHCP the board is associated and nothing is called, until an address comes', () => {
  const bench = bootBoard(`setTimeout(()=>{${CONNECT}},1)`);
  bench.board.setWifiTrouble('noDhcp');
  bench.runTo(30_000);
  expect(bench.lines).toEqual(['associated 301']);
  expect(bench.ask('require("Wifi").getIP().ip')).toBe('="0.0.0.0"');
  bench.board.setWifiTrouble(undefined);
  bench.runTo(40_000);
  // Asked for at 0.5, 2.5, 6.5, 14.5 and 30.5 s.
  expect(bench.lines.slice(-2)).toEqual(['connected 30501', 'callback null 30501']);
});

test('a radio that does not start says so at the console, and nothing is called', () => {
  const bench = bootBoard(`setTimeout(()=>{${CONNECT}},1)`);
  bench.board.setWifiTrouble('noStart');
  bench.runTo(60_000);
  expect(bench.lines).toEqual([expect.stringMatching(/^ERROR: .*esp_wifi_start/)]);
});

test('a name is looked up without standing still', () => {
  const bench = bootBoard(CONNECT);
  bench.runTo(600);
  bench.network.setName('peer.example', '10.0.0.9');
  bench.ask('w.getHostByName("peer.example",a=>t(a));w.getHostByName("nobody.example",a=>t(a))');
  bench.runTo(650);
  expect(bench.lines.slice(-2).map((line) => line.split(' ')[0])).toEqual(['10.0.0.9', 'null']);
});

test('a connection outlives trouble, which the next attempt meets', () => {
  const bench = bootBoard(CONNECT);
  bench.runTo(600);
  bench.board.setWifiTrouble('wrongPassword');
  bench.runTo(5000);
  expect(bench.ask('w.getStatus().station')).toBe('="connected"');
});

test('a short drop is mended silently; the budget is not refilled', () => {
  const bench = bootBoard(CONNECT);
  bench.runTo(600);
  for (const ms of [1000, 2000]) {
    bench.runTo(ms);
    bench.board.setWifiInReach(false);
    bench.board.setWifiInReach(true);
    bench.runTo(ms + 900);
    expect(bench.lines.at(-1)).toBe(`connected ${ms + 500}`);
  }
  bench.runTo(3000);
  bench.board.setWifiInReach(false);
  bench.board.setWifiInReach(true);
  bench.runTo(9000);
  expect(bench.lines.at(-1)).toBe('disconnected 201 3000');
  expect(bench.ask('w.getStatus().station')).toBe('="off"');
});

test('the firmware can connect anew, and leave', () => {
  const bench = bootBoard(`${WIFI}w.connect("net",{},()=>w.disconnect(()=>t("left")))`);
  bench.runTo(700);
  expect(bench.lines).toEqual(['associated 300', 'connected 500', 'disconnected 8 500', 'left 500']);
  bench.ask('w.connect("net",{},()=>t("again"))');
  bench.runTo(1500);
  expect(bench.lines.at(-1)).toMatch(/^again/);
});

test('wants a name to connect to', () => {
  expect(bootBoard(WIFI).ask('w.connect("")')).toContain('SSID');
});
