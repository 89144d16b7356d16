import { InMemoryNetwork, type Host } from '../../host-sim';
import { VirtualClock } from '../../host-sim/core/clock';
import { NS_PER_MS } from '../../host-sim/core/time-units';
import { createNodeHost } from '../../host-sim/node/node-network';
import { pumpInRealTime } from '../../host-sim/node/real-time';
import { calendarFeed } from '../../relay/calendar/node/calendar-feed';
import { luxonZones } from '../../relay/calendar/node/luxon-zones';
import { DEFAULT_CONFIG, type RelayConfig } from '../../relay/config';
import type { HttpResponse } from '../../relay/http/messages';
import { openLastingRelay, type LastingRelay } from '../../relay/lasting-relay';
import { openHttpPort } from '../../relay/node/http-server';
import { nodePrimitives } from '../../relay/node/node-primitives';
import { secureRandom } from '../../relay/node/secure-random';
import { createSystemClock } from '../../relay/node/system-clock';
import { openUdpMediaSocket } from '../../relay/node/udp-media-socket';
import { shareWebSocketSignalServer } from '../../relay/node/websocket-signal-server';
import type { SignalServer } from '../../relay/ports/ports';
import { createMemoryStore } from '../../relay/store/memory-store';
import { openSimulatedPorts, SILENT } from '../simulation/simulated-relay';
import { withCrowd } from './crowd';

// What a world stands on: a relay that remembers, with its network and its time. There are two kinds: virtual time with
// a network in memory, and real time with real sockets.

const RELAY = { host: '10.0.0.1', port: 7780 };
/** The step of virtual time, after which promises run. */
const STEP_MS = 5;

/** A wall clock that can be put forward. */
export type MovableWallClock = { readonly epochMs: () => number; readonly forward: (ms: number) => void };

/** Sends an HTTP request to the relay. */
type SendRequest = (
  method: string,
  target: string,
  headers: Record<string, string>,
  body: string,
) => Promise<HttpResponse>;

/** A relay with its network and its time. */
export type Ground = {
  readonly relay: LastingRelay;
  /** The clock of the boards. */
  readonly clock: VirtualClock;
  readonly wallClock: MovableWallClock;
  /** The host of the speaker. */
  readonly host: Host;
  /** Where members within this process connect. */
  readonly signal: SignalServer;
  /** Where the speaker finds the relay. */
  readonly relayAddress: { readonly host: string; readonly port: number };
  /** Lets time pass. */
  readonly pass: (ms: number) => Promise<void>;
  readonly ask: SendRequest;
  readonly close: () => Promise<void>;
};

/** A wall clock that runs with another clock from `beginMs` on. */
function wallClockFrom(beginMs: number, elapsedMs: () => number): MovableWallClock {
  let aheadMs = 0;
  return { epochMs: () => Math.floor(beginMs + elapsedMs() + aheadMs), forward: (ms) => void (aheadMs += ms) };
}

/** What both kinds of relay remember with. */
const memoryOptions = (wallClock: MovableWallClock, config: Partial<RelayConfig>) => ({
  wallClock,
  log: SILENT,
  store: createMemoryStore(),
  primitives: nodePrimitives,
  zones: luxonZones,
  calendarFeed,
  config: { ...DEFAULT_CONFIG, ...config },
});

/** Lets all resolved promises run. */
const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Opens a relay in virtual time, on a network in memory. Its wall clock begins at `beginMs`. */
export async function openVirtualGround(beginMs: number, config: Partial<RelayConfig>): Promise<Ground> {
  const clock = new VirtualClock();
  const network = new InMemoryNetwork({ clock, seed: 1, conditions: { delayMs: 5, jitterMs: 2 } });
  const wallClock = wallClockFrom(beginMs, () => clock.nowNs / NS_PER_MS);
  const options = { clock, host: network.host(RELAY.host), seed: 1, signalPort: RELAY.port, mediaPort: RELAY.port };
  const { signal: outside, ...ports } = openSimulatedPorts(options);
  const signal = withCrowd(outside);
  const relay = await openLastingRelay({ ...ports, signal, ...memoryOptions(wallClock, config) });
  const pass = async (ms: number): Promise<void> => {
    const endNs = clock.nowNs + ms * NS_PER_MS;
    while (clock.nowNs < endNs) {
      clock.runUntil(Math.min(endNs, clock.nowNs + STEP_MS * NS_PER_MS));
      await settle();
    }
  };
  const ask: SendRequest = async (method, target, headers, body) => {
    const answer = relay.http.handle({ method, target, headers, body: Buffer.from(body), remoteHost: '10.0.9.9' });
    await pass(STEP_MS);
    return answer;
  };
  const host = network.host('10.0.1.1');
  return { relay, clock, wallClock, host, signal, relayAddress: RELAY, pass, ask, close: relay.close };
}

/** Opens a relay in real time, on real sockets. Its wall clock begins at `beginMs`. */
export async function openRealGround(beginMs: number, config: Partial<RelayConfig>): Promise<Ground> {
  const clock = new VirtualClock();
  const pump = pumpInRealTime(clock);
  const startedAt = process.hrtime.bigint();
  const wallClock = wallClockFrom(beginMs, () => Number(process.hrtime.bigint() - startedAt) / NS_PER_MS);
  const address = '127.0.0.1';
  const http = await openHttpPort(address, 0);
  const media = await openUdpMediaSocket(address, 0, SILENT);
  const signal = withCrowd(shareWebSocketSignalServer(http.server));
  const ports = { clock: createSystemClock(), media, random: secureRandom };
  const relay = await openLastingRelay({ ...ports, signal, ...memoryOptions(wallClock, config) });
  http.serve(relay.http);
  const pass = (ms: number): Promise<void> =>
    Promise.race([new Promise<void>((resolve) => setTimeout(resolve, ms)), pump.failed]);
  const ask: SendRequest = async (method, target, headers, body) => {
    const answer = await fetch(`http://${address}:${http.port}${target}`, {
      method,
      headers,
      redirect: 'manual',
      ...(method === 'GET' ? {} : { body }),
    });
    return { status: answer.status, headers: Object.fromEntries(answer.headers), body: await answer.text() };
  };
  const close = async (): Promise<void> => {
    pump.stop();
    await relay.close();
    await http.close();
  };
  const relayAddress = { host: address, port: http.port };
  return { relay, clock, wallClock, host: createNodeHost(), signal, relayAddress, pass, ask, close };
}
