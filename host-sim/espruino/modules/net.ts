import type { TcpStream } from '../../net/network';
import { bytesOf, stringOf } from '../interpreter/byte-strings';
import type { Poller } from '../cpu/cpu';
import type { SocketPorts } from './socket-ports';
import type { Interpreter } from '../interpreter/interpreter';
import { defineHidden } from '../interpreter/natives';

/** Bytes that one pass of the idle loop takes from a connection, or sends to it. */
const CHUNK_BYTES = 536;

/** One TCP connection of the firmware. */
class ConnectionSocket implements Poller {
  private readonly object: object;
  private readonly interpreter: Interpreter;
  private readonly ports: SocketPorts;
  private readonly stream: TcpStream;
  private readonly received: number[] = [];
  private unsent = '';
  private isOpen = false;
  private isEnding = false;
  private isFinished = false;
  private isClosed = false;
  private error: string | undefined;

  constructor(object: object, interpreter: Interpreter, ports: SocketPorts, stream: TcpStream, connected: unknown) {
    this.object = object;
    this.interpreter = interpreter;
    this.ports = ports;
    this.stream = stream;
    const { cpu } = interpreter;
    const { events, radio } = ports;
    stream.onOpen = () => {
      this.isOpen = true;
      if (cpu.isHalted) return;
      if (typeof connected === 'function') cpu.post(cpu.nowNs, () => interpreter.call(connected, object, [object]));
      events.emit(object, 'connect', object);
      cpu.reschedule();
    };
    stream.onData = (bytes) => {
      const copy = Array.from(bytes);
      radio.receive(() => {
        this.received.push(...copy);
        cpu.reschedule();
      });
    };
    stream.onError = (error) => (this.error = error.message);
    stream.onClose = () =>
      radio.receive(() => {
        this.isFinished = true;
        cpu.reschedule();
      });
    ports.onOpened(stream);
    cpu.addPoller(this);
  }

  get hasWork(): boolean {
    return this.received.length > 0 || this.isFinished || (this.isOpen && (this.unsent !== '' || this.isEnding));
  }

  write(text: string): boolean {
    if (this.isClosed || this.isEnding) return false;
    this.unsent += text;
    this.interpreter.cpu.reschedule();
    return false;
  }

  end(): void {
    this.isEnding = true;
    this.interpreter.cpu.reschedule();
  }

  poll(): void {
    const { cpu, costs } = this.interpreter;
    const { events, radio } = this.ports;
    if (this.received.length > 0) {
      cpu.charge(costs.tcpChunkIn);
      const chunk = this.received.splice(0, CHUNK_BYTES);
      events.emit(this.object, 'data', stringOf(Uint8Array.from(chunk)));
    } else if (this.isFinished) {
      this.close();
      return;
    }
    if (this.isOpen && this.unsent !== '') {
      cpu.charge(costs.tcpChunkOut);
      if (!radio.isUp) {
        // The network stack aborts its connections when the board loses its address.
        this.error = 'connection aborted: Wi-Fi is down';
        this.stream.close();
        this.close();
        return;
      }
      this.stream.write(bytesOf(this.unsent.slice(0, CHUNK_BYTES)));
      this.unsent = this.unsent.slice(CHUNK_BYTES);
      if (this.unsent === '') events.emit(this.object, 'drain');
    } else if (this.isOpen && this.isEnding) {
      this.stream.end();
      this.close();
    }
  }

  /** The connection has ended: emits the events for it, once. */
  private close(): void {
    if (this.isClosed) return;
    this.isClosed = true;
    const { events } = this.ports;
    this.interpreter.cpu.removePoller(this);
    if (this.error !== undefined)
      events.emit(this.object, 'error', this.interpreter.object({ code: -1, message: this.error }));
    events.emit(this.object, 'end');
    events.emit(this.object, 'close', this.error !== undefined);
  }
}

/** `require("net")`, as far as it opens connections. */
export function createNetModule(interpreter: Interpreter, ports: SocketPorts): object {
  const { cpu, costs, fail } = interpreter;
  const sockets = new WeakMap<object, ConnectionSocket>();
  const socketOf = (object: object): ConnectionSocket => sockets.get(object) ?? fail('not a socket');
  const prototype = interpreter.object({});

  defineHidden(prototype, {
    write(this: object, data: unknown) {
      cpu.charge(costs.tcpWriteCall);
      return socketOf(this).write(ports.elements.text(data));
    },
    end(this: object, data: unknown) {
      cpu.charge(costs.tcpWriteCall);
      if (data !== undefined) socketOf(this).write(ports.elements.text(data));
      socketOf(this).end();
    },
  });

  const connect = (given: unknown, callback: unknown): object => {
    cpu.charge(costs.tcpWriteCall);
    const to = (typeof given === 'object' && given !== null ? given : { port: given }) as {
      host?: string;
      port?: number;
    };
    const port = Number(to.port);
    if (!(port > 0 && port < 65536)) return fail('Invalid port');
    if (!ports.radio.isUp) return fail('Unable to locate host');
    const object = Object.create(prototype) as object;
    const stream = ports.host.connectTcp({ host: String(to.host ?? 'localhost'), port });
    sockets.set(object, new ConnectionSocket(object, interpreter, ports, stream, callback));
    return object;
  };
  return interpreter.object({ connect });
}
