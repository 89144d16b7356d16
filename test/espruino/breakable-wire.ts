import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

const HOST = '127.0.0.1';

/** A TCP connection between board and relay that can be cut. */
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
    port: (server.address() as AddressInfo).port,
    cut,
    close: () => {
      server.close();
      cut();
    },
  };
}
