// What is stored of rooms while they are closed: bans, guests, ranks and reserved seats.

import type { PersonLists } from '../rooms';
import { isRoomId } from '../../wire/signal';
import type { Log } from '../ports/ports';
import type { Json, JsonObject, Store } from '../store/store';

const PREFIX = 'room/';

/** The rooms as they were stored when the relay started, and the way to store them. */
export type RoomMemory = {
  readonly lists: ReadonlyMap<string, PersonLists>;
  /** Stores the lists of a room. Resolves once they would survive a loss of power. */
  readonly remember: (room: string, lists: PersonLists) => Promise<void>;
};

/** For a relay that stores nothing. */
export const NO_MEMORY: RoomMemory = { lists: new Map(), remember: () => Promise.resolve() };

/** Whether a person is the same after a restart. A plain member is not. */
const isLasting = (person: string): boolean => !person.startsWith('p:');
/** Whether a rank or seat has to be stored. A link gives its bearer both again whenever the bearer shows it. */
const isInvited = (person: string): boolean => isLasting(person) && !person.startsWith('w:');

function isText(value: Json | undefined): value is string {
  return typeof value === 'string' && value.length > 0;
}

function objectsIn(value: Json | undefined): readonly JsonObject[] {
  if (!Array.isArray(value)) return [];
  return (value as readonly Json[]).flatMap((item) =>
    typeof item === 'object' && item !== null && !Array.isArray(item) ? [item as JsonObject] : [],
  );
}

function textsIn(value: Json | undefined): readonly string[] {
  return Array.isArray(value) ? (value as readonly Json[]).filter(isText) : [];
}

/** Reads stored lists. Total: whatever is not as it should be is left out. */
export function readLists({ ranks, guests, bans, reservations }: JsonObject): PersonLists {
  return {
    ranks: objectsIn(ranks).flatMap(({ person, rank }) =>
      isText(person) && (rank === 'host' || rank === 'moderator') ? [{ person, rank }] : [],
    ),
    guests: textsIn(guests),
    bans: textsIn(bans),
    reservations: objectsIn(reservations).flatMap(({ person, invitations }) => {
      const kept = textsIn(invitations);
      return isText(person) && kept.length > 0 ? [{ person, invitations: kept }] : [];
    }),
  };
}

function lastingOf({ ranks, guests, bans, reservations }: PersonLists): PersonLists {
  return {
    ranks: ranks.filter(({ person }) => isInvited(person)),
    guests: guests.filter(isInvited),
    bans: bans.filter(isLasting),
    reservations: reservations.filter(({ person }) => isInvited(person)),
  };
}

/** Reads the lists of all rooms. A record that belongs to no room is logged and left alone. Rejects with `StoreFailed`. */
export async function openRoomMemory(store: Store, log: Log): Promise<RoomMemory> {
  const lists = new Map<string, PersonLists>();
  for (const { key, value } of await store.list(PREFIX)) {
    const id = key.slice(PREFIX.length);
    if (isRoomId(id)) lists.set(id, readLists(value));
    else log.warn('bad-record', { key, message: 'is the record of no room' });
  }
  return {
    lists,
    remember: (room, known) => {
      const lasting = lastingOf(known);
      const isEmpty = Object.values(lasting).every((list) => list.length === 0);
      const value = lasting as unknown as JsonObject;
      return store.commit([isEmpty ? { remove: PREFIX + room } : { put: PREFIX + room, value }]);
    },
  };
}
