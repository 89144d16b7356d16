// Sends one packet to many receivers. A few hundred copies leave at once. More are spread over some milliseconds, one slice
// a millisecond, so that incoming packets and other rooms do not wait until thousands of copies have left, and so that the
// network's queues do not overflow.

import type { Address, Clock, Timer } from '../../ports/ports';

/** Sends a datagram. */
export type SendDatagram = (datagram: Uint8Array, to: Address) => void;

/** Receivers in a slice. Sending to so many takes one or two milliseconds, measured with Node 20. */
export const SLICE_RECEIVERS = 256;
/** The most slices of a packet, so that all its copies have left before the next packet is due. */
export const SLICES_MAX = 16;

const SLICE_MS = 1;

/** Sends packets to all receivers of a map, which may change while a packet is being sent. */
export class FanOut {
  private readonly clock: Clock;
  private readonly send: SendDatagram;
  private readonly timers = new Set<Timer>();

  constructor(clock: Clock, send: SendDatagram) {
    this.clock = clock;
    this.send = send;
  }

  /** Sends the first slice now and the others a millisecond apart. A receiver that leaves before its turn gets nothing. */
  sendToAll(datagram: Uint8Array, receivers: ReadonlyMap<number, Address>): void {
    const slice = Math.max(SLICE_RECEIVERS, Math.ceil(receivers.size / SLICES_MAX));
    this.sendSlice(datagram, receivers.values(), slice, receivers.size);
  }

  /** Drops the slices that have not been sent. */
  close(): void {
    for (const timer of this.timers) timer.cancel();
    this.timers.clear();
  }

  private sendSlice(datagram: Uint8Array, left: Iterator<Address>, slice: number, count: number): void {
    for (let i = 0; i < slice; i++) {
      const next = left.next();
      if (next.done) return;
      this.send(datagram, next.value);
    }
    if (count <= slice) return;
    const timer = this.clock.after(SLICE_MS, () => {
      this.timers.delete(timer);
      this.sendSlice(datagram, left, slice, count - slice);
    });
    this.timers.add(timer);
  }
}
