import type { Clock } from '../core/clock';
import type { Conditions } from './conditions';
import { InMemoryStream } from './in-memory-tcp';
import type { Address, Host, TcpListener, TcpStream, UdpPort } from './network';
import { innerPort, outerPort } from './port-translation';
import type { DatagramPath, SegmentFate, SegmentPath } from './paths';

/** What a host needs of its network. */
type WirePorts = {
  readonly clock: Clock;
  find(address: string): InMemoryHost | undefined;
  conditions(from: string, to: string): Conditions;
  /** What happens to datagrams, or to segments of streams, in one direction. */
  datagramPath(from: string, to: string): DatagramPath;
  segmentPath(from: string, to: string): SegmentPath;
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

/** A machine on an in-memory network: its ports and its traffic. */
export class InMemoryHost implements Host {
  readonly address: string;
  private readonly ports: WirePorts;
  private readonly udp = new Map<number, InMemoryUdpPort>();
  private readonly listeners = new Map<number, (stream: TcpStream) => void>();
  private nextPort = FIRST_EPHEMERAL_PORT;

  constructor(address: string, ports: WirePorts) {
    this.address = address;
    this.ports = ports;
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
    const { ports, address } = this;
    const { clock } = ports;
    const conditions = ports.conditions(address, to.host);
    const from = { host: address, port: outerPort(fromPort, conditions, clock.nowNs) };
    for (const atNs of ports.datagramPath(address, to.host).arrivalsNs(conditions, clock.nowNs))
      clock.at(atNs, () => {
        const port = innerPort(to.port, ports.conditions(to.host, address), clock.nowNs);
        ports.find(to.host)?.udp.get(port)?.onDatagram(datagram, from);
      });
  }

  connectTcp(to: Address): TcpStream {
    const { ports, address } = this;
    const { clock } = ports;
    const fate = (from: string, towards: string) => (): SegmentFate =>
      ports.segmentPath(from, towards).fateOf(ports.conditions(from, towards), clock.nowNs);
    const forth = fate(address, to.host);
    const back = fate(to.host, address);
    const near = new InMemoryStream(clock, to, forth);
    const giveUp = (): void => near.fail(new Error(`connection to ${to.host}:${to.port} timed out: no answer`));
    const request = forth();
    clock.at(request.atNs, () => {
      if (!request.hasArrived) return giveUp();
      const accept = ports.find(to.host)?.listeners.get(to.port);
      const far = new InMemoryStream(clock, { host: address, port: this.freePort(this.udp) }, back);
      if (accept !== undefined) {
        accept(far);
        far.open(near);
      }
      const answer = back();
      clock.at(answer.atNs, () => {
        if (!answer.hasArrived) giveUp();
        else if (accept !== undefined) near.open(far);
        else near.fail(new Error(`connection to ${to.host}:${to.port} refused: nothing listens there`));
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
    this.ports.clock.at(this.ports.clock.nowNs, action);
  }
}
