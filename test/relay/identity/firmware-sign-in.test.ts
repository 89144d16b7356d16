import { refusalMessage } from '../../../firmware/app/relay-messages';
import { createNodeBoard } from '../../../cli/board/node-board';
import { statusOf } from '../../../cli/board/speaker-status';
import { InMemoryNetwork, SILENCE, type Board, type Firmware } from '../../../host-sim';
import { VirtualClock } from '../../../host-sim/core/clock';
import type { KnownDevice } from '../../../relay/identity/sign-in';
import { sealServer } from '../support/sealed-server';
import { openByteStreamSignalServer } from '../../../relay/node/byte-stream-signal-server';
import { nodePrimitives } from '../../../relay/node/node-primitives';
import type { Clock, SignalConnection, SignalServer } from '../../../relay/ports/ports';
import { createRelay, type Relay } from '../../../relay/relay';
import { parseClaim, pongFor } from '../../../wire/claim';
import { hmacWith } from '../../../wire/hmac';
import { bundleFirmware } from '../../support/bundle';
import { ofHex } from '../../support/byte-strings';
import { InMemoryMedia, RecordingLog, SeededRandom } from '../support/in-memory-ports';
import { FakeClock } from '../support/fake-clock';
import { NS_PER_MS, NS_PER_SECOND } from '../../../host-sim/core/time-units';

// The bundle on a simulated board signs in at the relay, over a network whose owner can read and change every frame.

const PORT = 7780;
const KEY = '00ff10ef20df30cf40bf50af609f708f80'.padEnd(64, '7');
let firmware: Firmware;

/** What the owner of the network does with a frame: passes on whatever this returns. */
type Meddler = (frame: string, isToRelay: boolean, number: number) => string;

type World = {
  readonly board: Board;
  readonly said: string[];
  /** Every frame, as it was sent. */ readonly toRelay: string[];
  readonly toBoard: string[];
  readonly signedIn: string[];
  readonly refused: string[];
  readonly closed: number[];
  meddler: Meddler;
  /** Closes the newest connection. */
  drop: () => void;
  run(seconds: number): void;
  close(): void;
};

function meddledServer(server: SignalServer, world: () => World): SignalServer {
  const meddled: SignalServer = { port: server.port, onConnection: () => {}, close: () => server.close() };
  server.onConnection = (connection) => {
    const numbers = { toRelay: 0, toBoard: 0 };
    world().drop = () => connection.close(1001, 'gone');
    const passing: SignalConnection = {
      remoteHost: connection.remoteHost,
      send: (text) => {
        world().toBoard.push(text);
        connection.send(world().meddler(text, false, numbers.toBoard++));
      },
      close: (code, reason) => {
        world().closed.push(code);
        connection.close(code, reason);
      },
      onMessage: () => {},
      onClose: () => {},
    };
    connection.onMessage = (text) => {
      world().toRelay.push(text);
      passing.onMessage(world().meddler(text, true, numbers.toRelay++));
    };
    connection.onClose = () => passing.onClose();
    meddled.onConnection(passing);
  };
  return meddled;
}

/** A relay in the network that knows these devices; it notes who signs in, and why others do not. */
function openRelay(
  clock: VirtualClock,
  network: InMemoryNetwork,
  devices: Record<string, KnownDevice>,
  world: () => World,
): { readonly relay: Relay; readonly signedIn: string[]; readonly refused: string[] } {
  const host = network.host('10.0.0.1');
  const server = openByteStreamSignalServer((onStream) => {
    const listener = host.listenTcp(PORT, onStream);
    return { port: PORT, close: () => listener.close() };
  });
  const pings = host.openUdp(PORT);
  pings.onDatagram = (datagram, from) => pings.send(pongFor(parseClaim(datagram))!, from);
  const random = new SeededRandom(1);
  const signedIn: string[] = [];
  const refused: string[] = [];
  const signal = sealServer(meddledServer(server, world), {
    primitives: nodePrimitives,
    random,
    find: (id) => devices[id],
    decoyHmac: hmacWith(nodePrimitives, 'a secret of the relay'),
    onSignedIn: (device) => signedIn.push(device),
    onRefused: (_host, why) => refused.push(why),
  });
  const media = new InMemoryMedia(new FakeClock());
  const relayClock: Clock = {
    nowMs: () => clock.nowNs / NS_PER_MS,
    after: (delayMs, action) => clock.at(clock.nowNs + Math.max(0, delayMs) * NS_PER_MS, action),
  };
  const relay = createRelay({ clock: relayClock, media, signal, log: new RecordingLog(), random, config: {} });
  return { relay, signedIn, refused };
}

