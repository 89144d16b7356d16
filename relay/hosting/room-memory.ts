// What is stored of rooms while they are closed: bans, guests, ranks and reserved seats.

import * as v from 'valibot';
import { isRoomId } from '../../wire/signal';
import type { Log } from '../ports/ports';
import { isRefusal } from '../ports/refusal';
import { exactly, oneOf, type FieldsOf } from '../records/fields';
import { readRecord } from '../records/read-as';
import type { PersonLists } from '../rooms';
import type { JsonObject, Store } from '../store/store';

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

const text = v.pipe(v.string('is not a text'), v.minLength(1, 'is empty'));

/** What each of the lists holds. */
const items = {
  ranks: exactly({ person: text, rank: oneOf(['host', 'moderator']) }),
  guests: text,
  bans: text,
  reservations: exactly({ person: text, invitations: v.pipe(v.array(text), v.minLength(1, 'is empty')) }),
} satisfies FieldsOf<PersonLists>;

const record = exactly({
  ranks: v.array(items.ranks),
  guests: v.array(items.guests),
  bans: v.array(items.bans),
  reservations: v.array(items.reservations),
} satisfies FieldsOf<PersonLists>);

function goodItems<Item extends v.GenericSchema>(item: Item, list: unknown): readonly v.InferOutput<Item>[] {
  return Array.isArray(list) ? list.filter((one) => v.is(item, one)) : [];
}

/** Reads stored lists. Total: an item that is not as it should be is left out, so that damage to one loses no other. */
export function readLists({ ranks, guests, bans, reservations }: JsonObject): PersonLists {
  return {
    ranks: goodItems(items.ranks, ranks),
    guests: goodItems(items.guests, guests),
    bans: goodItems(items.bans, bans),
    reservations: goodItems(items.reservations, reservations),
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

/**
 * Reads the lists of all rooms. A record that belongs to no room is logged and left alone; of a damaged one the good items are
 * used. Rejects with `StoreFailed`.
 */
export async function openRoomMemory(store: Store, log: Log): Promise<RoomMemory> {
  const lists = new Map<string, PersonLists>();
  for (const { key, value } of await store.list(PREFIX)) {
    const id = key.slice(PREFIX.length);
    if (!isRoomId(id)) {
      log.warn('bad-record', { key, message: 'is the record of no room' });
      continue;
    }
    const whole = readRecord(record, value);
    if (isRefusal(whole)) log.warn('bad-record', { key, message: whole.message });
    lists.set(id, readLists(value));
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
