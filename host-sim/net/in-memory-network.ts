import type { Clock } from '../core/clock';
import { createRandom, type Random } from '../core/random';
import { CLEAN, checkConditions, type Conditions } from './conditions';
import { InMemoryHost } from './in-memory-host';
import type { Host } from './network';

/** How to build an in-memory network. */
export type InMemoryNetworkOptions = {
  readonly clock: Clock;
  readonly seed: number;
  /** The same for every path, or asked anew for each datagram, so that a test can change the weather. */
  readonly conditions?: Partial<Conditions> | ((from: string, to: string) => Partial<Conditions>);
};

/** Hosts joined by paths that delay, lose, double and reorder, all decided by the seed. */
export class InMemoryNetwork {
  private readonly hosts = new Map<string, InMemoryHost>();
  private readonly randoms = new Map<string, Random>();
  private readonly options: InMemoryNetworkOptions;

  constructor(options: InMemoryNetworkOptions) {
    this.options = options;
    if (typeof options.conditions === 'object') checkConditions({ ...CLEAN, ...options.conditions });
  }

  /** Puts a machine on the network, or gives the one that has this address. */
  host(address: string): Host {
    const existing = this.hosts.get(address);
    if (existing !== undefined) return existing;
    const created = new InMemoryHost(address, {
      clock: this.options.clock,
      find: (wanted) => this.hosts.get(wanted),
      conditions: (from, to) => this.conditions(from, to),
      random: (kind, from, to) => this.random(`${kind} ${from} > ${to}`),
    });
    this.hosts.set(address, created);
    return created;
  }

  private conditions(from: string, to: string): Conditions {
    const { conditions } = this.options;
    return { ...CLEAN, ...(typeof conditions === 'function' ? conditions(from, to) : conditions) };
  }

  private random(stream: string): Random {
    let random = this.randoms.get(stream);
    if (random === undefined) this.randoms.set(stream, (random = createRandom(this.options.seed, stream)));
    return random;
  }
}
