import type {
  Address,
  Clock,
  Log,
  LogFields,
  MediaSocket,
  Random,
  SignalConnection,
  SignalServer,
} from '../../../relay/ports/ports';
import type { SignalClient } from '../../contract/signal-server-contract';
import { seededNumbers } from '../../support/seeded-numbers';
import { WaitingLine } from './waiting-line';
import { writeSignal, type ToMember, type ToRelay } from '../../../wire/signal';
import { parseToMember } from '../../../wire/to-member';

type Sent = { readonly atMs: number; readonly to: Address; readonly datagram: Uint8Array };

/** The media port of a network that is a list. */
export class InMemoryMedia implements MediaSocket {
  readonly port = 5004;
  readonly sent: Sent[] = [];
  isClosed = false;
  onDatagram: (datagram: Uint8Array, from: Address) => void = () => {};
  private readonly clock: Clock;

  constructor(clock: Clock) {
    this.clock = clock;
  }

  send(datagram: Uint8Array, to: Address): void {
    if (!this.isClosed) this.sent.push({ atMs: this.clock.nowMs(), to, datagram: datagram.slice() });
  }

  /** A datagram arrives; its memory is used for something else afterwards. */
  receive(datagram: Uint8Array, from: Address): void {
    if (this.isClosed) return;
    const passing = datagram.slice();
    this.onDatagram(passing, from);
    passing.fill(0xee);
  }

  sentTo(address: Address): Sent[] {
    return this.sent.filter(({ to }) => to.host === address.host && to.port === address.port);
  }

  close(): void {
    this.isClosed = true;
  }
}

/** A member's end and the relay's end of a connection in one. */
export class InMemoryConnection implements SignalConnection {
  readonly remoteHost: string;
  readonly heard: ToMember[] = [];
  closedWith: { code: number; reason: string } | undefined;
  onMessage: (text: string) => void = () => {};
  onClose: () => void = () => {};
  private tellClosed: (how: { code: number; reason: string }) => void = () => {};

  constructor(remoteHost: string) {
    this.remoteHost = remoteHost;
  }

  send(text: string): void {
    if (this.closedWith) return;
    const message = parseToMember(text);
    if (message.type === 'rejected') throw new Error(`the relay wrote ${text}, which is ${message.code}`);
    this.heard.push(message);
  }

  close(code: number, reason: string): void {
    if (this.closedWith) return;
    this.closedWith = { code, reason };
    this.tellClosed(this.closedWith);
    this.onClose();
  }

  say(message: ToRelay | string): void {
    if (!this.closedWith) this.onMessage(typeof message === 'string' ? message : writeSignal(message));
  }

  /** The member's end, for messages that are no signalling. */
  client(): SignalClient {
    const came = new WaitingLine<string>();
    this.send = (text) => {
      if (!this.closedWith) came.push(text);
    };
    const closed = new Promise<{ code: number; reason: string }>((resolve) => {
      this.tellClosed = resolve;
    });
    return {
      send: (text) => this.say(text),
      next: () => came.next(),
      closed,
      close: () => this.close(1000, ''),
    };
  }

  /** The last message of a type, which must have come. */
  last<T extends ToMember['type']>(type: T): Extract<ToMember, { type: T }> {
    const found = this.heard.findLast((message) => message.type === type);
    if (!found) throw new Error(`no ${type} among ${JSON.stringify(this.heard)}`);
    return found as Extract<ToMember, { type: T }>;
  }

  get errors(): string[] {
    return this.heard.flatMap((message) => (message.type === 'error' ? [message.code] : []));
  }
}

export class InMemorySignal implements SignalServer {
  readonly port = 8080;
  isClosed = false;
  onConnection: (connection: SignalConnection) => void = () => {};
  readonly connections: InMemoryConnection[] = [];

  connect(remoteHost = '10.0.0.1'): InMemoryConnection {
    const connection = new InMemoryConnection(remoteHost);
    this.connections.push(connection);
    this.onConnection(connection);
    return connection;
  }

  close(): void {
    this.isClosed = true;
    for (const connection of this.connections) connection.close(1001, 'closing');
  }
}

export class RecordingLog implements Log {
  readonly lines: { readonly level: string; readonly event: string; readonly fields: LogFields }[] = [];

  info(event: string, fields: LogFields): void {
    this.lines.push({ level: 'info', event, fields });
  }

  warn(event: string, fields: LogFields): void {
    this.lines.push({ level: 'warn', event, fields });
  }
}

/** Bytes made from a seed. */
export class SeededRandom implements Random {
  private readonly next: () => number;

  constructor(seed: number) {
    this.next = seededNumbers(seed);
  }

  bytes(count: number): Uint8Array {
    return Uint8Array.from({ length: count }, () => Math.floor(this.next() * 256));
  }
}
