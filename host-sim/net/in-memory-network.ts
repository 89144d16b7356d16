import type { Clock } from '../core/clock';
import { NS_PER_SECOND } from '../core/time-units';
import { createRandom, type Random } from '../core/random';
import { DatagramPath, SegmentPath } from './paths';
import { CLEAN, checkConditions, type Conditions } from './conditions';
import { InMemoryHost } from './in-memory-host';
import type { Host } from './network';

/** How an in-memory network behaves. */
type InMemoryNetworkOptions = {
  readonly clock: Clock;
  readonly seed: number;
  /** The same conditions for every path, or a function that is called for each datagram. Default: `CLEAN`. */
  readonly conditions?: Partial<Conditions> | ((from: string, to: string) => Partial<Conditions>);
};

/** How long a look-up of a name may be remembered: a typical time to live of a dynamic name. */
const NAME_HOLDS_NS = 60 * NS_PER_SECOND;

/** Hosts connected by paths that delay, lose, double and reorder datagrams. The seed decides which. */
export class InMemoryNetwork {
  private readonly hosts = new Map<string, InMemoryHost>();
  private readonly off = new Set<string>();
  private readonly names = new Map<string, string>();
  private readonly datagramPaths = new Map<string, DatagramPath>();
  private readonly segmentPaths = new Map<string, SegmentPath>();
  private readonly options: InMemoryNetworkOptions;

  constructor(options: InMemoryNetworkOptions) {
    this.options = options;
    if (typeof options.conditions === 'object') checkConditions({ ...CLEAN, ...options.conditions });
  }

  /** The machine with this address. The first call puts it on the network. */
  host(address: string): Host {
    const existing = this.hosts.get(address);
    if (existing !== undefined) return existing;
    const created = new InMemoryHost(address, {
      clock: this.options.clock,
      find: (wanted) => (this.off.has(wanted) ? undefined : this.hosts.get(wanted)),
      addressOf: (name) => this.names.get(name),
      nameHoldsNs: NAME_HOLDS_NS,
      conditions: (from, to) => this.conditions(from, to),
      datagramPath: (from, to) => this.datagramPath(`${from} > ${to}`),
      segmentPath: (from, to) => this.segmentPath(`${from} > ${to}`),
    });
    this.hosts.set(address, created);
    return created;
  }

  /** Gives a name an address, or another one. */
  setName(name: string, address: string): void {
    this.names.set(name, address);
  }

  /** Switches a machine off, so that nothing at its address answers, or on again. */
  setOn(address: string, isOn: boolean): void {
    if (isOn) this.off.delete(address);
    else this.off.add(address);
  }

  /** Gives a machine another address. Its open ports come along; connections to the former address are dead. */
  move(from: string, to: string): void {
    const host = this.hosts.get(from);
    if (!host) return;
    this.hosts.delete(from);
    this.hosts.set(to, host);
    host.address = to;
  }

  private conditions(from: string, to: string): Conditions {
    const { conditions } = this.options;
    return { ...CLEAN, ...(typeof conditions === 'function' ? conditions(from, to) : conditions) };
  }

  private datagramPath(way: string): DatagramPath {
    let path = this.datagramPaths.get(way);
    if (path === undefined) {
      path = new DatagramPath(this.random(`udp ${way}`), this.random(`udp bursts ${way}`));
      this.datagramPaths.set(way, path);
    }
    return path;
  }

  private segmentPath(way: string): SegmentPath {
    let path = this.segmentPaths.get(way);
    if (path === undefined) {
      path = new SegmentPath(this.random(`tcp ${way}`), this.random(`tcp loss ${way}`));
      this.segmentPaths.set(way, path);
    }
    return path;
  }

  private random(stream: string): Random {
    return createRandom(this.options.seed, stream);
  }
}
