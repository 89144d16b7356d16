import { InMemoryNetwork, SILENCE, type Board, type Host, type Firmware } from '../../host-sim';
import { VirtualClock } from '../../host-sim/core/clock';
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
import type { RelayOptions } from '../../relay/relay';
import { createMemoryStore } from '../../relay/store/memory-store';
import { Failure } from '../failure';
import { createNodeBoard } from '../board/node-board';
import { openSimulatedPorts, SILENT } from '../simulation/simulated-relay';
import { statusOf, type SpeakerStatus } from '../board/speaker-status';
import { gather, withCrowd, type Listener } from './crowd';
import { NS_PER_MS } from '../../host-sim/core/time-units';

// Somewhere a story can happen: a relay that remembers, a speaker with the very bundle, a crowd, and a wall clock that can
// be put forward. In virtual time on a network in memory, or in real time on real sockets.

const RELAY = { host: '10.0.0.1', port: 7780 };
const STEP_MS = 5;
const PATIENCE_MS = 20_000;
/** Listeners that come at once. */
const AT_ONCE = 50;
/** A finger on a button, there and away again. */
export const CLICK_MS = 80;
/** Until it is sure that no second click follows. */
const AFTER_PRESS_MS = 400;

/** A request as a story makes it. */
export type Ask = { readonly token?: string; readonly json?: object; readonly form?: Readonly<Record<string, string>> };

/** The place of a story. */
export interface World {
  readonly relay: LastingRelay;
  /** What the wall clock shows, in milliseconds since 1970. */
  epochMs(): number;
  /** Days pass in which nothing happens: the wall clock goes forward by so much. */
  letPass(ms: number): void;
  /** Waits until something is so; rejects, naming it, if that takes too long. */
  until(what: string, isSo: () => boolean): Promise<void>;
  /** Some time passes. */
  wait(ms: number): Promise<void>;
  /** Switches the speaker on. */
  powerOn(settings: Readonly<Record<string, unknown>>): void;
  /** The button goes down for so long. */
  press(ms: number): Promise<void>;
  /** Two clicks, one right after the other. */
  doubleClick(): Promise<void>;
  /** From now on somebody looks at the speaker all the time. */
  watch(onLook: (speaker: SpeakerStatus) => void): void;
  /** What the speaker says of itself; undefined until its bundle runs. */
  speaker(): SpeakerStatus | undefined;
  ask(method: string, target: string, ask?: Ask): Promise<HttpResponse>;
  /** So many listeners come into a room. */
  gather(room: string, count: number): Promise<readonly Listener[]>;
  close(): Promise<void>;
}

/** What differs between the two kinds of world. */
type Ground = {
  readonly clock: VirtualClock;
  readonly host: Host;
  readonly ports: Pick<RelayOptions, 'clock' | 'media' | 'random'>;
  readonly signal: SignalServer;
  readonly where: { readonly host: string; readonly port: number };
  readonly relay: LastingRelay;
  /** Lets some time pass, with all that happens in it. */
  readonly pass: (ms: number) => Promise<void>;
  readonly ask: (
    method: string,
    target: string,
    headers: Record<string, string>,
    body: string,
  ) => Promise<HttpResponse>;
  readonly close: () => Promise<void>;
};

type Wall = { readonly epochMs: () => number; readonly forward: (ms: number) => void };

/** A wall clock that goes with another one and can be put forward. */
function wallFrom(beginMs: number, elapsedMs: () => number): Wall {
  let aheadMs = 0;
  return { epochMs: () => Math.floor(beginMs + elapsedMs() + aheadMs), forward: (ms) => void (aheadMs += ms) };
}

const remembering = (wall: Wall, config: Partial<RelayConfig>) => ({
  wallClock: wall,
  log: SILENT,
  store: createMemoryStore(),
  primitives: nodePrimitives,
  zones: luxonZones,
  calendarFeed,
  config: { ...DEFAULT_CONFIG, ...config },
});

/** All that has been promised happens before time goes on. */
const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

async function virtualGround(beginMs: number, config: Partial<RelayConfig>): Promise<Ground & { readonly wall: Wall }> {
  const clock = new VirtualClock();
  const network = new InMemoryNetwork({ clock, seed: 1, conditions: { delayMs: 5, jitterMs: 2 } });
  const wall = wallFrom(beginMs, () => clock.nowNs / NS_PER_MS);
  const options = { clock, host: network.host(RELAY.host), seed: 1, signalPort: RELAY.port, mediaPort: RELAY.port };
  const { signal: outside, ...ports } = openSimulatedPorts(options);
  const signal = withCrowd(outside);
  const relay = await openLastingRelay({ ...ports, signal, ...remembering(wall, config) });
  const pass = async (ms: number): Promise<void> => {
    const endNs = clock.nowNs + ms * NS_PER_MS;
    while (clock.nowNs < endNs) {
      clock.runUntil(Math.min(endNs, clock.nowNs + STEP_MS * NS_PER_MS));
      await settle();
    }
  };
  const ask: Ground['ask'] = async (method, target, headers, body) => {
    const answer = relay.http.handle({ method, target, headers, body: Buffer.from(body), remoteHost: '10.0.9.9' });
    await pass(STEP_MS);
    return answer;
  };
  return {
    clock,
    host: network.host('10.0.1.1'),
    ports,
    signal,
    where: RELAY,
    relay,
    pass,
    ask,
    wall,
    close: relay.close,
  };
}

