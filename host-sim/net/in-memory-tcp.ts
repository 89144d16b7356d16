import type { Clock } from '../core/clock';
import type { Address, TcpStream } from './network';
import type { SegmentFate } from './paths';

/**
 * One end of an in-memory connection. What it sends arrives in order, each segment when the path says. When the path gives
 * a segment up, this end fails; the other end is not told.
 */
export class InMemoryStream implements TcpStream {
  readonly remote: Address;
  onOpen: () => void = () => {};
  onData: (bytes: Uint8Array) => void = () => {};
  onError: (error: Error) => void = () => {};
  onClose: () => void = () => {};
  private readonly clock: Clock;
  private readonly nextFate: () => SegmentFate;
  private peer: InMemoryStream | undefined;
  private lastArrivalNs = 0;
  /** Whether a segment never arrived. Those after it wait for ever. */
  private isBroken = false;
  /** What was sent before the connection opened; undefined afterwards. */
  private unsent: (() => void)[] | undefined = [];
  private hasEnded = false;
  private isClosed = false;

  constructor(clock: Clock, remote: Address, nextFate: () => SegmentFate) {
    this.clock = clock;
    this.remote = remote;
    this.nextFate = nextFate;
  }

  /** Opens this end and sends what was written before. */
  open(peer: InMemoryStream): void {
    this.peer = peer;
    const { unsent } = this;
    this.unsent = undefined;
    if (!this.isClosed) this.onOpen();
    for (const send of unsent ?? []) send();
  }

  /** Ends the attempt to connect with an error. */
  fail(error: Error): void {
    if (this.isClosed) return;
    this.onError(error);
    this.finish();
  }

  write(bytes: Uint8Array): void {
    if (this.hasEnded || this.isClosed || bytes.length === 0) return;
    const copy = bytes.slice();
    this.send((peer) => peer.receive(copy));
  }

  end(): void {
    if (this.hasEnded || this.isClosed) return;
    this.hasEnded = true;
    this.send((peer) => peer.receiveEnd());
  }

  close(): void {
    if (this.isClosed) return;
    if (!this.hasEnded) this.send((peer) => peer.receiveEnd());
    this.hasEnded = true;
    this.isClosed = true;
  }

  drop(): void {
    this.hasEnded = true;
    this.isClosed = true;
  }

  private receive(bytes: Uint8Array): void {
    if (!this.isClosed) this.onData(bytes);
  }

  private receiveEnd(): void {
    if (this.isClosed) return;
    if (!this.hasEnded) this.end();
    this.finish();
  }

  private finish(): void {
    if (this.isClosed) return;
    this.isClosed = true;
    this.onClose();
  }

  private send(deliver: (peer: InMemoryStream) => void): void {
    if (this.unsent !== undefined) {
      this.unsent.push(() => this.send(deliver));
      return;
    }
    const { peer } = this;
    if (peer === undefined || this.isBroken) return;
    const { atNs, hasArrived } = this.nextFate();
    this.isBroken = !hasArrived;
    this.lastArrivalNs = Math.max(this.lastArrivalNs, atNs);
    const { host, port } = this.remote;
    const timeout = (): void => this.fail(new Error(`connection to ${host}:${port} timed out: no answer`));
    this.clock.at(this.lastArrivalNs, () => (hasArrived ? deliver(peer) : timeout()));
  }
}
