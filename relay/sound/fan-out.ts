// One packet to many. A few hundred leave at once; more are spread over some milliseconds, one slice in each, so that what
// comes in meanwhile, and other rooms, need not wait until thousands of packets have left, nor do network queues overflow.

import type { Address, Clock, Timer } from '../ports/ports';

/** How packets leave. */
export type SendDatagram = (datagram: Uint8Array, to: Address) => void;

/** Receivers in a slice. Sending so many takes a millisecond or two; measured with Node 20. */
export const SLICE_RECEIVERS = 256;
/** Slices at most: a packet has left before the next one is due. */
export const SLICES_MAX = 16;

const SLICE_MS = 1;

/** Sends packets to all receivers of a map, which may change meanwhile. */
export class FanOut {
  private readonly clock: Clock;
  private readonly send: SendDatagram;
  private readonly timers = new Set<Timer>();

  constructor(clock: Clock, send: SendDatagram) {
    this.clock = clock;
    this.send = send;
  }

  /** Sends the first slice now, the others a millisecond apart; whoever leaves before its turn gets nothing. */
  sendToAll(datagram: Uint8Array, receivers: ReadonlyMap<number, Address>): void {
    const slice = Math.max(SLICE_RECEIVERS, Math.ceil(receivers.size / SLICES_MAX));
    this.sendSlice(datagram, receivers.values(), slice, receivers.size);
  }

  /** Nothing more is sent. */
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
