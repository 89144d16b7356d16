import type { SignalConnection, SignalServer } from '../../relay/ports/ports';
import { writeSignal, type ToMember, type ToRelay } from '../../wire/signal';
import { parseToMember } from '../../wire/to-member';

/** A member who only listens. It connects to a relay in this process without a socket, from an address of its own. */
export class Listener {
  /** The latest message of each type. */
  private readonly latest = new Map<string, ToMember>();
  private readonly connection: SignalConnection;

  constructor(server: SignalServer, remoteHost: string) {
    this.connection = {
      remoteHost,
      send: (text) => {
        const message = parseToMember(text);
        if (message.type !== 'rejected') this.latest.set(message.type, message);
      },
      close: () => undefined,
      onMessage: () => undefined,
      onClose: () => undefined,
    };
    server.onConnection(this.connection);
  }

  /** Sends a message to the relay. */
  send(message: ToRelay): void {
    this.connection.onMessage(writeSignal(message));
  }

  /** The latest message of a type from the relay. */
  last<T extends ToMember['type']>(type: T): Extract<ToMember, { type: T }> | undefined {
    return this.latest.get(type) as Extract<ToMember, { type: T }> | undefined;
  }
}

/** Adds an entry for listeners to a signalling port: they connect by calling `onConnection` of the result. */
export function withCrowd(server: SignalServer): SignalServer {
  const signal: SignalServer = {
    port: server.port,
    onConnection: () => undefined,
    close: () => server.close(),
  };
  server.onConnection = (connection) => signal.onConnection(connection);
  return signal;
}

/** Lets the listeners from number `first` up to, but without, `end` come into a room. */
export function gather(server: SignalServer, room: string, first: number, end: number): readonly Listener[] {
  return Array.from({ length: end - first }, (_, at) => {
    const i = first + at;
    const listener = new Listener(server, `10.${64 + (i >> 16)}.${(i >> 8) & 255}.${i & 255}`);
    listener.send({ type: 'hello', name: `listener ${i + 1}` });
    listener.send({ type: 'join', room, payloadTypes: [0] });
    return listener;
  });
}
