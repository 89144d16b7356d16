// What appointments need from the rest of the relay.

import type { ToMember } from '../../wire/signal';
import type { TimeZones } from '../calendar';
import type { RelayEvent } from '../hosting/relay-events';
import type { EventSource } from '../ports/event-stream';
import type { Clock, Log, Random, WallClock } from '../ports/ports';
import type { RoomEvent } from '../rooms';
import type { Change, Store } from '../store/store';

/** The speakers and other clients that are connected now. */
export interface SpeakersPort {
  /** Sends a message to a person that said hello. Nothing is sent to a person that is not connected. */
  send(person: string, message: ToMember): void;
}

/** The rooms, open or closed. */
export interface RoomsPort {
  /** Resolves once the event would survive a restart. An event that a room knows already changes nothing. */
  apply(room: string, event: RoomEvent): void | Promise<void>;
}

/** One line of the audit log. Never a key, a token or what somebody said. */
export type AuditLine = {
  readonly atMs: number;
  /** A person, a link as `w:…`, `operator`, or `relay`. */
  readonly by: string;
  readonly action: string;
  readonly room?: string;
  readonly to?: string;
};

/** Where audit lines go. They are stored together with what they report. */
export interface AuditPort {
  changeOf(line: AuditLine): Change;
}

export type AppointmentPorts = {
  readonly store: Store;
  readonly clock: Clock;
  readonly wallClock: WallClock;
  readonly zones: TimeZones;
  readonly random: Random;
  readonly log: Log;
  readonly events: EventSource<RelayEvent>;
  readonly speakers: SpeakersPort;
  readonly rooms: RoomsPort;
  readonly audit: AuditPort;
};
