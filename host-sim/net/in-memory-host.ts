import type { Clock } from '../core/clock';
import { NS_PER_MS, NS_PER_SECOND } from '../core/time-units';
import type { Conditions } from './conditions';
import { InMemoryStream } from './in-memory-tcp';
import type { Address, Host, TcpListener, TcpStream, UdpPort } from './network';
import { innerPort, outerPort } from './port-translation';
import type { DatagramPath, SegmentFate, SegmentPath } from './paths';

/** What a host needs of its network. */
type WirePorts = {
  readonly clock: Clock;
  /** The machine that has the address now and is switched on. */
  find(address: string): InMemoryHost | undefined;
  /** The address of a name, and for how long a look-up may be remembered. */
  addressOf(name: string): string | undefined;
  readonly nameHoldsNs: number;
  conditions(from: string, to: string): Conditions;
  /** What happens to datagrams, or to segments of streams, in one direction. */
  datagramPath(from: string, to: string): DatagramPath;
  segmentPath(from: string, to: string): SegmentPath;
};

const FIRST_EPHEMERAL_PORT = 49152;
/**
 * lwIP sends the first segment of a connection every 3 s, at most 7 times (TCP_SYNMAXRTX is 6), and gives up half a second
 * after the last: `tcp_slowtmr` of its tcp.c.
 */
const KNOCKS = 7;
const KNOCK_EVERY_NS = 3 * NS_PER_SECOND;
const KNOCKED_IN_VAIN_NS = NS_PER_SECOND / 2;

/** About how long a sender repeats what nobody answers: the sum of 12 time-outs that double from 1 s up to 60 s. */
const UNHEARD_NS = 7 * 60 * NS_PER_SECOND;

const unanswered = ({ host, port }: Address): Error => new Error(`connection to ${host}:${port} timed out: no answer`);

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
  address: string;
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

  lookUp(name: string, done: (address: string | undefined, forNs: number) => void): void {
    const { ports, address } = this;
    const { clock } = ports;
    const { delayMs } = ports.conditions(address, name);
    clock.at(clock.nowNs + Math.round(2 * delayMs * NS_PER_MS), () => done(ports.addressOf(name), ports.nameHoldsNs));
  }

  connectTcp(to: Address): TcpStream {
    const { ports, address } = this;
    const { clock } = ports;
    const near = new InMemoryStream(clock, to, this.fate(address, to.host));
    const knock = (knocks: number): void => {
      const there = ports.find(to.host);
      if (there) this.reach(there, near, to);
      else if (knocks < KNOCKS) clock.at(clock.nowNs + KNOCK_EVERY_NS, () => knock(knocks + 1));
      else clock.at(clock.nowNs + KNOCKED_IN_VAIN_NS, () => near.fail(unanswered(to)));
    };
    knock(1);
    return near;
  }

  /** The two ends of a connection agree on it, or not. */
  private reach(there: InMemoryHost, near: InMemoryStream, to: Address): void {
    const { ports, address } = this;
    const { clock } = ports;
    const back = this.fate(to.host, address);
    const request = this.fate(address, to.host)();
    clock.at(request.atNs, () => {
      if (!request.hasArrived) return near.fail(unanswered(to));
      const accept = there.listeners.get(to.port);
      const far = new InMemoryStream(clock, { host: address, port: this.freePort(this.udp) }, back);
      if (accept !== undefined) {
        accept(far);
        far.open(near);
      }
      const answer = back();
      clock.at(answer.atNs, () => {
        if (!answer.hasArrived) near.fail(unanswered(to));
        else if (accept !== undefined) near.open(far);
        else near.fail(new Error(`connection to ${to.host}:${to.port} refused: nothing listens there`));
      });
    });
  }

  /** What becomes of segments in one direction. Where nobody has the other address any more, they are lost. */
  private fate(from: string, to: string): () => SegmentFate {
    const { ports } = this;
    return () => {
      const fate = ports.segmentPath(from, to).fateOf(ports.conditions(from, to), ports.clock.nowNs);
      return ports.find(from) && ports.find(to) ? fate : { atNs: fate.atNs + UNHEARD_NS, hasArrived: false };
    };
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
