// What the relay needs of the world. Each port has a contract suite in test/contract/, run on every adapter and fake.

/** A timer that was set and can be called off. `cancel()` may be called twice, and after it has run. */
export interface Timer {
  cancel(): void;
}

/** The one source of time. Milliseconds, fractional and monotonic, from an origin of the clock's own. */
export interface Clock {
  nowMs(): number;
  /** Runs `action` once, never before `delayMs` have passed; equal instants run in the order set. */
  after(delayMs: number, action: () => void): Timer;
}

/** The time of day: milliseconds since 1970, UTC. It may be set, and then jumps either way. */
export interface WallClock {
  epochMs(): number;
}

/** An address of the network: for media a UDP port, its host as the network writes it. */
export type Address = { readonly host: string; readonly port: number };

/** The one UDP port of the relay. */
export interface MediaSocket {
  readonly port: number;
  /** Sends at once or never: nothing is retried, no error comes back. The caller does not write into `datagram` again. */
  send(datagram: Uint8Array, to: Address): void;
  /** Set by the relay. The view is only valid during the call. */
  onDatagram: (datagram: Uint8Array, from: Address) => void;
  /** May be called twice. No datagram is reported afterwards. */
  close(): void | Promise<void>;
}

/** One member's signalling connection: text messages, in order. */
export interface SignalConnection {
  readonly remoteHost: string;
  /** Ignored once the connection is closed. */
  send(text: string): void;
  onMessage: (text: string) => void;
  /** Called once, whoever closed. No message comes afterwards. */
  onClose: () => void;
  /** `code` and `reason` as RFC 6455, section 7.4 has them; may be called twice. */
  close(code: number, reason: string): void;
}

/** The signalling port, on which members connect. */
export interface SignalServer {
  readonly port: number;
  /** Set by the relay, which gives the connection its handlers before it returns. */
  onConnection: (connection: SignalConnection) => void;
  /** Stops listening and closes what is still open; may be called twice. */
  close(): void | Promise<void>;
}

/** What a log line says beside its event. Never a token, never a key. */
export type LogFields = { readonly [name: string]: string | number | boolean | undefined };

/** A structured log: every line is an event with a stable name. */
export interface Log {
  info(event: string, fields: LogFields): void;
  warn(event: string, fields: LogFields): void;
}

/** Bytes that nobody can guess; in tests and in the simulator they come from a seed. */
export interface Random {
  bytes(count: number): Uint8Array;
}
