// What is kept of rooms while they are not open: who was banned, who may come in, who is host, whose seat is held.

import type { PersonLists } from '../rooms';
import { isRoomId } from '../../wire/signal';
import type { Log } from '../ports/ports';
import type { Json, JsonObject, Store } from '../store/store';

const PREFIX = 'room/';

/** The rooms as they were when the relay started, and what keeps them. */
export type RoomMemory = {
  readonly lists: ReadonlyMap<string, PersonLists>;
  /** Keeps it; resolves once it would survive a loss of power. */
  readonly remember: (room: string, lists: PersonLists) => Promise<void>;
};

/** Of a relay that keeps nothing. */
export const NO_MEMORY: RoomMemory = { lists: new Map(), remember: () => Promise.resolve() };

/** Plain members are nobody's to remember: the next one with that number is somebody else. */
const isLasting = (person: string): boolean => !person.startsWith('p:');
/** What a link says of its bearer it says again whenever it is shown. */
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

/** Total: what is stored gives lists, with whatever makes no sense left out. */
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

function withoutPassers({ ranks, guests, bans, reservations }: PersonLists): PersonLists {
  return {
    ranks: ranks.filter(({ person }) => isInvited(person)),
    guests: guests.filter(isInvited),
    bans: bans.filter(isLasting),
    reservations: reservations.filter(({ person }) => isInvited(person)),
  };
}

/** Reads what is stored of all rooms. Rejects with `StoreFailed`. */
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
      const lasting = withoutPassers(known);
      const isEmpty = Object.values(lasting).every((list) => list.length === 0);
      const value = lasting as unknown as JsonObject;
      return store.commit([isEmpty ? { remove: PREFIX + room } : { put: PREFIX + room, value }]);
    },
  };
}
