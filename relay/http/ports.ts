import type { Appointments } from '../appointments';
import type { ScheduledRoom } from '../calendar';
import type { AddressLimits } from '../identity/address-limits';
import type { RelayIdentity } from '../identity/relay-identity';
import type { Clock, Log, WallClock } from '../ports/ports';
import type { RoomView } from '../rooms';

/** What the HTTP side of a relay works with. */
export type HttpPorts = {
  readonly identity: RelayIdentity;
  readonly appointments: Appointments;
  readonly rooms: {
    /** Who is in a room. Undefined for a room that is not open. */
    readonly viewOf: (room: string) => RoomView | undefined;
  };
  readonly clock: Clock;
  readonly wallClock: WallClock;
  readonly log: Log;
  /** Scheduled rooms as an iCalendar text (RFC 5545). */
  readonly calendarFeed: (rooms: readonly ScheduledRoom[], nowMs: number, options: { readonly name: string }) => string;
  /** A device was revoked: its connections have to end. */
  readonly onDeviceRevoked: (device: string) => void;
  /** A link was revoked: people who use it have to leave. */
  readonly onLinkRevoked: (link: string) => void;
  /** The limits of addresses. A request counts as a message. Without it, `HTTP_RATES` are the limits. */
  readonly limits?: AddressLimits;
};

/** The requests of an address: enough for a person who reads, and for a tool that sends many at once. */
export const HTTP_RATES = { messagesPerSecond: 20, messagesBurst: 120 } as const;