function open(settings: Record<string, unknown>, devices: Record<string, KnownDevice>): World {
  const clock = new VirtualClock();
  const network = new InMemoryNetwork({ clock, seed: 1, conditions: { delayMs: 3 } });
  const { relay, signedIn, refused } = openRelay(clock, network, devices, () => world);
  const said: string[] = [];
  const board = createNodeBoard({
    name: 'kitchen',
    clock,
    network: network.host('10.0.1.1'),
    firmware,
    microphone: SILENCE,
    settings: {
      'stagebox.json': JSON.stringify({ ssid: 'x', relay: '10.0.0.1', relayPort: PORT, name: 'of-anna', ...settings }),
    },
    seed: 1,
    clockPpm: 0,
  });
  const world: World = {
    board,
    said,
    toRelay: [],
    toBoard: [],
    signedIn,
    refused,
    closed: [],
    meddler: (frame) => frame,
    drop: () => {},
    run(seconds) {
      clock.runUntil(clock.nowNs + seconds * NS_PER_SECOND);
      if (board.fault) throw board.fault;
    },
    close() {
      board.powerOff();
      void relay.close();
    },
  };
  board.onLine = (line) => said.push(line);
  board.powerOn();
  return world;
}

const kitchen = { kitchen: { key: ofHex(KEY), isRevoked: false } };

beforeAll(async () => {
  firmware = await bundleFirmware();
});

