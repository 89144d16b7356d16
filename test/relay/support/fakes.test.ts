import { describeMediaSocket } from '../../contract/media-socket-contract';
import { describeRelayClock } from '../../contract/relay-clock-contract';
import { describeSignalServer } from '../../contract/signal-server-contract';
import { FakeClock } from './fake-clock';
import { InMemoryMedia, InMemorySignal } from './in-memory-ports';

describeRelayClock('FakeClock', () => {
  const clock = new FakeClock();
  return { clock, settle: async (spanMs) => clock.advance(spanMs) };
});

describeMediaSocket('InMemoryMedia', async () => {
  const socket = new InMemoryMedia(new FakeClock());
  const address = { host: '10.0.0.7', port: 4000 };
  let read = 0;
  return {
    socket,
    peer: {
      address,
      send: (bytes) => socket.receive(bytes, address),
      next: async () => socket.sentTo(address)[read++]!.datagram,
    },
    settle: async () => {},
    close: async () => {},
  };
});

describeSignalServer('InMemorySignal', async () => {
  const server = new InMemorySignal();
  return {
    server,
    connect: async () => server.connect().client(),
    close: async () => {},
  };
});
