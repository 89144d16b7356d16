import type { Clock } from '../../core/clock';
import { NS_PER_SECOND } from '../../core/time-units';
import type { Host } from '../../net/network';
import type { Cpu } from '../cpu/cpu';
import type { Radio } from './radio';

// Names and their addresses, as lwIP 2.0.3 of IDF 3.3 looks them up (dns.c).

/** A server is asked at 0, 1, 2 and 4 s. After 7 s the name counts as unknown: DNS_MAX_RETRIES and `dns_check_entry`. */
const GIVE_UP_NS = 7 * NS_PER_SECOND;

type Resolved = (address: string | undefined) => void;
type Cached = { readonly address: string; readonly untilNs: number };

/** `networkParseIPAddress` of the interpreter: only digits and dots, or "localhost". */
function numeric(name: string): string | undefined {
  if (name === 'localhost') return '127.0.0.1';
  return /^[\d.]+$/.test(name) ? name : undefined;
}

/** Looks names up, and remembers them for as long as the name server says. */
export class Resolver {
  private readonly cpu: Cpu;
  private readonly clock: Clock;
  private readonly host: Host;
  private readonly radio: Radio;
  private readonly cache = new Map<string, Cached>();

  constructor(cpu: Cpu, clock: Clock, host: Host, radio: Radio) {
    this.cpu = cpu;
    this.clock = clock;
    this.host = host;
    this.radio = radio;
  }

  /** Calls `done` with the address: at once if it is known, else when the answer has come. */
  resolve(name: string, done: Resolved): void {
    const known = numeric(name) ?? this.remembered(name);
    if (known !== undefined) return done(known);
    let isDone = false;
    const finish: Resolved = (address) => {
      if (isDone) return;
      isDone = true;
      done(address);
    };
    this.clock.at(this.clock.nowNs + GIVE_UP_NS, () => finish(undefined));
    if (!this.radio.isUp) return;
    this.host.lookUp(name, (address, forNs) => {
      if (!this.radio.isUp) return;
      if (address !== undefined) this.cache.set(name, { address, untilNs: this.clock.nowNs + forNs });
      finish(address);
    });
  }

  /** The same. Until then the interpreter stands still, as in `gethostbyname`. */
  resolveBlocking(name: string, done: Resolved): void {
    const release = this.cpu.block();
    this.resolve(name, (address) => {
      done(address);
      release();
    });
  }

  private remembered(name: string): string | undefined {
    const known = this.cache.get(name);
    return known && this.clock.nowNs < known.untilNs ? known.address : undefined;
  }
}