describe('a speaker with a device key', () => {
  test('signs in, says hello and joins, and the network reads none of it', () => {
    const world = open({ device: 'kitchen', key: KEY }, kitchen);
    world.run(4);
    expect(statusOf(world.board)?.state).toBe('idle');
    expect(world.signedIn).toEqual(['kitchen']);
    world.board.press();
    world.run(0.05);
    world.board.release();
    world.run(1);
    expect(statusOf(world.board)?.state).toBe('inRoom');
    expect(world.toRelay.slice(0, 2).map((text) => JSON.parse(text).type)).toEqual(['sign-in', 'proof']);
    expect(JSON.parse(world.toBoard[0]!).type).toBe('challenge');
    const sealed = [...world.toRelay.slice(2), ...world.toBoard.slice(1)];
    expect(sealed.length).toBeGreaterThan(3);
    for (const frame of sealed) {
      expect(Buffer.from(frame, 'base64').toString('base64')).toBe(frame);
      expect(Buffer.from(frame, 'base64').toString('latin1')).not.toMatch(/hello|anna|lounge|token/);
    }
    expect([...world.toRelay, ...world.toBoard].join()).not.toContain(KEY.slice(0, 8));
    expect(world.said).toEqual([]);
    expect(world.refused).toEqual([]);
    world.close();
  });

  test('tells its owner when the relay knows another key, and never sends its proof there', () => {
    const world = open({ device: 'kitchen', key: KEY }, { kitchen: { key: ofHex('a'.repeat(64)), isRevoked: false } });
    world.run(6);
    expect(world.said[0]).toContain('not the relay of this board, or its key was replaced');
    expect(world.toRelay.every((text) => JSON.parse(text).type === 'sign-in')).toBe(true);
    expect(world.toRelay.length).toBeGreaterThan(2);
    expect(new Set(world.toRelay).size).toBe(world.toRelay.length);
    world.close();
  });

  test('tells its owner when the relay refuses it, and tries again', () => {
    const devices: Record<string, KnownDevice> = { ...kitchen };
    const world = open({ device: 'kitchen', key: KEY }, devices);
    world.meddler = (frame, isToRelay, number) => {
      // The device is revoked between challenge and proof, so that the challenge is right.
      if (isToRelay && number === 1) devices.kitchen = { key: ofHex(KEY), isRevoked: true };
      return frame;
    };
    world.run(4);
    expect(world.closed).toContain(4003);
    expect(statusOf(world.board)).toMatchObject({ state: 'connecting', light: 'refused' });
    expect(world.said.join('\n')).toContain(refusalMessage('sign-in-refused'));
    devices.kitchen = kitchen.kitchen;
    world.meddler = (frame) => frame;
    world.run(20);
    expect(statusOf(world.board)?.state).toBe('idle');
    world.close();
  });

  test.each([
    ['changes a sealed frame of the board', true, 2],
    ['changes a later one', true, 3],
    ['changes a sealed frame of the relay', false, 1],
  ])('starts anew when somebody %s', (_, isToRelay, number) => {
    const world = open({ device: 'kitchen', key: KEY }, kitchen);
    let meddled = 0;
    world.meddler = (frame, direction, at) => {
      if (direction !== isToRelay || at !== number || meddled > 0) return frame;
      meddled++;
      return (frame[10] === 'A' ? 'B' : 'A') + frame.slice(1);
    };
    world.run(18);
    expect(meddled).toBe(1);
    expect(world.signedIn.length).toBe(2);
    expect(statusOf(world.board)?.state).toBe('idle');
    if (isToRelay) expect(world.closed).toEqual([4004]);
    else expect(world.said[0]).toContain('the relay does not sign in (forged)');
    world.close();
  });

  test.each(['{"type":"hello","name":"of-anna","member":1}', '{"type":"mute","muted":true}', 'x'])(
    'takes nothing in plain text for the relay: %s',
    (text) => {
      for (const at of [0, 1]) {
        const world = open({ device: 'kitchen', key: KEY }, kitchen);
        world.meddler = (frame, isToRelay, number) => (!isToRelay && number === at ? text : frame);
        world.run(5);
        expect(statusOf(world.board)?.state).not.toBe('idle');
        expect(world.said.length).toBeGreaterThan(1);
        expect(world.toRelay.filter((frame) => frame.includes('hello'))).toEqual([]);
        world.close();
      }
    },
  );

  test('answers a challenge once, however often it comes', () => {
    const world = open({ device: 'kitchen', key: KEY }, kitchen);
    let sends = 0;
    world.meddler = (frame, isToRelay, number) => {
      if (!isToRelay && number === 1 && sends++ === 0) return world.toBoard[0]!;
      return frame;
    };
    world.run(5);
    const types = world.toRelay.map((frame) => (frame.startsWith('{') ? JSON.parse(frame).type : 'sealed'));
    expect(types.slice(0, 5)).toEqual(['sign-in', 'proof', 'sealed', 'sign-in', 'proof']);
    world.close();
  });
});

test('a speaker without a key speaks plainly, and comes back as the one who it was', () => {
  const world = open({}, kitchen);
  world.run(4);
  expect(statusOf(world.board)?.state).toBe('idle');
  expect(JSON.parse(world.toRelay[0]!)).toEqual({ type: 'hello', name: 'of-anna', form: 'short' });
  expect(world.signedIn).toEqual([]);

  // After the connection has dropped, it says who it was.
  const hello = JSON.parse(world.toBoard[0]!);
  expect(hello.resume).toMatch(/^[0-9a-f]{32}$/);
  const before = world.toRelay.length;
  world.drop();
  world.run(2);
  expect(JSON.parse(world.toRelay[before]!)).toMatchObject({ type: 'hello', name: 'of-anna', resume: hello.resume });
  expect(statusOf(world.board)?.state).toBe('idle');
  world.close();
});
