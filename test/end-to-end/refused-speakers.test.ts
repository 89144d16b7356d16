import { createNodeBoard } from '../../cli/board/node-board';
import { CLICK_MS } from '../../cli/board/click';
import { statusOf, type SpeakerStatus } from '../../cli/board/speaker-status';
import { readFirmware } from '../../cli/firmware-text';
import { openSimulatedPorts, SILENT } from '../../cli/simulation/simulated-relay';
import { InMemoryNetwork, SILENCE, type Board } from '../../host-sim';
import { VirtualClock } from '../../host-sim/core/clock';
import { NS_PER_MS } from '../../host-sim/core/time-units';
import { calendarFeed } from '../../relay/calendar/node/calendar-feed';
import { luxonZones } from '../../relay/calendar/node/luxon-zones';
import { DEFAULT_CONFIG } from '../../relay/config';
import { openLastingRelay, type LastingRelay } from '../../relay/lasting-relay';
import { nodePrimitives } from '../../relay/node/node-primitives';
import { createMemoryStore, type MemoryMedium } from '../../relay/store/memory-store';

// A relay that does not let a speaker in: another one uses its key, its device was revoked, or the relay does not know it.
// Each has its own text and a light that is not that of a missing Wi-Fi. The speaker comes back once it may.

const STEP_MS = 5;
const RELAY = { host: '10.0.0.1', port: 7780 };

/** A network with the real relay on it, and simulated speakers. */
class World {
  private readonly clock = new VirtualClock();
  private readonly network = new InMemoryNetwork({ clock: this.clock, seed: 1, conditions: { delayMs: 5 } });
  private readonly boards: Board[] = [];
  private relay: LastingRelay | undefined;
  private operatorKey = '';

  /** Opens a relay that remembers what is in the medium, and closes the former one. */
  async openRelay(medium: MemoryMedium, signIn: 'optional' | 'needed' = 'optional'): Promise<void> {
    await this.relay?.close();
    const { clock, network } = this;
    const host = network.host(RELAY.host);
    const ports = openSimulatedPorts({ clock, host, seed: 1, signalPort: RELAY.port, mediaPort: RELAY.port });
    const wallClock = { epochMs: () => Date.UTC(2027, 2, 1) + Math.floor(clock.nowNs / NS_PER_MS) };
    const kept = {
      wallClock,
      log: SILENT,
      store: createMemoryStore({ medium }),
      primitives: nodePrimitives,
      zones: luxonZones,
      calendarFeed,
    };
    this.relay = await openLastingRelay({ ...ports, ...kept, config: { ...DEFAULT_CONFIG, signIn } });
    this.operatorKey = this.relay.operatorKey ?? this.operatorKey;
  }

  async run(seconds: number): Promise<void> {
    const endNs = this.clock.nowNs + seconds * 1e9;
    while (this.clock.nowNs < endNs) {
      this.clock.runUntil(Math.min(endNs, this.clock.nowNs + STEP_MS * NS_PER_MS));
      await new Promise((resolve) => setImmediate(resolve));
    }
    for (const { fault } of this.boards) if (fault) throw fault;
  }

  async ask(method: string, target: string, json?: object): Promise<Record<string, unknown>> {
    const headers = { authorization: `Bearer ${this.operatorKey}`, 'content-type': 'application/json' };
    const body = Buffer.from(json ? JSON.stringify(json) : '');
    const answer = await this.relay!.http.handle({ method, target, headers, body, remoteHost: '10.0.9.9' });
    expect(answer.status).toBeLessThan(300);
    return answer.body === '' ? {} : (JSON.parse(String(answer.body)) as Record<string, unknown>);
  }

  /** Switches a speaker on. */
  speaker(settings: Readonly<Record<string, unknown>>): Speaker {
    const relay = { relay: RELAY.host, relayPort: RELAY.port };
    const board = createNodeBoard({
      name: `speaker ${this.boards.length}`,
      clock: this.clock,
      network: this.network.host(`10.0.1.${this.boards.length + 1}`),
      firmware: readFirmware(),
      microphone: SILENCE,
      settings: { 'stagebox.json': JSON.stringify({ ssid: 'x', password: 'simulated', ...relay, ...settings }) },
      seed: this.boards.length + 1,
      clockPpm: 0,
    });
    this.boards.push(board);
    const said: string[] = [];
    board.onLine = (line) => said.push(line);
    board.powerOn();
    return { board, said, look: () => statusOf(board)! };
  }

