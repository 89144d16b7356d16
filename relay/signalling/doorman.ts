// Who comes in, and how much each may say. Before anything is read, limits are looked at; then a device may sign in, and
// somebody with a link show it. What is behind the door hears plain messages, and asks the visitor who it is.

import { hmacWith } from '../../wire/hmac';
import { writeSignal, type Rank, type Role, type SignalErrorCode } from '../../wire/signal';
import { AddressLimits, type AddressRates } from '../identity/address-limits';
import type { LinkKind } from '../identity/link-token';
import type { RelayIdentity } from '../identity/relay-identity';
import { SealedConnection } from '../identity/sealed-connection';
import type { Clock, Log, Random, SignalConnection, WallClock } from '../ports/ports';
import { isRefusal } from '../ports/refusal';
import { RateLimit } from '../identity/rate-limit';

const BURST_MESSAGES = 40;
const MESSAGES_PER_SECOND = 20;
/** Messages over the rate before the connection is closed. */
const FLOOD_MESSAGES = 200;

const POLICY_VIOLATION = 1008;

/** Links that are for being in a room; others answer invitations or show calendars, on pages. */
const LETS_IN: readonly LinkKind[] = ['room', 'host', 'moderator'];

/** Who somebody is, and what it may do because of that. */
export type Identity = {
  readonly person: string;
  /** What rooms call it, whatever it says itself. */
  readonly name?: string;
  /** The one room that it may be in. */
  readonly room?: string;
  readonly rank?: Exclude<Rank, 'none'>;
  /** The most that it may be there. */
  readonly role?: Role;
};

/** Somebody who has come in by a connection. */
export type Visitor = {
  readonly identity: Identity | undefined;
  /** Shows a link; says why it is refused, if it is. */
  readonly takeLink: (token: string) => SignalErrorCode | undefined;
};

/** A connection that was let in. */
export type Admitted = {
  /** What is said and told, plainly. */
  readonly connection: SignalConnection;
  readonly visitor: () => Visitor;
  /** Set by whoever watches over silence: called for all that comes. */
  onAlive: () => void;
};

/** What the doorman works with. */
export type DoormanPorts = {
  readonly clock: Clock;
  readonly wallClock: WallClock;
  readonly random: Random;
  readonly log: Log;
  /** Undefined for a relay that knows nobody. */
  readonly identity: RelayIdentity | undefined;
  readonly rates?: Partial<AddressRates>;
};

/** Lets connections in. */
export class Doorman {
  private readonly ports: DoormanPorts;
  private readonly limits: AddressLimits;

  constructor(ports: DoormanPorts) {
    this.ports = ports;
    this.limits = new AddressLimits(ports.rates);
  }

  /** Undefined when the connection was closed because its address asks too much. */
  admit(raw: SignalConnection, nowMs: number): Admitted | undefined {
    const { log } = this.ports;
    if (!this.limits.connects(raw.remoteHost, nowMs)) {
      log.info('connection-refused', { host: raw.remoteHost, why: 'too-fast' });
      raw.close(POLICY_VIOLATION, 'too-fast');
      return undefined;
    }
    const guarded = new GuardedConnection(raw, this.ports.clock, this.limits);
    const door = this.ports.identity ? this.sealable(guarded, this.ports.identity) : plainDoor(guarded);
    guarded.onExcess = (): void => door.connection.send(writeSignal({ type: 'error', code: 'too-fast' }));
    const admitted: Admitted = { ...door, onAlive: () => undefined };
    guarded.onAlive = () => admitted.onAlive();
    return admitted;
  }

  private sealable(guarded: SignalConnection, identity: RelayIdentity): Pick<Admitted, 'connection' | 'visitor'> {
    const { clock, log, random, wallClock } = this.ports;
    const { decoyKey, devices, links, primitives } = identity;
    let link: Identity | undefined;
    const connection = new SealedConnection(guarded, {
      primitives,
      random,
      decoyHmac: hmacWith(primitives, decoyKey),
      find: (device) => devices.find(device, wallClock.epochMs()),
      onSignedIn: (device, key) => {
        log.info('device-signed-in', { device, host: guarded.remoteHost });
        devices.noteSignIn(device, key).catch((error: unknown) => log.warn('not-stored', { what: String(error) }));
      },
      onRefused: (host, why, device) => {
        log.warn('sign-in-refused', { host, why, device });
        this.limits.failed(host, clock.nowMs());
      },
    });
    const takeLink = (token: string): SignalErrorCode | undefined => {
      if (link || connection.device !== undefined) return 'not-allowed';
      const read = links.read(token, wallClock.epochMs());
      if (isRefusal(read) || !LETS_IN.includes(read.kind)) {
        const code = isRefusal(read) ? read.code : 'not-allowed';
        log.warn('link-refused', { host: guarded.remoteHost, why: isRefusal(read) ? code : read.kind });
        if (code === 'sign-in-refused') this.limits.failed(guarded.remoteHost, clock.nowMs());
        return code;
      }
      const { id, kind, name, role, room } = read;
      const ranked = kind === 'host' || kind === 'moderator' ? { rank: kind } : {};
      link = { person: `w:${id}`, name, room, ...ranked, ...(role === undefined ? {} : { role }) };
      return undefined;
    };
    const visitor = (): Visitor => {
      const { device } = connection;
      return { identity: device === undefined ? link : { person: `d:${device}` }, takeLink };
    };
    return { connection, visitor };
  }
}

function plainDoor(connection: SignalConnection): Pick<Admitted, 'connection' | 'visitor'> {
  const visitor: Visitor = { identity: undefined, takeLink: () => 'sign-in-refused' };
  return { connection, visitor: () => visitor };
}

/** A connection of which no more is heard than its rates allow; a flood ends it. */
class GuardedConnection implements SignalConnection {
  readonly remoteHost: string;
  onMessage: (text: string) => void = () => undefined;
  onClose: () => void = () => undefined;
  onAlive: () => void = () => undefined;
  /** The first message too many of a row. */
  onExcess: () => void = () => undefined;
  private readonly raw: SignalConnection;
  private readonly rate: RateLimit;
  private excess = 0;

  constructor(raw: SignalConnection, clock: Clock, limits: AddressLimits) {
    this.raw = raw;
    this.remoteHost = raw.remoteHost;
    this.rate = new RateLimit(BURST_MESSAGES, MESSAGES_PER_SECOND, clock.nowMs());
    raw.onClose = () => this.onClose();
    raw.onMessage = (text) => {
      this.onAlive();
      const nowMs = clock.nowMs();
      // Both are asked: what is too much counts for both.
      const isAllowed = [this.rate.allows(nowMs), limits.says(this.remoteHost, nowMs)].every(Boolean);
      if (!isAllowed) return this.slowDown();
      this.excess = 0;
      this.onMessage(text);
    };
  }

  send(text: string): void {
    this.raw.send(text);
  }

  close(code: number, reason: string): void {
    this.raw.close(code, reason);
  }

  private slowDown(): void {
    this.excess++;
    if (this.excess === 1) this.onExcess();
    if (this.excess > FLOOD_MESSAGES) this.raw.close(POLICY_VIOLATION, 'too-fast');
  }
}
