import { connect, type Socket } from 'node:net';
import { WebSocket } from 'ws';
import { once } from 'node:events';
import { PortUnavailable } from '../../../relay/ports/errors';
import type { HttpRequest, HttpService } from '../../../relay/http';
import { openHttpPort, type HttpPort } from '../../../relay/node/http-server';
import { shareWebSocketSignalServer } from '../../../relay/node/websocket-signal-server';
import { describeSignalServer } from '../../contract/signal-server-contract';
import { connectWebSocket } from '../support/websocket-client';

describeSignalServer('WebSocket on the port of HTTP', async () => {
  const http = await openHttpPort('127.0.0.1', 0);
  const server = shareWebSocketSignalServer(http.server);
  return { server, connect: () => connectWebSocket(server.port), close: () => http.close() };
});

let port: HttpPort;
let asked: HttpRequest[];
beforeEach(async () => {
  asked = [];
  port = await openHttpPort('127.0.0.1', 0);
});
afterEach(() => port.close());

const echo: HttpService = {
  handle: async (request) => {
    asked.push(request);
    const { body } = request;
    return {
      status: 200,
      headers: { 'x-kind': 'echo' },
      body: body === 'too-large' ? body : new TextDecoder().decode(body),
    };
  },
};

/** Everything that is received after these bytes were sent, until the other side closes. */
async function raw(...parts: readonly (string | Buffer)[]): Promise<string> {
  const socket: Socket = connect(port.port, '127.0.0.1');
  let text = '';
  socket.on('data', (chunk: Buffer) => (text += chunk.toString('latin1')));
  socket.on('error', () => {});
  for (const part of parts) socket.write(part);
  await once(socket, 'close');
  return text;
}

test('answers 503 until there is a service, and then passes requests to it', async () => {
  const url = `http://127.0.0.1:${port.port}/a%20b?c=%D0%B0`;
  expect((await fetch(url)).status).toBe(503);
  port.serve(echo);
  const answer = await fetch(url, { method: 'POST', body: 'Привет 🎤', headers: { 'x-some': 'thing' } });
  expect([answer.status, answer.headers.get('x-kind'), await answer.text()]).toEqual([200, 'echo', 'Привет 🎤']);
  expect(asked).toMatchObject([
    { method: 'POST', target: '/a%20b?c=%D0%B0', remoteHost: '127.0.0.1', headers: { 'x-some': 'thing' } },
  ]);
});

test('HTTP and WebSockets share the port, and each ends by itself', async () => {
  port.serve(echo);
  const signal = shareWebSocketSignalServer(port.server);
  signal.onConnection = (connection) => (connection.onMessage = (text) => connection.send(`you said ${text}`));
  const client = await connectWebSocket(port.port);
  client.send('hello');
  expect(await client.next()).toBe('you said hello');
  expect((await fetch(`http://127.0.0.1:${port.port}/`)).status).toBe(200);
  const stranger = new WebSocket(`ws://127.0.0.1:${port.port}/`, 'chat');
  const [error] = (await once(stranger, 'error')) as [Error];
  expect(error.message).toContain('400');
  await signal.close();
  expect((await client.closed).code).toBe(1001);
  expect((await fetch(`http://127.0.0.1:${port.port}/`)).status).toBe(200);
});

test('a body of exactly the limit is read, one byte more is not', async () => {
  port.serve(echo);
  const url = `http://127.0.0.1:${port.port}/`;
  const limit = 16 * 1024;
  expect(await (await fetch(url, { method: 'POST', body: 'x'.repeat(limit) })).text()).toHaveLength(limit);
  expect(await (await fetch(url, { method: 'POST', body: 'x'.repeat(limit + 1) })).text()).toBe('too-large');
});

test('a body that is announced as too large is refused at once', async () => {
  port.serve(echo);
  const answer = await raw('POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000000\r\n\r\nabc');
  expect(answer).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
  expect(answer).toContain('too-large');
  expect(answer.toLowerCase()).toContain('connection: close');
});

test('a body in chunks is counted, too', async () => {
  port.serve(echo);
  const chunk = `1000\r\n${'x'.repeat(4096)}\r\n`;
  const answer = await raw(
    'POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n',
    chunk.repeat(5),
    '0\r\n\r\n',
  );
  expect(answer).toContain('too-large');
});

test.each([
  ['no HTTP', 'hello\r\n\r\n', '400'],
  ['any bytes', Buffer.from(Array.from({ length: 300 }, (_, at) => (at * 37) & 0xff)), '400'],
  ['a long header', `GET / HTTP/1.1\r\nHost: x\r\nX: ${'y'.repeat(9000)}\r\n\r\n`, '431'],
  ['a long address', `GET /${'y'.repeat(9000)} HTTP/1.1\r\nHost: x\r\n\r\n`, '431'],
  ['two lengths', 'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab', '400'],
  [
    'length and chunks',
    'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
    '400',
  ],
  ['no host', 'GET / HTTP/1.1\r\nConnection: close\r\n\r\n', '400'],
])('%s is refused and the connection ends', async (_, bytes, status) => {
  port.serve(echo);
  expect(await raw(bytes)).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
  expect(asked).toEqual([]);
});

test('a client that goes away during a request disturbs nobody', async () => {
  port.serve(echo);
  const socket = connect(port.port, '127.0.0.1');
  await once(socket, 'connect');
  socket.write('POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nabc');
  socket.destroy();
  expect((await fetch(`http://127.0.0.1:${port.port}/`)).status).toBe(200);
  expect(asked).toHaveLength(1);
});

test('the response to HEAD has no body', async () => {
  port.serve(echo);
  const answer = await raw('HEAD / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n');
  expect(answer).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
  expect(answer.endsWith('\r\n\r\n')).toBe(true);
});

test('the error for a port in use names the port', async () => {
  const second = openHttpPort('127.0.0.1', port.port);
  await expect(second).rejects.toThrow(PortUnavailable);
  await expect(second).rejects.toThrow(`signalling port ${port.port} on 127.0.0.1 (EADDRINUSE)`);
});

test('closes while somebody keeps a connection open', async () => {
  port.serve(echo);
  await fetch(`http://127.0.0.1:${port.port}/`);
  const idle = connect(port.port, '127.0.0.1');
  idle.on('error', () => {});
  await once(idle, 'connect');
  await Promise.all([port.close(), port.close()]);
  await expect(fetch(`http://127.0.0.1:${port.port}/`)).rejects.toThrow();
});
