import { VirtualClock } from '../../host-sim/core/clock';
import { NS_PER_MS } from '../../host-sim/core/time-units';
import type { RelayConfig } from '../../relay/config';
import type { MediaSocket, SignalServer } from '../../relay/ports/ports';
import { createRelay, type Relay } from '../../relay/relay';

/** A relay on virtual time whose ports lead nowhere, so that only its core costs anything. */
export type BenchRelay = {
  readonly clock: VirtualClock;
  /** Call its `onDatagram` to let a datagram arrive. */
  readonly media: MediaSocket;
  /** Call its `onConnection` to let a member connect. */
  readonly signal: SignalServer;
  readonly relay: Relay;
};

/** Opens a relay to measure. Close `relay` afterwards. */
export function openBenchRelay(config: Partial<RelayConfig>): BenchRelay {
  const clock = new VirtualClock();
  const media: MediaSocket = { port: 1, send: () => {}, onDatagram: () => {}, close: () => {} };
  const signal: SignalServer = { port: 1, onConnection: () => {}, close: () => {} };
  const relay = createRelay({
    clock: {
      nowMs: () => clock.nowNs / NS_PER_MS,
      after: (delayMs, action) => clock.at(clock.nowNs + delayMs * NS_PER_MS, action),
    },
    media,
    signal,
    log: { info: () => {}, warn: () => {} },
    random: { bytes: (count) => Uint8Array.from({ length: count }, () => Math.floor(Math.random() * 256)) },
    config,
  });
  return { clock, media, signal, relay };
}
