import type { Clock } from '../core/clock';
import { createRandom, type Random } from '../core/random';
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

/** Hosts connected by paths that delay, lose, double and reorder datagrams. The seed decides which. */
export class InMemoryNetwork {
  private readonly hosts = new Map<string, InMemoryHost>();
  private readonly randoms = new Map<string, Random>();
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
