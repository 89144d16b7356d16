// What a UDP socket of the interpreter has still to send: one string, in which each datagram follows a header of 8 bytes.
// `net_esp32_send` of network_esp32.c adds these 8 to what `sendto` gives back, so that an error, −1, counts as 7 bytes
// sent. `socketSendData` of socketserver.c cuts them off, and from then on headers are read in the middle of datagrams.

const HEADER_BYTES = 8;
const ERROR_COUNTS_AS = HEADER_BYTES - 1;
/** FreeRTOS fills the stack of a task with it. What really lies there is whatever the task did last. */
const STACK_BYTE = 0xa5;

/** What the interpreter takes for the next datagram. */
type NextDatagram = {
  readonly host: string;
  readonly port: number;
  /** What the header says follows it, even beyond the end of what waits: then bytes of the stack. */
  readonly bytes: Uint8Array;
};

export class DatagramQueue {
  private waiting = new Uint8Array(0);

  get isEmpty(): boolean {
    return this.waiting.length === 0;
  }

  /** Adds a datagram. `host` is an address in digits and dots; a name without an address became 0.0.0.0. */
  push(bytes: Uint8Array, host: string, port: number): void {
    const longer = new Uint8Array(this.waiting.length + HEADER_BYTES + bytes.length);
    longer.set(this.waiting);
    longer.set(host.split('.').map(Number), this.waiting.length);
    const header = new DataView(longer.buffer, this.waiting.length, HEADER_BYTES);
    header.setUint16(4, port, true);
    header.setUint16(6, bytes.length, true);
    longer.set(bytes, this.waiting.length + HEADER_BYTES);
    this.waiting = longer;
  }

  next(): NextDatagram {
    const head = this.read(0, HEADER_BYTES);
    const view = new DataView(head.buffer);
    return {
      host: head.subarray(0, 4).join('.'),
      port: view.getUint16(4, true),
      bytes: this.read(HEADER_BYTES, view.getUint16(6, true)),
    };
  }

  /** The latest `next()` was sent, or not. */
  taken({ bytes }: NextDatagram, isSent: boolean): void {
    this.waiting = this.waiting.slice(isSent ? HEADER_BYTES + bytes.length : ERROR_COUNTS_AS);
  }

  clear(): void {
    this.waiting = new Uint8Array(0);
  }

  private read(at: number, length: number): Uint8Array<ArrayBuffer> {
    const bytes = new Uint8Array(length).fill(STACK_BYTE);
    bytes.set(this.waiting.subarray(at, at + length));
    return bytes;
  }
}
