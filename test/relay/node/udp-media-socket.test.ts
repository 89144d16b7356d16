import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { PortUnavailable } from '../../../relay/ports/errors';
import { openUdpMediaSocket } from '../../../relay/node/udp-media-socket';
import { describeMediaSocket } from '../../contract/media-socket-contract';
import { RecordingLog } from '../support/in-memory-ports';
import { WaitingLine } from '../support/waiting-line';

describeMediaSocket('UDP', async () => {
  const socket = await openUdpMediaSocket('127.0.0.1', 0, new RecordingLog());
  const { port } = socket;
  const peer = createSocket('udp4');
  const came = new WaitingLine<Uint8Array>();
  peer.on('message', (bytes) => came.push(bytes));
  peer.bind(0, '127.0.0.1');
  await once(peer, 'listening');
  // Once the datagram of a second socket has come over the loopback, the datagrams of the first one have come, too.
  const probe = createSocket('udp4');
  return {
    socket,
    peer: {
      address: { host: '127.0.0.1', port: peer.address().port },
      send: (bytes) => peer.send(bytes, port, '127.0.0.1'),
      next: () => came.next(),
    },
    settle: async () => {
      probe.send('', peer.address().port, '127.0.0.1');
      await came.next();
      await new Promise((resolve) => setImmediate(resolve));
    },
    close: async () => {
      peer.close();
      probe.close();
    },
  };
});

describe('the media port', () => {
  test('names the port that is in use, and the setting that changes it', async () => {
    const first = await openUdpMediaSocket('127.0.0.1', 0, new RecordingLog());
    const second = openUdpMediaSocket('127.0.0.1', first.port, new RecordingLog());
    await expect(second).rejects.toThrow(PortUnavailable);
    await expect(second).rejects.toThrow(`media port ${first.port} on 127.0.0.1 (EADDRINUSE)`);
    await expect(second).rejects.toThrow('STAGEBOX_MEDIA_PORT');
    await first.close();
  });

  test('survives addresses to which nothing can be sent, and logs few of the errors', async () => {
    const log = new RecordingLog();
    const socket = await openUdpMediaSocket('127.0.0.1', 0, log);
    // A socket bound to the loopback interface cannot reach a documentation address (RFC 5737).
    for (let i = 0; i < 100; i++) socket.send(Uint8Array.of(1), { host: '192.0.2.1', port: 9 });
    await new Promise((resolve) => setImmediate(resolve));
    await socket.close();
    expect(log.lines.length).toBeLessThanOrEqual(7);
    expect(log.lines.every(({ event }) => event === 'media-error')).toBe(true);
  });
});
