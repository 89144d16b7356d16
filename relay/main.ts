// Builds a relay on real sockets, real time and a store on disk, and runs it as a process.

import { calendarFeed } from './calendar/node/calendar-feed';
import { luxonZones } from './calendar/node/luxon-zones';
import { readConfig, type RelayConfig } from './config';
import { BadSetting, PortUnavailable } from './ports/errors';
import { openLastingRelay, type LastingRelay } from './lasting-relay';
import { createJsonLog } from './node/json-log';
import { openRelayStore } from './node/level-store';
import { nodePrimitives } from './node/node-primitives';
import { secureRandom } from './node/secure-random';
import { createSystemClock, systemWallClock } from './node/system-clock';
import { openUdpMediaSocket } from './node/udp-media-socket';
import { openHttpPort } from './node/http-server';
import { shareWebSocketSignalServer } from './node/websocket-signal-server';
import type { Log } from './ports/ports';
import { StoreProblem } from './store/errors';
import { createMemoryStore } from './store/memory-store';
import type { Store } from './store/store';

/** A relay on real ports, with the numbers they got. */
export type OpenRelay = LastingRelay & { readonly signalPort: number; readonly mediaPort: number };

/** Ports in place of those that a relay opens itself. */
type OtherPorts = {
  readonly log?: Log;
  /** Without a store the relay forgets everything when it stops. */
  readonly store?: Store;
};

/** Opens both ports and starts a relay on them. Rejects with `PortUnavailable` or `StoreProblem`, leaving nothing open. */
export async function openRelay(config: RelayConfig, ports: OtherPorts = {}): Promise<OpenRelay> {
  const { log = createJsonLog(config.logLevel), store = createMemoryStore() } = ports;
  const opened: { close(): void | Promise<void> }[] = [store];
  try {
    const media = await openUdpMediaSocket(config.host, config.mediaPort, log);
    opened.push(media);
    const http = await openHttpPort(config.host, config.signalPort);
    opened.push(http);
    const signal = shareWebSocketSignalServer(http.server);
    opened.push(signal);
    const relay = await openLastingRelay({
      ...{ media, signal, log, config, store },
      clock: createSystemClock(),
      wallClock: systemWallClock,
      random: secureRandom,
      primitives: nodePrimitives,
      ...{ zones: luxonZones, calendarFeed },
    });
    http.serve(relay.http);
    const close = async (): Promise<void> => {
      await relay.close();
      await http.close();
    };
    return { ...relay, close, signalPort: http.port, mediaPort: media.port };
  } catch (error) {
    for (const port of opened.reverse()) await port.close();
    throw error;
  }
}

/** Resolves at SIGINT (Ctrl-C) or SIGTERM. A second signal ends the process as usual. */
function askedToStop(): Promise<void> {
  return new Promise((resolve) => {
    const stop = (): void => {
      process.removeListener('SIGINT', stop);
      process.removeListener('SIGTERM', stop);
      resolve();
    };
    process.on('SIGINT', stop);
    process.on('SIGTERM', stop);
  });
}

/** Runs a relay until the process is asked to stop. Resolves to the exit code. */
export async function main(env: NodeJS.ProcessEnv = process.env): Promise<number> {
  try {
    const config = readConfig(env);
    const relay = await openRelay(config, { store: await openRelayStore(config.dataFolder) });
    if (relay.operatorKey !== undefined) {
      console.log(
        `The operator's key, shown this once: ${relay.operatorKey}\nKeep it; it is asked for as STAGEBOX_OPERATOR_KEY.`,
      );
    }
    await askedToStop();
    await relay.close();
    return 0;
  } catch (error) {
    const isUsers = [BadSetting, PortUnavailable, StoreProblem].some((kind) => error instanceof kind);
    if (!isUsers) throw error;
    console.error(`stagebox relay: ${(error as Error).message}`);
    return 1;
  }
}
