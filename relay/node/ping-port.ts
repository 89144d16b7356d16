import { createSocket } from 'node:dgram';
import { isIPv6, type AddressInfo } from 'node:net';
import { parseClaim, pongFor } from '../../wire/claim';

/** A server for signalling that listens. */
type SignallingServer = { address(): unknown; once(event: 'close', listener: () => void): unknown };

/** Answers pings beside a server, for as long as it is open. Gives the number of its port. */
export function answerPingsBeside(server: SignallingServer, host: string): number {
  const { port } = server.address() as AddressInfo;
  const pings = openPingPort(host, port);
  server.once('close', () => pings.close());
  return port;
}

/**
 * Answers pings at the UDP port with the number of the signalling port. A device knows no other number before it connects.
 * If the port is in use, then by the media port, which answers them too. Does not keep the process alive.
 */
function openPingPort(host: string, port: number): { close(): void } {
  const socket = createSocket(isIPv6(host) ? 'udp6' : 'udp4');
  let isOpen = true;
  const close = (): void => {
    if (isOpen) socket.close();
    isOpen = false;
  };
  socket.on('error', close);
  socket.on('message', (datagram, from) => {
    const pong = pongFor(parseClaim(datagram));
    // An answer that cannot be sent is lost, as on any network.
    if (pong && isOpen) socket.send(pong, from.port, from.address, () => {});
  });
  socket.bind(port, host);
  socket.unref();
  return { close };
}