async function realGround(beginMs: number, config: Partial<RelayConfig>): Promise<Ground & { readonly wall: Wall }> {
  const clock = new VirtualClock();
  const pump = pumpInRealTime(clock);
  const startedAt = process.hrtime.bigint();
  const wall = wallFrom(beginMs, () => Number(process.hrtime.bigint() - startedAt) / NS_PER_MS);
  const host = '127.0.0.1';
  const http = await openHttpPort(host, 0);
  const media = await openUdpMediaSocket(host, 0, SILENT);
  const signal = withCrowd(shareWebSocketSignalServer(http.server));
  const ports = { clock: createSystemClock(), media, random: secureRandom };
  const relay = await openLastingRelay({ ...ports, signal, ...remembering(wall, config) });
  http.serve(relay.http);
  const pass = (ms: number): Promise<void> =>
    Promise.race([new Promise<void>((resolve) => setTimeout(resolve, ms)), pump.failed]);
  const ask: Ground['ask'] = async (method, target, headers, body) => {
    const content = method === 'GET' ? {} : { body };
    const answer = await fetch(`http://${host}:${http.port}${target}`, {
      method,
      headers,
      redirect: 'manual',
      ...content,
    });
    return { status: answer.status, headers: Object.fromEntries(answer.headers), body: await answer.text() };
  };
  const close = async (): Promise<void> => {
    pump.stop();
    await relay.close();
    await http.close();
  };
  const where = { host, port: http.port };
  return { clock, host: createNodeHost(), ports, signal, where, relay, pass, ask, wall, close };
}

/** Opens a world whose wall clock begins at `beginMs`. */
export async function openWorld(
  kind: 'virtual' | 'real',
  firmware: Firmware,
  beginMs: number,
  config: Partial<RelayConfig> = {},
): Promise<World> {
  const ground = await (kind === 'virtual' ? virtualGround : realGround)(beginMs, config);
  const { clock, signal, relay, wall, where } = ground;
  let board: Board | undefined;
  let onLook: ((speaker: SpeakerStatus) => void) | undefined;
  const speaker = (): SpeakerStatus | undefined => board && statusOf(board);
  const pass = async (ms: number): Promise<void> => {
    for (let leftMs = ms; leftMs > 0; leftMs -= STEP_MS) {
      await ground.pass(Math.min(leftMs, STEP_MS));
      const now = onLook && speaker();
      if (now) onLook?.(now);
    }
  };
  // By the board's own time, which may lag behind on a busy machine: a click stays a click.
  const hold = (fromMs: number, ms: number): void => {
    const downNs = clock.nowNs + fromMs * NS_PER_MS;
    clock.at(downNs, () => board?.press());
    clock.at(downNs + ms * NS_PER_MS, () => board?.release());
  };
  return {
    relay,
    epochMs: wall.epochMs,
    letPass: wall.forward,
    wait: pass,
    async until(what, isSo) {
      for (let waitedMs = 0; !isSo(); waitedMs += STEP_MS) {
        if (waitedMs > PATIENCE_MS) {
          const { state = 'off', light = 'none' } = speaker() ?? {};
          throw new Failure(`waited in vain for ${what}: the speaker is ${state}, its light ${light}`);
        }
        await pass(STEP_MS);
      }
    },
    powerOn(settings) {
      const lead = { ssid: 'simulated', password: 'simulated', relay: where.host, relayPort: where.port };
      board = createNodeBoard({
        name: 'speaker',
        clock,
        network: ground.host,
        firmware,
        microphone: SILENCE,
        settings: { 'stagebox.json': JSON.stringify({ ...lead, ...settings }) },
        seed: 1,
      });
      board.powerOn();
    },
    async press(ms) {
      hold(0, ms);
      await pass(ms + AFTER_PRESS_MS);
    },
    async doubleClick() {
      hold(0, CLICK_MS);
      hold(2 * CLICK_MS, CLICK_MS);
      await pass(3 * CLICK_MS + AFTER_PRESS_MS);
    },
    watch: (look) => void (onLook = look),
    speaker,
    ask(method, target, { token, json, form } = {}) {
      const body = json ? JSON.stringify(json) : form ? new URLSearchParams(form).toString() : '';
      const type = json ? 'application/json' : 'application/x-www-form-urlencoded';
      const headers = { 'content-type': type, ...(token === undefined ? {} : { authorization: `Bearer ${token}` }) };
      return ground.ask(method, target, headers, body);
    },
    async gather(room, count) {
      // Not all in one go: in real time the speaker's clock would stand still, and then have to leap.
      const all: Listener[] = [];
      while (all.length < count) {
        all.push(...gather(signal, room, all.length, Math.min(count, all.length + AT_ONCE)));
        await pass(STEP_MS);
      }
      return all;
    },
    async close() {
      board?.powerOff();
      await ground.close();
    },
  };
}
