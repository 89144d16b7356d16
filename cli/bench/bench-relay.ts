import { VirtualClock } from '../../host-sim/core/clock';
import type { RelayConfig } from '../../relay/config';
import type { MediaSocket, SignalConnection, SignalServer } from '../../relay/ports/ports';
import { createRelay, type Relay } from '../../relay/relay';
import { PCMU, parseToMember, writeSignal, type ToMember, type ToRelay } from '../../wire';
import { relayClock, seededRandom, SILENT } from '../simulation/simulated-relay';

/** A relay's core on virtual time, without sockets. The packets that it sends are dropped. */
type BenchRelay = {
  readonly clock: VirtualClock;
  readonly relay: Relay;
  readonly media: MediaSocket;
  /** Connects a member, who says hello. */
  connect(index: number): BenchMember;
};

/** A member whose messages the relay handles at once. */
class BenchMember {
  /** Messages from the relay so far. */
  messages = 0;
  private joinedText: string | undefined;
  private readonly connection: SignalConnection;

  constructor(server: SignalServer, index: number) {
    this.connection = {
      remoteHost: `10.${index >> 16}.${(index >> 8) & 0xff}.${index & 0xff}`,
      // It parses nothing, so that only the relay's own work is measured.
      send: (text) => {
        this.messages++;
        if (text.startsWith('{"type":"joined"')) this.joinedText = text;
      },
      onMessage: () => {},
      onClose: () => {},
      close: () => {},
    };
    server.onConnection(this.connection);
    this.send({ type: 'hello', name: `member-${index}` });
  }

  /** The relay's answer to `join`. Throws if there was none. */
  get joined(): Extract<ToMember, { type: 'joined' }> {
    const message = this.joinedText === undefined ? undefined : parseToMember(this.joinedText);
    if (message?.type !== 'joined') throw new Error('the relay has not answered "join"');
    return message;
  }

  /** Sends a message to the relay. */
  send(message: ToRelay): void {
    this.connection.onMessage(writeSignal(message));
  }

  /** Joins the room `bench`. */
  join(): void {
    this.send({ type: 'join', room: 'bench', payloadTypes: [PCMU.payloadType] });
  }
}

/** Opens a relay for a benchmark. */
export function openBenchRelay(config: Partial<RelayConfig>): BenchRelay {
  const clock = new VirtualClock();
  const media: MediaSocket = { port: 1, send: () => {}, onDatagram: () => {}, close: () => {} };
  const signal: SignalServer = { port: 1, onConnection: () => {}, close: () => {} };
  const relay = createRelay({ clock: relayClock(clock), media, signal, log: SILENT, random: seededRandom(1), config });
  return { clock, relay, media, connect: (index) => new BenchMember(signal, index) };
}
