import { DEFAULT_CONFIG, type RelayConfig } from './config';
import { zeroCounters, type Counters } from './counters';
import { Lobby } from './lobby';
import { MediaGate } from './media-gate';
import type { Clock, Log, MediaSocket, Random, SignalServer } from './ports';
import { Signalling } from './signalling';

/** What a relay runs on. Both ports are open already; the relay closes them. */
export type RelayOptions = {
  readonly clock: Clock;
  readonly media: MediaSocket;
  readonly signal: SignalServer;
  readonly log: Log;
  readonly random: Random;
  readonly config?: Partial<RelayConfig>;
};

/** Figures since the start; `rooms` and `members` are those of now. */
export type RelayStats = Readonly<Counters> & {
  /** Datagrams not let in, for whatever reason. */
  readonly dropped: number;
  readonly rooms: number;
  readonly members: number;
};

/** A running relay. */
export interface Relay {
  stats(): RelayStats;
  /** Sends every member out of its room, then closes connections, timers and ports. May be called twice. */
  close(): Promise<void>;
}

/** Starts the room server on its ports. */
export function createRelay(options: RelayOptions): Relay {
  const { clock, log, media, random, signal } = options;
  const config = { ...DEFAULT_CONFIG, ...options.config };
  const counters = zeroCounters();
  const gate = new MediaGate(media, counters);
  const send: MediaSocket['send'] = (datagram, to) => {
    counters.packetsOut++;
    media.send(datagram, to);
  };
  const lobby = new Lobby({ clock, random, log, gate, mediaPort: media.port, send, counters }, config);
  const signalling = new Signalling(signal, lobby, config, clock, log);
  let closing: Promise<void> | undefined;
  log.info('relay-started', { signalPort: signal.port, mediaPort: media.port });

  return {
    stats() {
      const droppedBy = { ...counters.droppedBy };
      const dropped = Object.values(droppedBy).reduce((sum, count) => sum + count, 0);
      const here = { rooms: lobby.roomCount, members: signalling.memberCount };
      return { ...counters, droppedBy, dropped, ...here };
    },
    close() {
      closing ??= closeAll();
      return closing;
    },
  };

  async function closeAll(): Promise<void> {
    lobby.close();
    signalling.close();
    log.info('relay-closed', { packetsIn: counters.packetsIn, packetsOut: counters.packetsOut });
    await Promise.all([media.close(), signal.close()]);
  }
}
