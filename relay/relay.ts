import { createHosting, type Hosting, type HostingOptions } from './hosting/hosting';
import type { Lobby } from './hosting/lobby';
import type { RelayIdentity } from './identity/relay-identity';
import type { SignalServer } from './ports/ports';
import { Doorman } from './signalling/doorman';
import { NO_INVITATIONS, type InvitationsPort } from './signalling/invitations-port';
import { Signalling } from './signalling/signalling';
import type { Counters } from './sound';

/** What a relay runs on. Both ports are open already; the relay closes them. */
export type RelayOptions = HostingOptions & {
  readonly signal: SignalServer;
  /** Devices, links and keys. Without it nobody can sign in. */
  readonly identity?: RelayIdentity;
  /** Invitations and scheduled rooms. Without it there are none. */
  readonly invitations?: InvitationsPort;
};

/** Figures since the start. `rooms` and `members` are those of now. */
export type RelayStats = Readonly<Counters> & {
  /** Datagrams that the relay dropped, for whatever reason. */
  readonly dropped: number;
  readonly rooms: number;
  readonly members: number;
};

/** A running relay. */
export interface Relay {
  readonly rooms: Pick<Lobby, 'apply' | 'viewOf'>;
  /** Ends a person's connections and seats because its key or link was revoked. */
  expel(person: string): void;
  stats(): RelayStats;
  /** Sends all members out of their rooms, then closes connections, timers and ports. May be called twice. */
  close(): Promise<void>;
}

/** Close code of the private range: the key or link was revoked. */
const REVOKED = 4005;

/** Builds a relay and starts it. */
export function createRelay(options: RelayOptions): Relay {
  return startRelay(createHosting(options), options);
}

/** Lets members connect to rooms that are built already. */
export function startRelay(hosting: Hosting, options: RelayOptions): Relay {
  const { config, counters, events, lobby, members, wallClock } = hosting;
  const { clock, identity, invitations = NO_INVITATIONS, log, media, random, signal } = options;
  const doorman = new Doorman({ clock, wallClock, random, log, identity });
  const ports = { clock, log, random, lobby, members, doorman, events, invitations };
  const signalling = new Signalling(signal, config, ports);
  let closing: Promise<void> | undefined;
  log.info('relay-started', { signalPort: signal.port, mediaPort: media.port });

  return {
    rooms: lobby,
    expel: (person) => signalling.expel(person, REVOKED, 'revoked'),
    stats() {
      const droppedBy = { ...counters.droppedBy };
      const dropped = Object.values(droppedBy).reduce((sum, count) => sum + count, 0);
      const here = { rooms: lobby.roomCount, members: members.connectedCount };
      return { ...counters, droppedBy, dropped, ...here };
    },
    close: () => (closing ??= closeAll()),
  };

  async function closeAll(): Promise<void> {
    lobby.close();
    signalling.close();
    log.info('relay-closed', { packetsIn: counters.packetsIn, packetsOut: counters.packetsOut });
    await Promise.all([media.close(), signal.close()]);
  }
}
