/** Where a datagram or a connection comes from or goes to. `host` is written as the network writes it. */
export type Address = { readonly host: string; readonly port: number };

/** One UDP port of a host. */
export interface UdpPort {
  /** The number of the port; 0 until `onOpen` was called. */
  readonly port: number;
  /** Sends at once or never; the bytes are copied. */
  send(datagram: Uint8Array, to: Address): void;
  onOpen: (port: number) => void;
  /** Called with a view that is only valid during the call. */
  onDatagram: (datagram: Uint8Array, from: Address) => void;
  /** The port could not be opened, or broke. Nothing comes afterwards. */
  onError: (error: Error) => void;
  /** May be called twice. No event comes afterwards. */
  close(): void;
}

/** One end of a byte stream. */
export interface TcpStream {
  readonly remote: Address;
  /** In order and without loss; the bytes are copied. Ignored once the stream has ended. */
  write(bytes: Uint8Array): void;
  onOpen: () => void;
  /** Called with a view that is only valid during the call. */
  onData: (bytes: Uint8Array) => void;
  /** The connection failed; `onClose` follows. */
  onError: (error: Error) => void;
  /** Called once, whoever closed, but not after `close()` at this end. */
  onClose: () => void;
  /** Closes after what was written has been sent. */
  end(): void;
  /** Closes at once; may be called twice. No event comes afterwards. */
  close(): void;
}

/** A TCP port that takes connections. */
export interface TcpListener {
  /** The number of the port; 0 until `onOpen` was called. */
  readonly port: number;
  onOpen: (port: number) => void;
  onError: (error: Error) => void;
  /** May be called twice. Open connections stay open. */
  close(): void;
}

/** One machine on a network. Port 0 asks for any free port. */
export interface Host {
  readonly address: string;
  openUdp(port: number): UdpPort;
  connectTcp(to: Address): TcpStream;
  listenTcp(port: number, onConnection: (stream: TcpStream) => void): TcpListener;
}
