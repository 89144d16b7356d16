// Who may connect, and how much each connection may send. Limits come first, before a message is read. Then a device may sign
// in, or a person may show a link. Behind the doorman messages are plain text, and the visitor says who sent them.

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

/** The links that let their bearers into a room. The other kinds are for pages. */
const LETS_IN: readonly LinkKind[] = ['room', 'host', 'moderator'];

/** Who came, and what it may do. */
export type Identity = {
  readonly person: string;
  /** The name that rooms show, in place of the one in hello. */
  readonly name?: string;
  /** The only room that it may join. */
  readonly room?: string;
  readonly rank?: Exclude<Rank, 'none'>;
  /** `audience`: it may not go on the stage. */
  readonly role?: Role;
};

/** Somebody who connected. */
export type Visitor = {
  readonly identity: Identity | undefined;
  /** Lets the visitor in by a link. Gives the code of a refusal. */
  readonly useLink: (token: string) => SignalErrorCode | undefined;
};

/** A connection that the doorman let in. */
type Admitted = {
  /** Its messages in plain text. */
  readonly connection: SignalConnection;
  readonly visitor: () => Visitor;
  /** Set by the owner of the connection: called for everything that arrives. */
  onAlive: () => void;
};

type DoormanPorts = {
  readonly clock: Clock;
  readonly wallClock: WallClock;
  readonly random: Random;
  readonly log: Log;
  /** Undefined for a relay without sign-in. */
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

  /** Undefined if the address connects too often: then the connection is closed. */
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
    const useLink = (token: string): SignalErrorCode | undefined => {
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
      return { identity: device === undefined ? link : { person: `d:${device}` }, useLink };
    };
    return { connection, visitor };
  }
}

function plainDoor(connection: SignalConnection): Pick<Admitted, 'connection' | 'visitor'> {
  const visitor: Visitor = { identity: undefined, useLink: () => 'sign-in-refused' };
  return { connection, visitor: () => visitor };
}

/** A connection that passes on no more messages than its rates allow. A flood closes it. */
class GuardedConnection implements SignalConnection {
  readonly remoteHost: string;
  onMessage: (text: string) => void = () => undefined;
  onClose: () => void = () => undefined;
  onAlive: () => void = () => undefined;
  /** Called at the first of a row of messages that are too many. */
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
      // Both limits count every message, also one that the other refuses.
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
