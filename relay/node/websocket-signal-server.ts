import type { IncomingMessage, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocket, WebSocketServer } from 'ws';
import { SIGNAL_MAX_BYTES, SIGNAL_SUBPROTOCOL } from '../../wire/limits';
import { PortUnavailable } from '../ports/errors';
import type { SignalConnection, SignalServer } from '../ports/ports';
import { answerPingsBeside } from './ping-port';

/** Messages somewhat over the limit are read, so that they can be refused. Longer ones end the connection (1009). */
export const READ_MAX_BYTES = 4 * SIGNAL_MAX_BYTES;
/** A client that leaves more than this unread is cut off. */
const UNREAD_MAX_BYTES = 256 * 1024;
/** How long clients may take to close their side when the relay closes. */
const GOODBYE_MS = 500;
const UNSUPPORTED_DATA = 1003;

/** Whether the header's list of subprotocols holds ours. */
export function offersSubprotocol(header: string | undefined): boolean {
  return (header ?? '').split(',').some((name) => name.trim() === SIGNAL_SUBPROTOCOL);
}

const OPTIONS = {
  maxPayload: READ_MAX_BYTES,
  perMessageDeflate: false,
  handleProtocols: () => SIGNAL_SUBPROTOCOL,
  verifyClient: ({ req }: { req: IncomingMessage }, answer: (isWelcome: boolean, code?: number) => void) => {
    const isOurs = offersSubprotocol(req.headers['sec-websocket-protocol']);
    answer(isOurs, 400);
  },
} as const;

/** Opens a port for WebSocket clients with our subprotocol, or a free one for port 0. Rejects with `PortUnavailable`. */
export function openWebSocketSignalServer(host: string, port: number): Promise<SignalServer> {
  const server = new WebSocketServer({ host, port, ...OPTIONS });
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      reject(new PortUnavailable('signalling', host, port, error.code ?? error.message, 'STAGEBOX_SIGNAL_PORT'));
    });
    server.once('listening', () => resolve(wrapServer(server, answerPingsBeside(server, host))));
  });
}

/** Takes the WebSocket clients of an HTTP server that already listens. Closing it does not close the HTTP server. */
export function shareWebSocketSignalServer(http: Server): SignalServer {
  const server = new WebSocketServer({ noServer: true, ...OPTIONS });
  http.on('upgrade', (request, socket, head) => {
    server.handleUpgrade(request, socket, head, (client) => server.emit('connection', client, request));
  });
  return wrapServer(server, (http.address() as AddressInfo).port);
}

function wrapServer(server: WebSocketServer, port: number): SignalServer {
  let closed: Promise<void> | undefined;
  const signal: SignalServer = {
    port,
    onConnection: (connection) => connection.close(UNSUPPORTED_DATA, 'nobody listens'),
    close() {
      closed ??= closeServer(server);
      return closed;
    },
  };
  server.on('connection', (socket, request) => {
    signal.onConnection(wrapConnection(socket, request.socket.remoteAddress ?? ''));
  });
  return signal;
}

function closeServer(server: WebSocketServer): Promise<void> {
  return new Promise((resolve) => {
    const deadline = setTimeout(() => server.clients.forEach((socket) => socket.terminate()), GOODBYE_MS);
    server.clients.forEach((socket) => socket.close(1001));
    server.close(() => {
      clearTimeout(deadline);
      resolve();
    });
  });
}

function wrapConnection(socket: WebSocket, remoteHost: string): SignalConnection {
  const connection: SignalConnection = {
    remoteHost,
    send(text) {
      if (socket.readyState !== WebSocket.OPEN) return;
      if (socket.bufferedAmount > UNREAD_MAX_BYTES) socket.terminate();
      else socket.send(text);
    },
    onMessage: () => {},
    onClose: () => {},
    close: (code, reason) => socket.close(code, reason),
  };
  socket.on('message', (data, isBinary) => {
    if (socket.readyState !== WebSocket.OPEN) return;
    if (isBinary) socket.close(UNSUPPORTED_DATA, 'text only');
    else connection.onMessage((data as Buffer).toString());
  });
  // For invalid frames and broken connections. 'close' follows.
  socket.on('error', () => {});
  socket.on('close', () => connection.onClose());
  return connection;
}
