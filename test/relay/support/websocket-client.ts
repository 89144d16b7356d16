import { once } from 'node:events';
import { WebSocket } from 'ws';
import type { SignalClient } from '../../contract/signal-server-contract';
import { WaitingLine } from './waiting-line';

/** A member's end over a real WebSocket. */
export async function connectWebSocket(port: number): Promise<SignalClient> {
  const socket = new WebSocket(`ws://127.0.0.1:${port}/`, 'stagebox.v1');
  const came = new WaitingLine<string>();
  socket.on('message', (data) => came.push(data.toString()));
  const closed = new Promise<{ code: number; reason: string }>((resolve) => {
    socket.on('close', (code, reason) => resolve({ code, reason: reason.toString() }));
  });
  await once(socket, 'open');
  return {
    send: (text) => socket.send(text),
    next: () => came.next(),
    closed,
    close: () => socket.close(1000),
  };
}
