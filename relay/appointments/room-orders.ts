// Events that rooms still have to get. An order is stored with the change that it comes from, and removed once it has been
// carried out. A relay that is killed in between carries it out when it starts again.

import * as v from 'valibot';
import type { Change, JsonObject, Store } from '../store/store';
import type { Log } from '../ports/ports';
import { isRefusal } from '../ports/refusal';
import { exactly, roomId, type FieldsOf } from '../records/fields';
import { readRecord } from '../records/read-as';
import type { RoomOrder } from './consequences';
import type { RoomsPort } from './ports';

const PREFIX = 'room-order/';
const DIGITS = 12;

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null;
}

const record = exactly({
  room: roomId,
  event: v.custom<RoomOrder['event']>(isObject, 'has to be an object'),
} satisfies FieldsOf<RoomOrder>);

type PreparedOrders = {
  readonly puts: readonly Change[];
  readonly removals: readonly Change[];
  readonly carryOut: () => Promise<void>;
};

/** The orders that are stored, in their order. */
export class RoomOrders {
  private readonly store: Store;
  private readonly rooms: RoomsPort;
  private readonly log: Log;
  private last: number;
  /** Keys of orders that are carried out and still have to be removed. */
  private done: string[] = [];

  private constructor(store: Store, rooms: RoomsPort, log: Log, last: number) {
    this.store = store;
    this.rooms = rooms;
    this.log = log;
    this.last = last;
  }

  /** Carries out the orders that are left over. Rejects with `StoreFailed`. */
  static async open(store: Store, rooms: RoomsPort, log: Log): Promise<RoomOrders> {
    const left = await store.list(PREFIX);
    const orders = new RoomOrders(store, rooms, log, Number(left.at(-1)?.key.slice(PREFIX.length) ?? 0) || 0);
    for (const { key, value } of left) {
      const order = readRecord(record, value);
      // Only this file writes orders. A damaged one stays where it is, for an operator to look at.
      if (isRefusal(order)) log.warn('bad-record', { key, message: order.message });
      else await orders.carryOut([{ key, order }]);
    }
    return orders;
  }

  /**
   * Numbers orders. `puts` stores them and `removals` removes those that are done; `carryOut` is for when both are committed.
   */
  prepare(orders: readonly RoomOrder[]): PreparedOrders {
    const stored = orders.map((order) => ({ order, key: PREFIX + String(++this.last).padStart(DIGITS, '0') }));
    const { done } = this;
    return {
      puts: stored.map(({ key, order }) => ({ put: key, value: valueOf(order) })),
      removals: done.map((key) => ({ remove: key })),
      carryOut: async () => {
        this.done = this.done.filter((key) => !done.includes(key));
        await this.carryOut(stored);
      },
    };
  }

  private async carryOut(orders: readonly { readonly key: string; readonly order: RoomOrder }[]): Promise<void> {
    const done: string[] = [];
    for (const { key, order } of orders) {
      try {
        await this.rooms.apply(order.room, order.event);
        done.push(key);
      } catch (error) {
        // The order stays in the store and is carried out at the next start.
        this.log.warn('room-order-failed', { room: order.room, message: (error as Error).message });
      }
    }
    if (done.length === 0) return;
    // Nothing waits for the removal. Without it the order would be carried out twice, which changes nothing.
    this.store.commit(done.map((key) => ({ remove: key }))).catch(() => {
      this.done.push(...done);
    });
  }
}

function valueOf({ room, event }: RoomOrder): JsonObject {
  return { room, event: { ...event } };
}
