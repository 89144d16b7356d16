import { createSocket, type Socket } from 'node:dgram';
import { lookup as lookUpName } from 'node:dns';
import { isIP, isIPv6 } from 'node:net';
import { PortUnavailable } from '../ports/errors';
import type { Log, MediaSocket } from '../ports/ports';

/** A room of twenty talkers sends 1,000 packets a second, which the kernel keeps while a large fan-out is under way. */
const RECEIVE_BUFFER_BYTES = 4 << 20;

/** Resolves numeric addresses at once. The standard look-up would delay every send by one turn of the event loop. */
const lookup: typeof lookUpName = ((host: string, options: object, done: (...result: unknown[]) => void) => {
  const family = isIP(host);
  if (family !== 0) done(null, host, family);
  else lookUpName(host, options, done);
}) as typeof lookUpName;

function enlargeReceiveBuffer(socket: Socket): void {
  try {
    socket.setRecvBufferSize(RECEIVE_BUFFER_BYTES);
  } catch {
    // Some systems refuse a size above their limit instead of reducing it. Then their default must do.
  }
}

/** Logs only the 1st, 2nd, 4th, 8th … error, because a failing route fails for every packet. */
function reportErrors(socket: Socket, log: Log): void {
  let errors = 0;
  socket.on('error', (error: NodeJS.ErrnoException) => {
    errors++;
    if ((errors & (errors - 1)) === 0) log.warn('media-error', { code: error.code ?? error.message, errors });
  });
}

/** Opens the media port, or a free one for port 0. Rejects with `PortUnavailable`. */
export function openUdpMediaSocket(host: string, port: number, log: Log): Promise<MediaSocket> {
  const socket = createSocket({ type: isIPv6(host) ? 'udp6' : 'udp4', lookup });
  return new Promise((resolve, reject) => {
    socket.once('error', (error: NodeJS.ErrnoException) => {
      reject(new PortUnavailable('media', host, port, error.code ?? error.message, 'STAGEBOX_MEDIA_PORT'));
    });
    socket.bind(port, host, () => {
      socket.removeAllListeners('error');
      reportErrors(socket, log);
      enlargeReceiveBuffer(socket);
      resolve(wrap(socket));
    });
  });
}

function wrap(socket: Socket): MediaSocket {
  let closed: Promise<void> | undefined;
  const media: MediaSocket = {
    port: socket.address().port,
    send(datagram, to) {
      // Without a callback a send costs 15 % less. Errors come as events.
      if (!closed) socket.send(datagram, to.port, to.host);
    },
    onDatagram: () => {},
    close() {
      closed ??= new Promise((resolve) => socket.close(() => resolve()));
      return closed;
    },
  };
  socket.on('message', (datagram, from) => {
    if (!closed) media.onDatagram(datagram, { host: from.address, port: from.port });
  });
  return media;
}
