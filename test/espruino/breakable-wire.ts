import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { answerPingsBeside } from '../../relay/node/ping-port';

const HOST = '127.0.0.1';

/** A TCP connection between board and relay that can be cut. Pings are answered beside it, as a relay does. */
export type BreakableWire = { readonly port: number; cut(): void; close(): void };

/** Listens on a free port and leads every connection to `port`. */
export async function breakableWire(port: number): Promise<BreakableWire> {
  const ends = new Set<Socket>();
  const server = createServer((near) => {
    const far = connect(port, HOST);
    for (const end of [near, far]) {
      ends.add(end);
      end.on('error', () => end.destroy());
      end.on('close', () => ends.delete(end));
    }
    near.pipe(far).pipe(near);
  });
  server.listen(0, HOST);
  await once(server, 'listening');
  const cut = (): void => ends.forEach((end) => end.destroy());
  return {
    port: answerPingsBeside(server, HOST),
    cut,
    close: () => {
      server.close();
      cut();
    },
  };
}