  async click({ board }: Speaker): Promise<void> {
    board.press();
    await this.run(CLICK_MS / 1000);
    board.release();
    await this.run(1);
  }

  async close(): Promise<void> {
    for (const board of this.boards) board.powerOff();
    await this.relay?.close();
  }
}

type Speaker = { readonly board: Board; readonly said: string[]; readonly look: () => SpeakerStatus };

let world: World;

beforeEach(() => {
  world = new World();
});

afterEach(() => world.close());

async function addDevice(): Promise<{ device: string; key: string }> {
  const { key } = await world.ask('POST', '/api/devices', { id: 'kitchen', name: 'kitchen' });
  return { device: 'kitchen', key: String(key) };
}

test('what no Wi-Fi looks like', async () => {
  await world.openRelay(new Map());
  const speaker = world.speaker({});
  await world.run(5);
  speaker.board.setWifiInReach(false);
  await world.run(40);
  expect(speaker.look()).toMatchObject({ state: 'offline', light: 'offline' });
});

test.each([false, true])(
  'a second speaker with the same key takes over, and the first one says so (in a room: %s)',
  async (isInRoom) => {
    await world.openRelay(new Map());
    const identity = await addDevice();
    const first = world.speaker(identity);
    await world.run(6);
    expect(first.look()).toMatchObject({ state: 'idle', light: 'idle' });
    if (isInRoom) await world.click(first);
    if (isInRoom) await world.click(first);
    expect(first.look()).toMatchObject(isInRoom ? { state: 'inRoom', microphone: 'open' } : { state: 'idle' });

    const second = world.speaker(identity);
    await world.run(6);
    expect(second.look().state).toBe('idle');
    expect(first.look()).toMatchObject({
      state: isInRoom ? 'reconnecting' : 'connecting',
      light: 'refused',
      microphone: 'closed',
    });
    expect(first.said.join('\n')).toContain('another speaker uses the same key');
    expect(second.said).toEqual([]);

    second.board.powerOff();
    await world.run(61);
    expect(first.look()).toMatchObject({ state: isInRoom ? 'inRoom' : 'idle', microphone: 'closed' });
    expect(first.look().light).toBe(isInRoom ? 'stage' : 'idle');
  },
);

test.each([false, true])('a device that is revoked says so, and stays out (in a room: %s)', async (isInRoom) => {
  await world.openRelay(new Map());
  const identity = await addDevice();
  const speaker = world.speaker(identity);
  await world.run(6);
  if (isInRoom) await world.click(speaker);
  if (isInRoom) await world.click(speaker);
  await world.ask('DELETE', '/api/devices/kitchen');
  for (let second = 0; second < 60; second += 2) {
    await world.run(2);
    expect(speaker.look()).toMatchObject({ light: 'refused', microphone: 'closed' });
  }
  expect(speaker.said.join('\n')).toContain('the relay no longer knows this speaker');
});

test('a speaker that the relay does not know says so, and comes back once the relay knows it again', async () => {
  const known: MemoryMedium = new Map();
  await world.openRelay(known);
  const identity = await addDevice();
  const speaker = world.speaker(identity);
  await world.run(6);
  expect(speaker.look().state).toBe('idle');
  await world.openRelay(new Map());
  await world.run(20);
  expect(speaker.look()).toMatchObject({ state: 'connecting', light: 'refused' });
  expect(speaker.said.join('\n')).toContain('not the relay of this board, or its key was replaced');
  await world.openRelay(known);
  await world.run(30);
  expect(speaker.look()).toMatchObject({ state: 'idle', light: 'idle' });
});

test('a speaker without a key says what a relay wants that requires one, and comes in once it does not', async () => {
  await world.openRelay(new Map(), 'needed');
  const speaker = world.speaker({});
  await world.run(20);
  expect(speaker.look()).toMatchObject({ state: 'connecting', light: 'refused' });
  expect(speaker.said.join('\n')).toContain('the relay wants a key');
  await world.openRelay(new Map(), 'optional');
  await world.run(30);
  expect(speaker.look()).toMatchObject({ state: 'idle', light: 'idle' });
});
