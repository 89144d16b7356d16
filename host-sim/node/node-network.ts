import { createSocket } from 'node:dgram';
import { lookup } from 'node:dns';
import { connect, createServer, type Socket } from 'node:net';
import { NS_PER_SECOND } from '../core/time-units';
import type { Address, Host, TcpListener, TcpStream, UdpPort } from '../net/network';

/** The operating system does not say for how long an address holds. */
const NAME_HOLDS_NS = 60 * NS_PER_SECOND;

function openUdp(bindAddress: string, wanted: number): UdpPort {
  const socket = createSocket('udp4');
  let isOpen = false;
  let isClosed = false;
  const unsent: (() => void)[] = [];
  const port = {
    port: 0,
    onOpen: (_port: number): void => {},
    onDatagram: (_datagram: Uint8Array, _from: Address): void => {},
    onError: (_error: Error): void => {},
    send(datagram: Uint8Array, to: Address): void {
      if (isClosed) return;
      const copy = datagram.slice();
      // A datagram that cannot be sent is lost, as on any network.
      const send = (): void => socket.send(copy, to.port, to.host, () => {});
      if (isOpen) send();
      else unsent.push(send);
    },
    close(): void {
      if (isClosed) return;
      isClosed = true;
      socket.close();
    },
  } satisfies UdpPort;
  socket.on('listening', () => {
    isOpen = true;
    port.port = socket.address().port;
    for (const send of unsent.splice(0)) send();
    port.onOpen(port.port);
  });
  socket.on('message', (bytes, from) => {
    if (!isClosed) port.onDatagram(bytes, { host: from.address, port: from.port });
  });
  socket.on('error', (error) => {
    if (isClosed) return;
    port.close();
    port.onError(new Error(`UDP port ${wanted} of ${bindAddress}: ${error.message}`));
  });
  socket.bind(wanted, bindAddress);
  return port;
}

function streamOf(socket: Socket, remote: Address): TcpStream {
  let isClosed = false;
  const stream: TcpStream = {
    remote,
    onOpen: () => {},
    onData: () => {},
    onError: () => {},
    onClose: () => {},
    write: (bytes) => {
      if (!isClosed && socket.writable) socket.write(bytes.slice());
    },
    end: () => {
      if (!isClosed) socket.end();
    },
    close: () => {
      isClosed = true;
      socket.destroy();
    },
    // The operating system cannot be told to keep this from the other end.
    drop: () => stream.close(),
  };
  socket.setNoDelay(true);
  socket.on('connect', () => isClosed || stream.onOpen());
  socket.on('data', (bytes: Buffer) => isClosed || stream.onData(bytes));
  socket.on('error', (error) => {
    // The text of Node has the address once more.
    const why = (error as NodeJS.ErrnoException).code ?? error.message;
    if (!isClosed) stream.onError(new Error(`connection to ${remote.host}:${remote.port}: ${why}`));
  });
  socket.on('close', () => {
    if (isClosed) return;
    isClosed = true;
    stream.onClose();
  });
  return stream;
}

function listenTcp(bindAddress: string, wanted: number, onConnection: (stream: TcpStream) => void): TcpListener {
  const server = createServer((socket) => {
    const stream = streamOf(socket, { host: socket.remoteAddress ?? '', port: socket.remotePort ?? 0 });
    onConnection(stream);
    queueMicrotask(() => stream.onOpen());
  });
  let isClosed = false;
  const listener = {
    port: 0,
    onOpen: (_port: number): void => {},
    onError: (_error: Error): void => {},
    close(): void {
      isClosed = true;
      server.close();
    },
  } satisfies TcpListener;
  server.on('listening', () => {
    const address = server.address();
    if (address !== null && typeof address === 'object') listener.port = address.port;
    if (!isClosed) listener.onOpen(listener.port);
  });
  server.on('error', (error) => {
    if (!isClosed) listener.onError(new Error(`TCP port ${wanted} of ${bindAddress}: ${error.message}`));
  });
  server.listen(wanted, bindAddress);
  return listener;
}

/** A host on real sockets. Its ports are bound to `address`, by default the loopback interface. */
export function createNodeHost(address = '127.0.0.1'): Host {
  return {
    address,
    lookUp: (name, done) =>
      lookup(name, 4, (error, found) => done(error ? undefined : found, error ? 0 : NAME_HOLDS_NS)),
    openUdp: (port) => openUdp(address, port),
    connectTcp: (to) => streamOf(connect({ host: to.host, port: to.port }), to),
    listenTcp: (port, onConnection) => listenTcp(address, port, onConnection),
  };
}
