import type { ToMember } from '../wire/signal';
import { NO_CALLS, type Calls } from './hosting/calls';
import { DEFAULT_CONFIG, type RelayConfig } from './config';
import { Doorman } from './signalling/doorman';
import type { RelayIdentity } from './identity/relay-identity';
import { Lobby } from './hosting/lobby';
import { MediaGate, zeroCounters, type Counters } from './sound';
import { Members, tell } from './hosting/members';
import { NO_MEMORY, type RoomMemory } from './hosting/room-memory';
import type { Clock, Log, MediaSocket, Random, SignalServer, WallClock } from './ports/ports';
import type { AuditEntry, RoomEvent, RoomView } from './rooms';
import { Signalling } from './signalling/signalling';

/** What a relay runs on. Both ports are open already; the relay closes them. */
export type RelayOptions = {
  readonly clock: Clock;
  /** The time of day; without one, the clock's origin is 1970. */
  readonly wallClock?: WallClock;
  readonly media: MediaSocket;
  readonly signal: SignalServer;
  readonly log: Log;
  readonly random: Random;
  readonly config?: Partial<RelayConfig>;
  /** By what devices and people are known; without it nobody is. */
  readonly identity?: RelayIdentity;
  /** What is kept of rooms; without it nothing is. */
  readonly memory?: RoomMemory;
  /** Keeps who did what to whom in a room. */
  readonly audit?: (entry: AuditEntry) => void;
};

/** What a relay lets others do with its rooms and speakers. */
export interface House {
  /** Tells a person's speaker something; whoever is not there is told nothing. */
  tell(person: string, message: ToMember): void;
  isThere(person: string): boolean;
  /** Something happens in a room, whether it is open now or not. */
  apply(room: string, event: RoomEvent): Promise<void>;
  /** Who is in a room; undefined if it is not open. */
  viewOf(room: string): RoomView | undefined;
  /** Ends a person's connection: its key was revoked. */
  expel(person: string): void;
}

/** Figures since the start; `rooms` and `members` are those of now. */
export type RelayStats = Readonly<Counters> & {
  /** Datagrams not let in, for whatever reason. */
  readonly dropped: number;
  readonly rooms: number;
  readonly members: number;
};

/** A running relay. */
export interface Relay {
  readonly house: House;
  /** From now on invitations and scheduled rooms are told of persons and rooms; of who is here already, at once. */
  attach(calls: Calls): void;
  stats(): RelayStats;
  /** Sends every member out of its room, then closes connections, timers and ports. May be called twice. */
  close(): Promise<void>;
}

/** Close code of the private range for whose key was revoked. */
const KEY_REVOKED = 4005;

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
  const wallClock = options.wallClock ?? { epochMs: () => clock.nowMs() };
  const members = new Members();
  const lobby = new Lobby(
    {
      ...{ clock, wallClock, random, log, gate, mediaPort: media.port, send, counters },
      audit: options.audit ?? (() => undefined),
      onSeated: (room, person) => void calls.attended(room, person),
      onUnseated: (member) => members.forgetIfGone(member),
    },
    config,
    options.memory ?? NO_MEMORY,
    (room, why) => void calls.roomEnded(room, why),
  );
  const house: House = {
    tell: (person, message) => {
      const member = members.of(person);
      if (member) tell(member, message);
    },
    isThere: (person) => members.of(person)?.connection !== undefined,
    apply: (room, event) => lobby.apply(room, event),
    viewOf: (room) => lobby.viewOf(room),
    expel: (person) => signalling.expel(person, KEY_REVOKED, 'revoked'),
  };
  let calls: Calls = NO_CALLS;
  const doorman = new Doorman({ clock, wallClock, random, log, identity: options.identity });
  const signalling = new Signalling(signal, config, {
    clock,
    log,
    random,
    lobby,
    members,
    doorman,
    calls: () => calls,
  });
  let closing: Promise<void> | undefined;
  log.info('relay-started', { signalPort: signal.port, mediaPort: media.port });

  return {
    house,
    attach(attached) {
      calls = attached;
      for (const person of members.persons()) void calls.speakerCame(person);
    },
    stats() {
      const droppedBy = { ...counters.droppedBy };
      const dropped = Object.values(droppedBy).reduce((sum, count) => sum + count, 0);
      const here = { rooms: lobby.roomCount, members: members.connectedCount };
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
