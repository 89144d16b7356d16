import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { HTTP_LIMITS, type HttpResponse, type HttpService } from '../http/messages';
import { PortUnavailable } from '../ports/errors';
import { answerPingsBeside } from './ping-port';

/** How long a client may take for its headers, for a whole request, and until its next request. */
const HEADERS_MS = 10_000;
const REQUEST_MS = 20_000;
const KEEP_ALIVE_MS = 5_000;
/** How often clients that take longer are cut off. */
const CHECK_MS = 1_000;
/** How long responses under way may take when the port closes. */
const GOODBYE_MS = 500;

const NOT_YET: HttpService = {
  handle: async () => ({ status: 503, headers: { 'retry-after': '1' }, body: '' }),
};

/** A TCP port for HTTP requests. WebSockets on it are taken over by `shareWebSocketSignalServer`. */
export type HttpPort = {
  readonly port: number;
  /** The server to share with `shareWebSocketSignalServer`. */
  readonly server: Server;
  /** Sets the service that answers from now on. Before the first one, requests get status 503 and `retry-after`. */
  serve(service: HttpService): void;
  /** Stops listening and ends open requests. Close the server of its WebSockets first. May be called twice. */
  close(): Promise<void>;
};

/** Opens a port, or a free one for port 0. Rejects with `PortUnavailable`. */
export function openHttpPort(host: string, port: number): Promise<HttpPort> {
  let service = NOT_YET;
  const limits = {
    maxHeaderSize: HTTP_LIMITS.headerBytes,
    headersTimeout: HEADERS_MS,
    requestTimeout: REQUEST_MS,
    keepAliveTimeout: KEEP_ALIVE_MS,
    connectionsCheckingInterval: CHECK_MS,
  };
  const server = createServer(limits, (request, response) => void answer(() => service, request, response));
  server.on('clientError', refuseBroken);
  let closed: Promise<void> | undefined;
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      reject(new PortUnavailable('signalling', host, port, error.code ?? error.message, 'STAGEBOX_SIGNAL_PORT'));
    });
    server.listen(port, host, () => {
      resolve({
        port: answerPingsBeside(server, host),
        server,
        serve: (next) => void (service = next),
        close: () => (closed ??= closeServer(server)),
      });
    });
  });
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    const deadline = setTimeout(() => server.closeAllConnections(), GOODBYE_MS);
    server.close(() => {
      clearTimeout(deadline);
      resolve();
    });
    server.closeIdleConnections();
  });
}

/** Answers a request that is not HTTP, takes too long, or has headers over the limit. */
function refuseBroken(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy();
  const statuses: { readonly [code: string]: string } = {
    HPE_HEADER_OVERFLOW: '431 Request Header Fields Too Large',
    ERR_HTTP_REQUEST_TIMEOUT: '408 Request Timeout',
  };
  socket.end(`HTTP/1.1 ${statuses[error.code ?? ''] ?? '400 Bad Request'}\r\nConnection: close\r\n\r\n`);
}

async function answer(service: () => HttpService, request: IncomingMessage, response: ServerResponse): Promise<void> {
  // The connection is broken. The request is handled all the same, but nobody gets the response.
  request.on('error', () => {});
  response.on('error', () => {});
  const body = await readBody(request);
  if (body === undefined) return;
  const answered = await service().handle({
    method: request.method ?? '',
    target: request.url ?? '',
    headers: headersOf(request),
    body,
    remoteHost: request.socket.remoteAddress ?? '',
  });
  send(response, answered, body === 'too-large');
}

/** The headers by name. Node has joined or dropped all but the first of repeated ones, except for `set-cookie`. */
function headersOf({ headers }: IncomingMessage): { readonly [name: string]: string | undefined } {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : value]),
  );
}

/** The body; 'too-large' as soon as that is known, without keeping the rest; undefined if the client has gone. */
function readBody(request: IncomingMessage): Promise<Uint8Array | 'too-large' | undefined> {
  return new Promise((resolve) => {
    const tooLarge = (): void => {
      request.removeAllListeners('data');
      // The rest is discarded until the client has read the response.
      request.resume();
      resolve('too-large');
    };
    if (Number(request.headers['content-length'] ?? 0) > HTTP_LIMITS.bodyBytes) return tooLarge();
    const chunks: Buffer[] = [];
    let bytes = 0;
    request.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes > HTTP_LIMITS.bodyBytes) tooLarge();
      else chunks.push(chunk);
    });
    request.on('end', () => resolve(Buffer.concat(chunks)));
    request.on('close', () => resolve(undefined));
  });
}

function send(response: ServerResponse, { status, headers, body }: HttpResponse, isLast: boolean): void {
  if (isLast) response.setHeader('connection', 'close');
  // A response to HEAD has no body here, so the length that GET would have is not known.
  const length = response.req.method === 'HEAD' ? {} : { 'content-length': String(Buffer.byteLength(body)) };
  response.writeHead(status, { ...headers, ...length });
  response.end(body);
}
