import type { SignalConnection, SignalServer } from '../../relay/ports/ports';
import { writeSignal, type ToMember, type ToRelay } from '../../wire/signal';
import { parseToMember } from '../../wire/to-member';

/** Somebody who only listens, connected to a relay within this process: an address of its own, and no socket. */
export class Listener {
  /** The latest message of each type. */
  private readonly heard = new Map<string, ToMember>();
  private readonly connection: SignalConnection;

  constructor(server: SignalServer, remoteHost: string) {
    this.connection = {
      remoteHost,
      send: (text) => {
        const message = parseToMember(text);
        if (message.type !== 'rejected') this.heard.set(message.type, message);
      },
      close: () => undefined,
      onMessage: () => undefined,
      onClose: () => undefined,
    };
    server.onConnection(this.connection);
  }

  say(message: ToRelay): void {
    this.connection.onMessage(writeSignal(message));
  }

  last<T extends ToMember['type']>(type: T): Extract<ToMember, { type: T }> | undefined {
    return this.heard.get(type) as Extract<ToMember, { type: T }> | undefined;
  }
}

/** The same port, on which a crowd within this process can connect, too: by its `onConnection`. */
export function withCrowd(server: SignalServer): SignalServer {
  const signal: SignalServer = {
    port: server.port,
    onConnection: () => undefined,
    close: () => server.close(),
  };
  server.onConnection = (connection) => signal.onConnection(connection);
  return signal;
}

/** Some of many listeners come into a room: from `first` up to but not with `end`. */
export function gather(server: SignalServer, room: string, first: number, end: number): readonly Listener[] {
  return Array.from({ length: end - first }, (_, at) => {
    const i = first + at;
    const listener = new Listener(server, `10.${64 + (i >> 16)}.${(i >> 8) & 255}.${i & 255}`);
    listener.say({ type: 'hello', name: `listener ${i + 1}` });
    listener.say({ type: 'join', room, payloadTypes: [0] });
    return listener;
  });
}
