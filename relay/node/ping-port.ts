import { createSocket } from 'node:dgram';
import { isIPv6 } from 'node:net';
import { pongFor } from '../../wire/claim';

/**
 * Answers pings at the UDP port with the number of the signalling port. A device knows no other number before it connects.
 * If the port is in use, then by the media port, which answers them too. Does not keep the process alive.
 */
export function openPingPort(host: string, port: number): { close(): void } {
  const socket = createSocket(isIPv6(host) ? 'udp6' : 'udp4');
  let isOpen = true;
  const close = (): void => {
    if (isOpen) socket.close();
    isOpen = false;
  };
  socket.on('error', close);
  socket.on('message', (datagram, from) => {
    const pong = pongFor(datagram);
    // An answer that cannot be sent is lost, as on any network.
    if (pong && isOpen) socket.send(pong, from.port, from.address, () => {});
  });
  socket.bind(port, host);
  socket.unref();
  return { close };
}
