import { createRandom, type Host } from '../../host-sim';
import type { VirtualClock } from '../../host-sim/core/clock';
import { NS_PER_MS } from '../../host-sim/core/time-units';
import type { RelayConfig } from '../../relay/config';
import { openByteStreamSignalServer } from '../../relay/node/byte-stream-signal-server';
import type { Clock, Log, MediaSocket, Random } from '../../relay/ports/ports';
import { createRelay, type Relay, type RelayOptions } from '../../relay/relay';
import { parseClaim, pongFor } from '../../wire/claim';

// The relay's core on virtual time and a network in memory: the same code as on real sockets.

/** The relay's clock on virtual time. */
export function relayClock(clock: VirtualClock): Clock {
  return {
    nowMs: () => clock.nowNs / NS_PER_MS,
    after: (delayMs, action) => clock.at(clock.nowNs + Math.max(0, delayMs) * NS_PER_MS, action),
  };
}

/** Random numbers for a relay that are the same for the same seed. */
export function seededRandom(seed: number): Random {
  const random = createRandom(seed, 'relay');
  return { bytes: (count) => Uint8Array.from({ length: count }, () => Math.floor(random.next() * 256)) };
}

/** A log that drops everything. */
export const SILENT: Log = { info: () => {}, warn: () => {} };

function mediaOn(host: Host, port: number): MediaSocket {
  const udp = host.openUdp(port);
  const socket: MediaSocket = {
    port,
    send: (datagram, to) => udp.send(datagram, to),
    onDatagram: () => {},
    close: () => udp.close(),
  };
  udp.onDatagram = (datagram, from) => socket.onDatagram(datagram, from);
  return socket;
}

/** The ports of a relay on the simulated network. */
type SimulatedPorts = Pick<RelayOptions, 'clock' | 'media' | 'signal' | 'random'>;

/** Opens the ports of a relay on a host of the simulated network. */
export function openSimulatedPorts(options: {
  readonly clock: VirtualClock;
  readonly host: Host;
  readonly seed: number;
  readonly signalPort: number;
  readonly mediaPort: number;
}): SimulatedPorts {
  const { clock, host, seed, signalPort, mediaPort } = options;
  const signal = openByteStreamSignalServer((onStream) => {
    const listener = host.listenTcp(signalPort, onStream);
    return { port: signalPort, close: () => listener.close() };
  });
  // At the number of the signalling port pings are answered, as openPingPort of the relay does.
  if (signalPort !== mediaPort) {
    const pings = host.openUdp(signalPort);
    pings.onDatagram = (datagram, from) => {
      const pong = pongFor(parseClaim(datagram));
      if (pong) pings.send(pong, from);
    };
  }
  return { clock: relayClock(clock), media: mediaOn(host, mediaPort), signal, random: seededRandom(seed) };
}

/** Starts a relay on a host of the simulated network. */
export function startSimulatedRelay(options: {
  readonly clock: VirtualClock;
  readonly host: Host;
  readonly seed: number;
  readonly config: Partial<RelayConfig> & Pick<RelayConfig, 'signalPort' | 'mediaPort'>;
  readonly log?: Log;
}): Relay {
  const { config, log = SILENT } = options;
  const { signalPort, mediaPort } = config;
  return createRelay({ ...openSimulatedPorts({ ...options, signalPort, mediaPort }), log, config });
}
