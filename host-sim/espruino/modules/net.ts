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
  private readonly stopListening: () => void;
  /** Lets the interpreter go on, which stands still in `connect` until the connection stands or fails. */
  private readonly release: () => void;
  private readonly received: number[] = [];
  private stream: TcpStream | undefined;
  private unsent = '';
  private isOpen = false;
  private isEnding = false;
  private isFinished = false;
  private isAborted = false;
  private isClosed = false;
  private error: string | undefined;

  constructor(object: object, interpreter: Interpreter, ports: SocketPorts) {
    this.object = object;
    this.interpreter = interpreter;
    this.ports = ports;
    this.release = interpreter.cpu.block();
    // lwIP aborts all connections of an address that goes: `tcp_netif_ip_addr_changed` of its tcp.c. The other end is not
    // told.
    this.stopListening = ports.radio.onDown(() => {
      this.stream?.drop();
      this.isAborted = true;
      this.goOn();
    });
    interpreter.cpu.addPoller(this);
  }

  /** Connects. `connected` is the firmware's callback, if it is one. */
  connect(stream: TcpStream, connected: unknown): void {
    const { interpreter, object, ports } = this;
    const { cpu } = interpreter;
    this.stream = stream;
    stream.onOpen = () => {
      this.isOpen = true;
      this.release();
      if (cpu.isHalted) return;
      if (typeof connected === 'function') cpu.post(cpu.nowNs, () => interpreter.call(connected, object, [object]));
      ports.events.emit(object, 'connect', object);
      cpu.reschedule();
    };
    stream.onData = (bytes) => {
      const copy = Array.from(bytes);
      ports.radio.receive(() => {
        this.received.push(...copy);
        cpu.reschedule();
      });
    };
    stream.onError = (error) => (this.error = error.message);
    stream.onClose = () => {
      // An attempt that has failed is over, whether something arrives or not.
      if (this.isOpen) ports.radio.receive(() => this.finish());
      else this.finish();
    };
    ports.onOpened(stream);
  }

  /** The attempt to connect is over before it began. */
  giveUp(why: string): void {
    this.error = why;
    this.finish();
  }

  get hasWork(): boolean {
    return (
      this.isAborted ||
      this.received.length > 0 ||
      this.isFinished ||
      (this.isOpen && (this.unsent !== '' || this.isEnding))
    );
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
    const { events } = this.ports;
    if (this.isAborted) {
      if (this.unsent !== '' || !this.isOpen) this.error = 'unsent data';
      this.close();
      return;
    }
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
      this.stream?.write(bytesOf(this.unsent.slice(0, CHUNK_BYTES)));
      this.unsent = this.unsent.slice(CHUNK_BYTES);
      if (this.unsent === '') events.emit(this.object, 'drain');
    } else if (this.isOpen && this.isEnding) {
      this.stream?.end();
      this.close();
    }
  }

  private finish(): void {
    this.isFinished = true;
    this.goOn();
  }

  private goOn(): void {
    this.release();
    this.interpreter.cpu.reschedule();
  }

  /** The connection has ended: emits the events for it, once. */
  private close(): void {
    if (this.isClosed) return;
    this.isClosed = true;
    const { events } = this.ports;
    this.stopListening();
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
    if (!ports.radio.isUp) return fail('Unable to create socket');
    const object = Object.create(prototype) as object;
    const host = String(to.host ?? 'localhost');
    const socket = new ConnectionSocket(object, interpreter, ports);
    sockets.set(object, socket);
    ports.resolver.resolveBlocking(host, (address) => {
      if (address === undefined) socket.giveUp('unable to locate host');
      else socket.connect(ports.host.connectTcp({ host: address, port }), callback);
    });
    return object;
  };
  return interpreter.object({ connect });
}
