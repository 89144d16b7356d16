/** The source or destination of a datagram or a connection. `host` is in the notation of the network. */
export type Address = { readonly host: string; readonly port: number };

/** One UDP port of a host. */
export interface UdpPort {
  /** The number of the port, or 0 before `onOpen`. */
  readonly port: number;
  /** Sends a copy of the bytes, at once or never. */
  send(datagram: Uint8Array, to: Address): void;
  onOpen: (port: number) => void;
  /** The view is valid only during the call. */
  onDatagram: (datagram: Uint8Array, from: Address) => void;
  /** The port could not be opened, or failed later. No event follows. */
  onError: (error: Error) => void;
  /** May be called twice. No event follows. */
  close(): void;
}

/** One end of a byte stream. */
export interface TcpStream {
  readonly remote: Address;
  /** Sends a copy of the bytes, in order and without loss. Does nothing after the stream has ended. */
  write(bytes: Uint8Array): void;
  onOpen: () => void;
  /** The view is valid only during the call. */
  onData: (bytes: Uint8Array) => void;
  /** The connection failed. `onClose` follows. */
  onError: (error: Error) => void;
  /** Called once when either end has closed, but not after `close()` at this end. */
  onClose: () => void;
  /** Closes when everything written has been sent. */
  end(): void;
  /** Closes at once. May be called twice. No event follows. */
  close(): void;
  /** Closes at once as `close` does, and the other end learns nothing of it: this end has lost its network. */
  drop(): void;
}

/** A TCP port that accepts connections. */
export interface TcpListener {
  /** The number of the port, or 0 before `onOpen`. */
  readonly port: number;
  onOpen: (port: number) => void;
  onError: (error: Error) => void;
  /** May be called twice. Open connections stay open. */
  close(): void;
}

/** One machine on a network. Port 0 means any free port. */
export interface Host {
  readonly address: string;
  /**
   * Asks the name server. `done` is called with the address of the name and for how long it holds, in ns; without an
   * address if there is no such name. If no name server answers, it is not called.
   */
  lookUp(name: string, done: (address: string | undefined, forNs: number) => void): void;
  openUdp(port: number): UdpPort;
  connectTcp(to: Address): TcpStream;
  listenTcp(port: number, onConnection: (stream: TcpStream) => void): TcpListener;
}
