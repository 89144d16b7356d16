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
    /** Who is in a room; undefined for a room that is not open. */
    readonly viewOf: (room: string) => RoomView | undefined;
  };
  readonly clock: Clock;
  readonly wallClock: WallClock;
  readonly log: Log;
  /** Scheduled rooms as an iCalendar text (RFC 5545). */
  readonly calendarFeed: (rooms: readonly ScheduledRoom[], nowMs: number, options: { readonly name: string }) => string;
  /** A device may not be here any more: its connections are to end. */
  readonly onDeviceRevoked: (device: string) => void;
  /** A link may not be used any more: whoever came by it is to go. */
  readonly onLinkRevoked: (link: string) => void;
  /** Of addresses; `says` is asked for every request. Unless given, `HTTP_RATES` hold. */
  readonly limits?: AddressLimits;
};

/** What an address may ask: somebody who reads, and a tool in a hurry. */
export const HTTP_RATES = { messagesPerSecond: 20, messagesBurst: 120 } as const;
