import { DEFAULT_CONFIG, type RelayConfig } from '../config';
import { Lobby } from './lobby';
import { Members } from './members';
import type { RelayEvent } from './relay-events';
import { NO_MEMORY, type RoomMemory } from './room-memory';
import { EventStream } from '../ports/event-stream';
import type { Clock, Log, MediaSocket, Random, WallClock } from '../ports/ports';
import type { AuditEntry } from '../rooms';
import { MediaGate, zeroCounters, type Counters } from '../sound';

/** What rooms and members run on. */
export type HostingOptions = {
  readonly clock: Clock;
  /** The time of day. Without one, the clock's origin counts as 1970. */
  readonly wallClock?: WallClock;
  /** The media port, which is open already. */
  readonly media: MediaSocket;
  readonly log: Log;
  readonly random: Random;
  readonly config?: Partial<RelayConfig>;
  /** What is stored of rooms. Without it nothing is. */
  readonly memory?: RoomMemory;
  /** Keeps who did what to whom in a room. */
  readonly audit?: (entry: AuditEntry) => void;
};

/** The rooms and members of a relay, before anybody can connect. */
export type Hosting = {
  readonly config: RelayConfig;
  readonly wallClock: WallClock;
  readonly counters: Counters;
  readonly events: EventStream<RelayEvent>;
  readonly members: Members;
  readonly lobby: Lobby;
};

/** Builds rooms and members. Nothing runs yet: there is no timer, and nothing has to be closed. */
export function createHosting(options: HostingOptions): Hosting {
  const { clock, log, media, random } = options;
  const { audit = () => undefined, memory = NO_MEMORY, wallClock = { epochMs: () => clock.nowMs() } } = options;
  const config = { ...DEFAULT_CONFIG, ...options.config };
  const counters = zeroCounters();
  const events = new EventStream<RelayEvent>();
  const members = new Members();
  const send: MediaSocket['send'] = (datagram, to) => {
    counters.packetsOut++;
    media.send(datagram, to);
  };
  const gate = new MediaGate(media, counters);
  const onUnseated = members.forgetIfGone.bind(members);
  const ports = {
    clock,
    wallClock,
    random,
    log,
    gate,
    mediaPort: media.port,
    send,
    counters,
    events,
    audit,
    onUnseated,
  };
  return { config, wallClock, counters, events, members, lobby: new Lobby(ports, config, memory) };
}
