import { readFirmware } from '../../cli/firmware-text';
import { parseScenario } from '../../cli/simulation/scenario';
import { openSimulatedRoom, type SimulatedRoom } from '../../cli/simulation/simulated-room';
import { statusOf } from '../../cli/board/speaker-status';
import { NS_PER_SECOND } from '../../host-sim/core/time-units';

// Whoever can reach a speaker or the relay can send anything. Nothing of it is heard, and nothing gets stuck.

const RELAY = { host: '10.0.0.1', port: 7780 };
const ANNA = '10.0.1.1';
/** Where the simulated hosts' own ports begin; anna has one for media. */
const PORTS = Array.from({ length: 32 }, (_, index) => 49152 + index);

function open(): SimulatedRoom {
  const speakers = ['anna', 'boris'].map((name) => ({
    name,
    earcons: 0,
    duplex: 'full',
    script: [
      [0.2, 'click'],
      [1, 'click'],
    ],
  }));
  const tone = Float32Array.from({ length: 16000 * 8 }, (_, i) => 0.3 * Math.sin((2 * Math.PI * 437 * i) / 16000));
  const scenario = parseScenario(JSON.stringify({ seconds: 8, network: { delayMs: 3 }, speakers }), 'strangers');
  return openSimulatedRoom(scenario, readFirmware(), new Map([['boris', { samples: tone, rateHz: 16000 }]]));
}

/** Whether anna hears boris' tone between two seconds, to the end of them. */
function hears(room: SimulatedRoom, from: number, to: number): boolean {
  const samples = room.speakers[0]!.board.amplifier.toSamples(
    room.startNs + from * NS_PER_SECOND,
    room.startNs + to * NS_PER_SECOND,
  );
  const pieces = Array.from({ length: Math.floor(samples.length / 400) }, (_, i) =>
    samples.subarray(400 * i, 400 * i + 400),
  );
  return pieces.every((piece) => Math.sqrt(piece.reduce((sum, value) => sum + value * value, 0) / 400) > 3000);
}

test('a datagram of a stranger is counted and not played', () => {
  const room = open();
  const stranger = room.network.host('10.9.9.9').openUdp(RELAY.port);
  room.runTo(2);
  const before = statusOf(room.speakers[0]!.board)?.packets.received ?? 0;
  const loud = new Uint8Array(172).fill(0x80, 12);
  loud[0] = 0x80;
  for (const port of PORTS) stranger.send(loud, { host: ANNA, port });
  room.runTo(2.1);
  const packets = statusOf(room.speakers[0]!.board)?.packets;
  expect(packets?.strangers).toBe(1);
  expect((packets?.received ?? 0) - before).toBeLessThan(8);
  room.runTo(4);
  expect(hears(room, 2.5, 4)).toBe(true);
  room.close();
});

test('a zero-length datagram, which closes an Espruino socket, costs less than a second', () => {
  const room = open();
  const stranger = room.network.host('10.9.9.9').openUdp(5000);
  room.runTo(2);
  for (const port of PORTS) stranger.send(new Uint8Array(0), { host: ANNA, port });
  room.runTo(5);
  expect(statusOf(room.speakers[0]!.board)).toMatchObject({ state: 'inRoom', fault: '' });
  expect(hears(room, 3, 5)).toBe(true);
  room.close();
});

test('truncated, oversized and senseless datagrams to both ends are dropped', () => {
  const room = open();
  const stranger = room.network.host('10.9.9.9').openUdp(RELAY.port);
  room.runTo(2);
  for (let length = 0; length < 600; length += 7) {
    const bytes = Uint8Array.from({ length: Math.max(1, length) }, (_, i) => (i * 31 + length) & 0xff);
    stranger.send(bytes, RELAY);
    for (const port of PORTS) stranger.send(bytes, { host: ANNA, port });
    room.runTo(2 + length / 1000);
  }
  room.runTo(6);
  expect(room.relay.stats().dropped).toBeGreaterThan(80);
  expect(statusOf(room.speakers[0]!.board)).toMatchObject({ state: 'inRoom', fault: '' });
  expect(hears(room, 4, 6)).toBe(true);
  room.close();
});

test('a relay that cannot be reached is told in words, and asked again for ever', () => {
  const scenario = parseScenario(
    JSON.stringify({ seconds: 60, speakers: [{ name: 'anna', earcons: 0 }] }),
    'unreachable',
  );
  const room = openSimulatedRoom(scenario, readFirmware(), new Map());
  const lines: string[] = [];
  room.speakers[0]!.board.onLine = (line) => lines.push(line);
  void room.relay.close();
  room.runTo(60);
  expect(lines.filter((line) => line.includes('no connection to 10.0.0.1:7780')).length).toBeGreaterThan(4);
  expect(statusOf(room.speakers[0]!.board)?.state).toBe('connecting');
  room.close();
});
