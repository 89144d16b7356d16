import { once } from 'node:events';
import { WebSocket } from 'ws';
import { PortUnavailable } from '../../../relay/ports/errors';
import { openWebSocketSignalServer } from '../../../relay/node/websocket-signal-server';
import type { SignalServer } from '../../../relay/ports/ports';
import { describeSignalServer } from '../../contract/signal-server-contract';
import { connectWebSocket } from '../support/websocket-client';

describeSignalServer('WebSocket', async () => {
  const server = await openWebSocketSignalServer('127.0.0.1', 0);
  return { server, connect: () => connectWebSocket(server.port), close: async () => {} };
});

describe('the signalling port', () => {
  let server: SignalServer;
  beforeEach(async () => {
    server = await openWebSocketSignalServer('127.0.0.1', 0);
    server.onConnection = (connection) => (connection.onMessage = (text) => connection.send(text));
  });
  afterEach(() => server.close());

  async function closeCodeAfter(bytes: string | Buffer): Promise<number> {
    const socket = new WebSocket(`ws://127.0.0.1:${server.port}/`, 'stagebox.v1');
    await once(socket, 'open');
    socket.send(bytes);
    const [code] = (await once(socket, 'close')) as [number];
    return code;
  }

  test('names the port that is in use, and the setting that changes it', async () => {
    const second = openWebSocketSignalServer('127.0.0.1', server.port);
    await expect(second).rejects.toThrow(PortUnavailable);
    await expect(second).rejects.toThrow(`signalling port ${server.port} on 127.0.0.1 (EADDRINUSE)`);
    await expect(second).rejects.toThrow('STAGEBOX_SIGNAL_PORT');
  });

  test.each([[[]], [['chat']]])('refuses a client that offers the subprotocols %j', async (protocols) => {
    const socket = new WebSocket(`ws://127.0.0.1:${server.port}/`, protocols);
    const [error] = (await once(socket, 'error')) as [Error];
    expect(error.message).toContain('400');
  });

  test('closes a connection that sends 16 KB at once or anything but text', async () => {
    expect(await closeCodeAfter('z'.repeat(20000))).toBe(1009);
    expect(await closeCodeAfter(Buffer.of(1, 2))).toBe(1003);
  });
});
