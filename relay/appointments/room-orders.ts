// What rooms still have to be told. An order is stored with the change it comes from and removed once it has been carried
// out, so that a relay that is killed in between carries it out when it starts again.

import type { Change, Json, JsonObject, Store } from '../store/store';
import type { Log } from '../ports/ports';
import type { RoomOrder } from './consequences';
import type { RoomsPort } from './ports';

const PREFIX = 'room-order/';
const DIGITS = 12;

/** The orders that are stored, in their order. */
export class RoomOrders {
  private readonly store: Store;
  private readonly rooms: RoomsPort;
  private readonly log: Log;
  private last: number;
  /** Carried out, and still to be removed. */
  private done: string[] = [];

  private constructor(store: Store, rooms: RoomsPort, log: Log, last: number) {
    this.store = store;
    this.rooms = rooms;
    this.log = log;
    this.last = last;
  }

  /** Carries out what was left over. Rejects with `StoreFailed`. */
  static async open(store: Store, rooms: RoomsPort, log: Log): Promise<RoomOrders> {
    const left = await store.list(PREFIX);
    const orders = new RoomOrders(store, rooms, log, Number(left.at(-1)?.key.slice(PREFIX.length) ?? 0) || 0);
    for (const { key, value } of left) {
      const { room, event } = value;
      // Written by nobody but this file: what is no order is damage, and stays for whoever looks into it.
      if (typeof room !== 'string' || typeof event !== 'object') {
        log.warn('bad-record', { key, message: 'is no order to a room' });
      } else await orders.carryOut([{ key, order: value as unknown as RoomOrder }]);
    }
    return orders;
  }

  /** The changes that store orders and remove those that are done. */
  changesFor(orders: readonly RoomOrder[]): { readonly changes: readonly Change[]; readonly keys: readonly string[] } {
    const keys = orders.map(() => PREFIX + String(++this.last).padStart(DIGITS, '0'));
    const puts = orders.map((order, at): Change => ({ put: keys[at], value: valueOf(order) }));
    return { changes: [...this.done.map((key): Change => ({ remove: key })), ...puts], keys };
  }

  /** The changes of the last `changesFor` are stored: carries its orders out. */
  async stored(orders: readonly RoomOrder[], keys: readonly string[]): Promise<void> {
    this.done = [];
    await this.carryOut(orders.map((order, at) => ({ key: keys[at], order })));
  }

  private async carryOut(orders: readonly { readonly key: string; readonly order: RoomOrder }[]): Promise<void> {
    const done: string[] = [];
    for (const { key, order } of orders) {
      try {
        await this.rooms.apply(order.room, order.event);
        done.push(key);
      } catch (error) {
        // It stays in the store and is carried out at the next start.
        this.log.warn('room-order-failed', { room: order.room, message: (error as Error).message });
      }
    }
    if (done.length === 0) return;
    // Nothing waits for the removal: until it is written, the order would merely be carried out twice.
    this.store.commit(done.map((key) => ({ remove: key }))).catch(() => {
      this.done.push(...done);
    });
  }
}

function valueOf({ room, event }: RoomOrder): JsonObject {
  return { room, event: { ...event } as { readonly [name: string]: Json | undefined } };
}
