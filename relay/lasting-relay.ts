// A relay that remembers: rooms, devices, links, invitations and schedules live in a store, and go on after a restart.

import type { Primitives } from '../wire/primitives';
import { Appointments } from './appointments';
import type { TimeZones } from './calendar';
import { createHttpService } from './http';
import type { HttpService } from './http/messages';
import type { HttpNeeds } from './http/needs';
import { openIdentity, type RelayIdentity } from './identity/relay-identity';
import type { WallClock } from './ports/ports';
import { createRelay, type Relay, type RelayOptions } from './relay';
import { openRoomMemory } from './hosting/room-memory';
import type { Store } from './store/store';

/** What it runs on, beside what any relay runs on. The store is open already; the relay closes it. */
export type LastingRelayOptions = Omit<RelayOptions, 'identity' | 'memory' | 'audit'> & {
  readonly wallClock: WallClock;
  readonly store: Store;
  readonly primitives: Primitives;
  readonly zones: TimeZones;
  readonly calendarFeed: HttpNeeds['calendarFeed'];
};

/** A running relay with what it knows. */
export type LastingRelay = Relay & {
  readonly identity: RelayIdentity;
  readonly appointments: Appointments;
  /** Pages, calendars and the API. */
  readonly http: HttpService;
  /** The operator's key, if this was the first start: to be shown this once. */
  readonly operatorKey?: string;
};

/** Reads the store and starts. Rejects with `StoreFailed`, or with an error that says so where stored secrets are damaged. */
export async function openLastingRelay(options: LastingRelayOptions): Promise<LastingRelay> {
  const { calendarFeed, clock, log, primitives, random, store, wallClock, zones } = options;
  const { broken, identity, operatorKey } = await openIdentity(store, random, primitives);
  for (const key of broken) log.warn('bad-record', { key, message: 'is no device' });
  const memory = await openRoomMemory(store, log);
  const notStored = (error: unknown): void => log.warn('not-stored', { what: String(error) });
  const relay = createRelay({
    ...options,
    identity,
    memory,
    audit: ({ atMs, room, action, by, whom }) => {
      const line = { atMs, room, action, by: by ?? 'relay', ...(whom === undefined ? {} : { to: whom }) };
      identity.audit.write(line).catch(notStored);
    },
  });
  const { house } = relay;
  const appointments = await Appointments.open({
    ...{ store, clock, zones, random, log },
    wall: wallClock,
    speakers: house,
    rooms: house,
    audit: identity.audit,
  });
  relay.attach(appointments);
  const http = createHttpService({
    ...{ identity, appointments, rooms: house, clock, wall: wallClock, log, calendarFeed },
    onDeviceRevoked: (device) => house.expel(`d:${device}`),
    onLinkRevoked: (link) => house.expel(`w:${link}`),
  });
  return {
    ...relay,
    identity,
    appointments,
    http,
    ...(operatorKey === undefined ? {} : { operatorKey }),
    close: async () => {
      await appointments.close();
      await relay.close();
      await store.close();
    },
  };
}
