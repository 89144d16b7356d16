import type { SignalServer } from '../../../relay/ports/ports';
import { SealedConnection, type SealedConnectionPorts } from '../../../relay/identity/sealed-connection';

/** A signalling port whose members may sign in: to the relay it is a port like any other, with plain text in its connections. */
export function sealServer(server: SignalServer, ports: SealedConnectionPorts): SignalServer {
  const sealed: SignalServer = {
    port: server.port,
    onConnection: () => {},
    close: () => server.close(),
  };
  server.onConnection = (connection) => sealed.onConnection(new SealedConnection(connection, ports));
  return sealed;
}
