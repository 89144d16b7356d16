// Builds the relay of real sockets and real time, and runs it as a process.

import { readConfig, type RelayConfig } from './config';
import { BadSetting, PortUnavailable } from './errors';
import { createJsonLog } from './node/json-log';
import { secureRandom } from './node/secure-random';
import { createSystemClock } from './node/system-clock';
import { openUdpMediaSocket } from './node/udp-media-socket';
import { openWebSocketSignalServer } from './node/websocket-signal-server';
import type { Log } from './ports';
import { createRelay, type Relay } from './relay';

/** A relay on real ports, with the numbers they got. */
export type OpenRelay = Relay & { readonly signalPort: number; readonly mediaPort: number };

/** Opens both ports and starts a relay on them. Rejects with `PortUnavailable`, leaving nothing open. */
export async function openRelay(config: RelayConfig, log: Log = createJsonLog(config.logLevel)): Promise<OpenRelay> {
  const media = await openUdpMediaSocket(config.host, config.mediaPort, log);
  const signal = await openWebSocketSignalServer(config.host, config.signalPort).catch(async (error: unknown) => {
    await media.close();
    throw error;
  });
  const relay = createRelay({ clock: createSystemClock(), media, signal, log, random: secureRandom, config });
  return { ...relay, signalPort: signal.port, mediaPort: media.port };
}

/** Resolves at Ctrl-C or a polite kill; a second one ends the process as usual. */
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

/** Runs a relay until the process is asked to stop; the exit code to end with. */
export async function main(env: NodeJS.ProcessEnv = process.env): Promise<number> {
  try {
    const relay = await openRelay(readConfig(env));
    await askedToStop();
    await relay.close();
    return 0;
  } catch (error) {
    if (!(error instanceof BadSetting) && !(error instanceof PortUnavailable)) throw error;
    console.error(`stagebox relay: ${error.message}`);
    return 1;
  }
}
