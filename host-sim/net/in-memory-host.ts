import type { Clock } from '../core/clock';
import type { Random } from '../core/random';
import { arrivalDelaysNs, type Conditions } from './conditions';
import { InMemoryStream } from './in-memory-tcp';
import type { Address, Host, TcpListener, TcpStream, UdpPort } from './network';
import { NS_PER_MS } from '../core/time-units';

/** What a host needs of the network it is on. */
export type Wires = {
  readonly clock: Clock;
  find(address: string): InMemoryHost | undefined;
  conditions(from: string, to: string): Conditions;
  /** One stream of random numbers for each kind of traffic and direction. */
  random(kind: 'udp' | 'tcp', from: string, to: string): Random;
};

const FIRST_EPHEMERAL_PORT = 49152;

class InMemoryUdpPort implements UdpPort {
  readonly port: number;
  onOpen: (port: number) => void = () => {};
  onDatagram: (datagram: Uint8Array, from: Address) => void = () => {};
  onError: (error: Error) => void = () => {};
  isClosed = false;
  private readonly host: InMemoryHost;

  constructor(host: InMemoryHost, port: number) {
    this.host = host;
    this.port = port;
  }

  send(datagram: Uint8Array, to: Address): void {
    if (!this.isClosed) this.host.sendUdp(datagram.slice(), this.port, to);
  }

  close(): void {
    this.isClosed = true;
    this.host.closeUdp(this);
  }
}

/** A machine on an in-memory network: its ports, and the way its traffic takes. */
export class InMemoryHost implements Host {
  readonly address: string;
  private readonly wires: Wires;
  private readonly udp = new Map<number, InMemoryUdpPort>();
  private readonly listeners = new Map<number, (stream: TcpStream) => void>();
  private nextPort = FIRST_EPHEMERAL_PORT;

  constructor(address: string, wires: Wires) {
    this.address = address;
    this.wires = wires;
  }

  openUdp(port: number): UdpPort {
    const opened = new InMemoryUdpPort(this, port === 0 ? this.freePort(this.udp) : port);
    const isTaken = this.udp.has(opened.port);
    if (!isTaken) this.udp.set(opened.port, opened);
    this.soon(() => {
      if (opened.isClosed) return;
      if (isTaken) opened.onError(this.taken('UDP', opened.port));
      else opened.onOpen(opened.port);
    });
    return opened;
  }

  closeUdp(port: InMemoryUdpPort): void {
    if (this.udp.get(port.port) === port) this.udp.delete(port.port);
  }

  sendUdp(datagram: Uint8Array, fromPort: number, to: Address): void {
    const { wires, address } = this;
    const delays = arrivalDelaysNs(wires.conditions(address, to.host), wires.random('udp', address, to.host));
    for (const delayNs of delays)
      wires.clock.at(wires.clock.nowNs + delayNs, () => {
        wires.find(to.host)?.udp.get(to.port)?.onDatagram(datagram, { host: address, port: fromPort });
      });
  }

  connectTcp(to: Address): TcpStream {
    const { wires, address } = this;
    const delay = (from: string, towards: string) => (): number => {
      const { delayMs, jitterMs } = wires.conditions(from, towards);
      return Math.round((delayMs + wires.random('tcp', from, towards).next() * jitterMs) * NS_PER_MS);
    };
    const forth = delay(address, to.host);
    const back = delay(to.host, address);
    const near = new InMemoryStream(wires.clock, to, forth);
    wires.clock.at(wires.clock.nowNs + forth(), () => {
      const accept = wires.find(to.host)?.listeners.get(to.port);
      const far = new InMemoryStream(wires.clock, { host: address, port: this.freePort(this.udp) }, back);
      if (accept !== undefined) {
        accept(far);
        far.open(near);
      }
      wires.clock.at(wires.clock.nowNs + back(), () => {
        if (accept !== undefined) near.open(far);
        else near.fail(new Error(`connection to ${to.host}:${to.port} refused: nobody listens there`));
      });
    });
    return near;
  }

  listenTcp(port: number, onConnection: (stream: TcpStream) => void): TcpListener {
    const opened = port === 0 ? this.freePort(this.listeners) : port;
    let isClosed = false;
    const isTaken = this.listeners.has(opened);
    const listener: TcpListener = {
      port: opened,
      onOpen: () => {},
      onError: () => {},
      close: () => {
        isClosed = true;
        if (this.listeners.get(opened) === onConnection) this.listeners.delete(opened);
      },
    };
    if (!isTaken) this.listeners.set(opened, onConnection);
    this.soon(() => {
      if (isClosed) return;
      if (isTaken) listener.onError(this.taken('TCP', opened));
      else listener.onOpen(opened);
    });
    return listener;
  }

  private freePort(used: ReadonlyMap<number, unknown>): number {
    while (used.has(this.nextPort)) this.nextPort++;
    return this.nextPort++;
  }

  private taken(kind: string, port: number): Error {
    return new Error(`${kind} port ${port} of ${this.address} is in use; choose another or close its owner`);
  }

  private soon(action: () => void): void {
    this.wires.clock.at(this.wires.clock.nowNs, action);
  }
}
