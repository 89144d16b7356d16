import { DEFAULT_CONFIG } from '../../relay/config';
import { createJsonLog } from '../../relay/node/json-log';
import { secureRandom } from '../../relay/node/secure-random';
import { openUdpMediaSocket } from '../../relay/node/udp-media-socket';
import { openWebSocketSignalServer } from '../../relay/node/websocket-signal-server';
import type { SignalServer } from '../../relay/ports/ports';
import { createRelay, type Relay } from '../../relay/relay';
import { createSlowClock } from './slow-time';

/** A relay on free ports of this machine. */
export type InterpreterRelay = Relay & { readonly signalPort: number; readonly mediaPort: number };

/** A relay for this machine, on free ports, that logs nothing. `through`: what its signalling goes through. */
export async function startRelay(through = (server: SignalServer): SignalServer => server): Promise<InterpreterRelay> {
  const config = { ...DEFAULT_CONFIG, logLevel: 'silent' as const };
  const log = createJsonLog(config.logLevel);
  const media = await openUdpMediaSocket(config.host, 0, log);
  const signal = await openWebSocketSignalServer(config.host, 0);
  const ports = { clock: createSlowClock(), media, signal: through(signal), log, random: secureRandom };
  const relay = createRelay({ ...ports, config });
  return { ...relay, signalPort: signal.port, mediaPort: media.port };
}

/** The settings of a speaker that finds the relay. */
export function settingsFor(relay: InterpreterRelay): Record<string, unknown> {
  return { ssid: 'home', relay: '127.0.0.1', relayPort: relay.signalPort, name: 'kitchen', duplex: 'full' };
}
