import { HOUR_MS, MINUTE_MS } from '../ports/time-units';
import { RateLimit } from './rate-limit';

// What one remote address may do. It is checked before any message of the address is read.

/** The limits of one address. */
export type AddressRates = {
  readonly connectionsPerMinute: number;
  readonly connectionsBurst: number;
  readonly messagesPerSecond: number;
  readonly messagesBurst: number;
  /** Failed sign-ins without a delay, for people who mistype. */
  readonly freeFailures: number;
  /** The delay after the first failure that causes one. Each further failure doubles it, up to `longestDelayMs`. */
  readonly firstDelayMs: number;
  readonly longestDelayMs: number;
  /** After this time without a failure, earlier failures no longer count. */
  readonly failuresForMs: number;
  /** How many addresses are remembered. The one that has been silent for longest is forgotten first. */
  readonly addresses: number;
};

/** Many speakers may share an address. A hundred of them reconnect within a minute of a relay's restart. */
export const DEFAULT_RATES: AddressRates = {
  connectionsPerMinute: 120,
  connectionsBurst: 120,
  messagesPerSecond: 400,
  messagesBurst: 800,
  freeFailures: 3,
  firstDelayMs: 1000,
  longestDelayMs: 5 * MINUTE_MS,
  failuresForMs: HOUR_MS,
  addresses: 10_000,
};

type Conduct = {
  readonly connections: RateLimit;
  readonly messages: RateLimit;
  failures: number;
  failedAtMs: number;
  blockedUntilMs: number;
};

/** The eight groups of an IPv6 address. Undefined if the text is not an IPv6 address. */
function groupsOf(address: string): string[] | undefined {
  const [head, tail, ...rest] = address.split('::');
  const groups = (text: string | undefined): string[] => (text ? text.split(':') : []);
  if (rest.length > 0) return undefined;
  const zeros = tail === undefined ? 0 : 8 - groups(head).length - groups(tail).length;
  const all = [...groups(head), ...Array<string>(Math.max(0, zeros)).fill('0'), ...groups(tail)];
  return all.length === 8 ? all : undefined;
}

/** The household of an address. For IPv6 it is the first half, because a household may use every address of the second half. */
export function household(address: string): string {
  const [name = ''] = address.split('%');
  const host = name.toLowerCase();
  if (!host.includes(':')) return host;
  if (host.includes('.')) return host.slice(host.lastIndexOf(':') + 1);
  const groups = groupsOf(host);
  if (!groups) return host;
  return groups
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ''))
    .join(':');
}

/** The limits of all addresses, in bounded memory. All times are milliseconds of one monotonic clock. */
export class AddressLimits {
  private readonly rates: AddressRates;
  /** The address that has been silent for longest comes first. */
  private readonly conducts = new Map<string, Conduct>();

  constructor(rates: Partial<AddressRates> = {}) {
    this.rates = { ...DEFAULT_RATES, ...rates };
  }

  /** The number of addresses that are remembered. */
  get size(): number {
    return this.conducts.size;
  }

  /** Whether the address may connect now. Each call counts as a connection. */
  connects(address: string, nowMs: number): boolean {
    const conduct = this.conductOf(address, nowMs);
    return conduct.connections.allows(nowMs) && nowMs >= conduct.blockedUntilMs;
  }

  /** Whether a message of the address may be read now. Each call counts as a message. */
  says(address: string, nowMs: number): boolean {
    return this.conductOf(address, nowMs).messages.allows(nowMs);
  }

  /** How long the address has to wait before it may sign in again. */
  waitMs(address: string, nowMs: number): number {
    return Math.max(0, (this.conducts.get(household(address))?.blockedUntilMs ?? nowMs) - nowMs);
  }

  /** A sign-in of the address has failed. */
  failed(address: string, nowMs: number): void {
    const { freeFailures, firstDelayMs, longestDelayMs, failuresForMs } = this.rates;
    const conduct = this.conductOf(address, nowMs);
    if (nowMs - conduct.failedAtMs >= failuresForMs) conduct.failures = 0;
    conduct.failures++;
    conduct.failedAtMs = nowMs;
    const excess = conduct.failures - freeFailures;
    if (excess <= 0) return;
    const delayMs = Math.min(longestDelayMs, firstDelayMs * 2 ** (excess - 1));
    conduct.blockedUntilMs = Math.max(conduct.blockedUntilMs, nowMs + delayMs);
  }

  private conductOf(address: string, nowMs: number): Conduct {
    const { rates, conducts } = this;
    const who = household(address);
    const conduct = conducts.get(who) ?? {
      connections: new RateLimit(rates.connectionsBurst, rates.connectionsPerMinute / 60, nowMs),
      messages: new RateLimit(rates.messagesBurst, rates.messagesPerSecond, nowMs),
      failures: 0,
      failedAtMs: -Infinity,
      blockedUntilMs: -Infinity,
    };
    conducts.delete(who);
    conducts.set(who, conduct);
    if (conducts.size > rates.addresses) {
      const { value: quietest } = conducts.keys().next();
      if (quietest !== undefined) conducts.delete(quietest);
    }
    return conduct;
  }
}
