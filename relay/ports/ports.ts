// What the relay needs from outside. Each port has a contract suite in test/contract/, which every adapter and fake must pass.

/** A timer that was set. `cancel()` may be called twice, and after the timer has run. */
export interface Timer {
  cancel(): void;
}

/** The one source of time. Milliseconds, fractional and monotonic, from an origin of the clock's own. */
export interface Clock {
  nowMs(): number;
  /** Runs `action` once, never before `delayMs` have passed. Timers of equal instants run in the order in which they were set. */
  after(delayMs: number, action: () => void): Timer;
}

/** The time of day, in milliseconds since 1970, UTC. Somebody may set it, and then it jumps either way. */
export interface WallClock {
  epochMs(): number;
}

/** A network address. `host` is as the network writes it; for media, `port` is a UDP port. */
export type Address = { readonly host: string; readonly port: number };

/** The one UDP port of the relay. */
export interface MediaSocket {
  readonly port: number;
  /** Sends at once or never: there is no retry and no error. The caller must not write into `datagram` again. */
  send(datagram: Uint8Array, to: Address): void;
  /** The relay sets it. `datagram` is valid only during the call. */
  onDatagram: (datagram: Uint8Array, from: Address) => void;
  /** May be called twice. Afterwards no datagram is reported. */
  close(): void | Promise<void>;
}

/** The signalling connection of one member. It carries text messages in order. */
export interface SignalConnection {
  readonly remoteHost: string;
  /** Ignored once the connection is closed. */
  send(text: string): void;
  onMessage: (text: string) => void;
  /** Called once, whichever side closed. Afterwards no message comes. */
  onClose: () => void;
  /** `code` and `reason` are those of RFC 6455, section 7.4. May be called twice. */
  close(code: number, reason: string): void;
}

/** The signalling port, on which members connect. */
export interface SignalServer {
  readonly port: number;
  /** The relay sets it. It sets the handlers of the connection before it returns. */
  onConnection: (connection: SignalConnection) => void;
  /** Stops listening and closes all open connections. May be called twice. */
  close(): void | Promise<void>;
}

/** What a log line has beside its event. Never a token, never a key. */
export type LogFields = { readonly [name: string]: string | number | boolean | undefined };

/** A structured log. Every line is an event with a stable name. */
export interface Log {
  info(event: string, fields: LogFields): void;
  warn(event: string, fields: LogFields): void;
}

/** Unpredictable bytes. In tests and in the simulator they come from a seed. */
export interface Random {
  bytes(count: number): Uint8Array;
}
