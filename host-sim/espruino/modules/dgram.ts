import type { Address, UdpPort } from '../../net/network';
import { bytesOf, stringOf } from '../interpreter/byte-strings';
import type { Poller } from '../cpu/cpu';
import type { Interpreter } from '../interpreter/interpreter';
import { defineHidden } from '../interpreter/natives';
import { DatagramQueue } from './datagram-queue';
import type { SocketPorts } from './socket-ports';

/**
 * A chunk of 536 bytes without the interpreter's own header of 8. Longer datagrams are cut (docs/reference/hazards.md).
 */
const LARGEST_DATAGRAM = 528;
const HEADER_BYTES = 8;
/** Datagrams that wait to be read: UDP_RECVMBOX_SIZE of lwIP. */
const MAILBOX = 6;

type Waiting = { readonly bytes: Uint8Array; readonly from: Address };
type Options = { readonly type?: unknown; readonly recvBufferSize?: unknown };

/** One UDP socket. Each pass of the idle loop takes one datagram in and sends one out. */
class DatagramSocket implements Poller {
  readonly object: object;
  private readonly interpreter: Interpreter;
  private readonly ports: SocketPorts;
  private readonly largest: number;
  private port: UdpPort | undefined;
  private mailbox: Waiting[] = [];
  private readonly outbox = new DatagramQueue();
  /** Datagrams in order whose names are looked up, or were. */
  private readonly addressed: { readonly bytes: Uint8Array; readonly port: number; address: string | undefined }[] = [];
  /** Whether it closes once everything has left. */
  private isClosing = false;
  private isClosed = false;

  constructor(object: object, interpreter: Interpreter, ports: SocketPorts, largest: number) {
    this.object = object;
    this.interpreter = interpreter;
    this.ports = ports;
    this.largest = largest;
    interpreter.cpu.addPoller(this);
  }

  get hasWork(): boolean {
    return this.mailbox.length > 0 || !this.outbox.isEmpty || this.isClosing;
  }

  /** Opens the port, once. A socket that only sends has no listener. */
  open(number: number, isListening: boolean): UdpPort {
    if (this.port !== undefined) return this.port;
    const port = this.ports.host.openUdp(number);
    this.port = port;
    this.ports.onOpened(port);
    if (isListening) port.onDatagram = (datagram, from) => this.arrive(datagram, from);
    port.onError = (error) => this.fail(error.message);
    return port;
  }

  /**
   * Queues a datagram for the next pass of the idle loop. A name is looked up first, and the interpreter waits for the
   * answer. Without one the datagram goes to 0.0.0.0, which lwIP sends to everybody on the local network.
   */
  send(bytes: Uint8Array, to: Address): void {
    if (this.isClosed || this.isClosing) return;
    const entry: (typeof this.addressed)[number] = { bytes, port: to.port, address: undefined };
    this.addressed.push(entry);
    this.ports.resolver.resolveBlocking(to.host, (address = '0.0.0.0') => {
      entry.address = address;
      this.queueAddressed();
    });
  }

  private queueAddressed(): void {
    while (this.addressed[0]?.address !== undefined) {
      const { bytes, port, address } = this.addressed.shift()!;
      if (!this.isClosed) this.outbox.push(bytes, address!, port);
    }
    this.interpreter.cpu.reschedule();
  }

  poll(): void {
    const { cpu, costs } = this.interpreter;
    const incoming = this.mailbox.shift();
    if (incoming !== undefined) {
      cpu.charge(costs.datagramIn);
      this.deliver(incoming);
    }
    if (this.isClosed) return;
    if (!this.outbox.isEmpty) this.sendNext();
    else if (this.isClosing) this.finish();
  }

  /** `sendto` fails where there is no route: lwIP knows none while the board has no address. */
  private sendNext(): void {
    const { cpu, costs } = this.interpreter;
    cpu.charge(costs.datagramOut);
    const next = this.outbox.next();
    const { isUp } = this.ports.radio;
    if (isUp) this.open(0, false).send(next.bytes, next);
    this.outbox.taken(next, isUp);
  }

  /** Closes it once everything has left. */
  close(): void {
    this.isClosing = true;
    this.interpreter.cpu.reschedule();
  }

  private finish(hadError = false): void {
    if (this.isClosed) return;
    this.isClosed = true;
    this.port?.close();
    this.mailbox = [];
    this.outbox.clear();
    this.interpreter.cpu.removePoller(this);
    this.ports.events.emit(this.object, 'close', hadError);
  }

  private arrive(datagram: Uint8Array, from: Address): void {
    const bytes = datagram.slice(0, this.largest);
    this.ports.radio.receive(() => {
      if (this.isClosed || this.mailbox.length >= MAILBOX) return;
      this.mailbox.push({ bytes, from });
      this.interpreter.cpu.reschedule();
    });
  }

  private deliver({ bytes, from }: Waiting): void {
    // recv() gives 0 for an empty datagram, which the interpreter takes for the end of a stream.
    if (bytes.length === 0) return this.finish();
    const info = this.interpreter.object({ address: from.host, port: from.port, size: bytes.length });
    this.ports.events.emit(this.object, 'message', stringOf(bytes), info);
  }

  private fail(message: string): void {
    if (this.isClosed) return;
    this.ports.events.emit(this.object, 'error', this.interpreter.object({ code: -1, message }));
    this.finish(true);
  }
}

/** `require("dgram")`. */
export function createDgramModule(interpreter: Interpreter, ports: SocketPorts): object {
  const { cpu, costs, fail } = interpreter;
  const sockets = new WeakMap<object, DatagramSocket>();
  const socketOf = (object: object): DatagramSocket => sockets.get(object) ?? fail('not a dgram socket');
  const prototype = interpreter.object({});

  defineHidden(prototype, {
    bind(this: object, port: unknown, callback: unknown) {
      cpu.charge(costs.datagramSendCall);
      const opened = socketOf(this).open(Number(port ?? 0), true);
      if (typeof callback === 'function')
        opened.onOpen = () => cpu.post(cpu.nowNs, () => interpreter.call(callback, this, [this]));
      return this;
    },
    /** Arguments: (data, port, host), or (data, offset, length, port, host). */
    send(this: object, data: unknown, ...rest: unknown[]) {
      cpu.charge(costs.datagramSendCall);
      const whole = ports.elements.text(data);
      const isPart = typeof rest[2] === 'number';
      const text = isPart ? whole.substring(Number(rest[0]), Number(rest[0]) + Number(rest[1])) : whole;
      const [port, host] = isPart ? rest.slice(2) : rest;
      if (!(Number(port) > 0) || typeof host !== 'string') return fail('Invalid address or port');
      socketOf(this).send(bytesOf(text), { host, port: Number(port) });
    },
    close(this: object) {
      socketOf(this).close();
    },
    addMembership() {},
  });

  return interpreter.object({
    createSocket(given: unknown, callback: unknown) {
      cpu.charge(costs.callback / 4);
      const options: Options = typeof given === 'object' && given !== null ? given : { type: given };
      if (options.type !== 'udp4') fail('Only udp4 supported');
      const object = Object.create(prototype) as object;
      const chunk = Number(options.recvBufferSize ?? 0);
      const largest = chunk > LARGEST_DATAGRAM + HEADER_BYTES ? chunk - HEADER_BYTES : LARGEST_DATAGRAM;
      sockets.set(object, new DatagramSocket(object, interpreter, ports, largest));
      if (typeof callback === 'function') (object as { on(event: string, fn: unknown): void }).on('message', callback);
      return object;
    },
  });
}
