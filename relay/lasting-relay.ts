// A relay with a store: rooms, devices, links, invitations and schedules survive a restart.

import type { Primitives } from '../wire/primitives';
import { Appointments } from './appointments';
import type { TimeZones } from './calendar';
import { createHttpService } from './http';
import type { HttpService } from './http/messages';
import type { HttpPorts } from './http/ports';
import { DailyWork } from './ports/daily-work';
import { openIdentity, type RelayIdentity } from './identity/relay-identity';
import type { WallClock } from './ports/ports';
import { startRelay, type Relay, type RelayOptions } from './relay';
import { createHosting } from './hosting/hosting';
import { openRoomMemory } from './hosting/room-memory';
import type { Store } from './store/store';

/** What a relay with a store runs on. The store is open already; the relay closes it. */
type LastingRelayOptions = Omit<RelayOptions, 'identity' | 'invitations' | 'memory' | 'audit'> & {
  readonly wallClock: WallClock;
  readonly store: Store;
  readonly primitives: Primitives;
  readonly zones: TimeZones;
  readonly calendarFeed: HttpPorts['calendarFeed'];
};

/** A running relay with a store. */
export type LastingRelay = Relay & {
  readonly identity: RelayIdentity;
  readonly appointments: Appointments;
  /** Pages, calendars and the API. */
  readonly http: HttpService;
  /** The operator's key, at the first start only. It has to be shown now, because only its hash is stored. */
  readonly operatorKey?: string;
};

/** Reads the store and starts. Rejects with `StoreFailed`, or with an error that says so where stored secrets are damaged. */
export async function openLastingRelay(options: LastingRelayOptions): Promise<LastingRelay> {
  const { calendarFeed, clock, log, primitives, random, store, wallClock, zones } = options;
  const { broken, identity, operatorKey } = await openIdentity(store, random, primitives);
  for (const { key, message } of broken) log.warn('bad-record', { key, message });
  const memory = await openRoomMemory(store, log);
  const audit: RelayOptions['audit'] = ({ atMs, room, action, by, whom }) => {
    const line = { atMs, room, action, by: by ?? 'relay', ...(whom === undefined ? {} : { to: whom }) };
    identity.audit.write(line).catch((error: unknown) => log.warn('not-stored', { message: String(error) }));
  };
  const hosting = createHosting({ ...options, memory, audit });
  const appointments = await Appointments.open({
    ...{ store, clock, wallClock, zones, random, log },
    events: hosting.events,
    speakers: hosting.members,
    rooms: hosting.lobby,
    audit: identity.audit,
  });
  const relay = startRelay(hosting, { ...options, identity, invitations: appointments });
  const http = createHttpService({
    ...{ identity, appointments, rooms: relay.rooms, clock, wallClock, log, calendarFeed },
    onDeviceRevoked: (device) => relay.expel(`d:${device}`),
    onLinkRevoked: (link) => relay.expel(`w:${link}`),
  });
  const daily = new DailyWork({ clock, wallClock, log }, [
    { name: 'forget old audit lines', run: (nowMs) => identity.audit.forgetOld(nowMs) },
    { name: 'forget expired links', run: (nowMs) => identity.links.forgetExpired(nowMs) },
    { name: 'forget old invitations', run: () => appointments.forgetOld() },
  ]);
  daily.start();
  return {
    ...relay,
    identity,
    appointments,
    http,
    ...(operatorKey === undefined ? {} : { operatorKey }),
    close: async () => {
      await daily.close();
      await appointments.close();
      await relay.close();
      await store.close();
    },
  };
}
