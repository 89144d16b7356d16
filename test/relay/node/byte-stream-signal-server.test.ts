import { createServer, type AddressInfo, type Socket } from 'node:net';
import { once } from 'node:events';
import { openByteStreamSignalServer, type ByteStream } from '../../../relay/node/byte-stream-signal-server';
import type { SignalConnection } from '../../../relay/ports/ports';
import { describeSignalServer } from '../../contract/signal-server-contract';
import { connectWebSocket } from '../support/websocket-client';

function overTcp(socket: Socket): ByteStream {
  const stream: ByteStream = {
    remote: { host: socket.remoteAddress ?? '' },
    write: (bytes) => void socket.write(bytes),
    end: () => void socket.end(),
    onData: () => {},
    onClose: () => {},
  };
  // One byte at a time, because nothing may depend on how the network cuts the stream.
  socket.on('data', (bytes) => bytes.forEach((_, i) => stream.onData(bytes.subarray(i, i + 1))));
  socket.on('error', () => {});
  socket.on('close', () => stream.onClose());
  return stream;
}

describeSignalServer('a byte stream', async () => {
  const tcp = createServer();
  tcp.listen(0, '127.0.0.1');
  await once(tcp, 'listening');
  const { port } = tcp.address() as AddressInfo;
  const server = openByteStreamSignalServer((onStream) => {
    tcp.on('connection', (socket) => onStream(overTcp(socket)));
    return { port, close: () => void tcp.close() };
  });
  return { server, connect: () => connectWebSocket(port), close: async () => void tcp.close() };
});

const HANDSHAKE = [
  'GET /rooms HTTP/1.1',
  'Host: relay',
  'Upgrade: WebSocket',
  'Connection: keep-alive, Upgrade',
  'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
  'Sec-WebSocket-Version: 13',
  'Sec-WebSocket-Protocol: chat, stagebox.v1',
];

class MemoryStream implements ByteStream {
  readonly remote = { host: '10.0.0.1' };
  written = Buffer.alloc(0);
  ends = 0;
  onData: (bytes: Uint8Array) => void = () => {};
  onClose: () => void = () => {};

  write(bytes: Uint8Array): void {
    this.written = Buffer.concat([this.written, bytes]);
  }

  end(): void {
    this.ends++;
  }

  /** Lets bytes arrive in memory that is overwritten afterwards. */
  receive(bytes: Uint8Array): void {
    const passing = Uint8Array.from(bytes);
    this.onData(passing);
    passing.fill(0xee);
  }

  receiveText(lines: readonly string[]): void {
    this.receive(Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1'));
  }

  takeWritten(): Buffer {
    const { written } = this;
    this.written = Buffer.alloc(0);
    return written;
  }
}

/** A client's frame (RFC 6455, section 5.2), by default masked with zeros. */
function frame(opcode: number, payload: Uint8Array, { isMasked = true } = {}): Buffer {
  const head = [0x80 | opcode, (isMasked ? 0x80 : 0) | payload.length, ...(isMasked ? [0, 0, 0, 0] : [])];
  return Buffer.concat([Buffer.from(head), payload]);
}

type Opened = { stream: MemoryStream; connections: SignalConnection[]; said: string[]; closes: number[] };

function open(): Opened {
  const opened: Opened = { stream: new MemoryStream(), connections: [], said: [], closes: [] };
  const server = openByteStreamSignalServer((onStream) => {
    onStreamOf = onStream;
    return { port: 80, close: () => {} };
  });
  server.onConnection = (connection) => {
    opened.connections.push(connection);
    connection.onMessage = (text) => {
      opened.said.push(text);
      connection.send(`you said ${text}`);
    };
    connection.onClose = () => opened.closes.push(1);
  };
  onStreamOf(opened.stream);
  return opened;
}
let onStreamOf: (stream: ByteStream) => void;

describe('signalling over a byte stream', () => {
  test('answers the handshake as the example of RFC 6455 does, within the call', () => {
    const { connections, stream } = open();
    stream.receiveText(HANDSHAKE);
    const answer = stream.takeWritten().toString();
    expect(answer).toMatch(/^HTTP\/1\.1 101 /);
    expect(answer).toContain('Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n');
    expect(answer).toContain('Sec-WebSocket-Protocol: stagebox.v1\r\n');
    expect(answer).toMatch(/\r\n\r\n$/);
    expect(connections.map(({ remoteHost }) => remoteHost)).toEqual(['10.0.0.1']);
  });

  test('reads frames that come with the handshake, and answers within the call', () => {
    const { said, stream } = open();
    const head = Buffer.from(`${HANDSHAKE.join('\r\n')}\r\n\r\n`);
    stream.receive(Buffer.concat([head, frame(1, Buffer.from('one')), frame(1, Buffer.from('two'))]));
    expect(said).toEqual(['one', 'two']);
    expect(stream.takeWritten().toString('latin1')).toMatch(/\x81\x0cyou said one\x81\x0cyou said two$/);
  });

  test('reads a stream that comes byte by byte', () => {
    const { said, stream } = open();
    const head = Buffer.from(`${HANDSHAKE.join('\r\n')}\r\n\r\n`);
    for (const byte of Buffer.concat([head, frame(1, Buffer.from('слово'))])) stream.receive(Uint8Array.of(byte));
    expect(said).toEqual(['слово']);
  });

  const without = (name: string): string[] => HANDSHAKE.filter((line) => !line.startsWith(name));
  test.each([
    ['what is no HTTP', ['hello'], '400'],
    ['another method', ['POST / HTTP/1.1', ...HANDSHAKE.slice(1)], '405'],
    ['a request without upgrade', without('Upgrade'), '426'],
    ['another connection header', without('Connection'), '426'],
    ['another version', [...without('Sec-WebSocket-Version'), 'Sec-WebSocket-Version: 8'], '426'],
    ['a missing key', without('Sec-WebSocket-Key'), '400'],
    ['a broken key', [...without('Sec-WebSocket-Key'), 'Sec-WebSocket-Key: short'], '400'],
    ['another subprotocol', [...without('Sec-WebSocket-Protocol'), 'Sec-WebSocket-Protocol: chat'], '400'],
    ['no subprotocol', without('Sec-WebSocket-Protocol'), '400'],
  ])('refuses %s in HTTP and ends', (_what, lines, status) => {
    const { connections, stream } = open();
    stream.receiveText(lines);
    const answer = stream.takeWritten().toString();
    expect(answer).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
    expect(stream.ends).toBe(1);
    stream.receiveText(HANDSHAKE);
    expect(connections).toEqual([]);
    expect(stream.takeWritten().length).toBe(0);
  });

  test('does not keep an endless request head', () => {
    const { stream } = open();
    for (let i = 0; i < 10 && stream.ends === 0; i++) stream.receive(Buffer.alloc(1000, 'x'));
    expect(stream.takeWritten().toString()).toMatch(/^HTTP\/1\.1 400 /);
    expect(stream.ends).toBe(1);
  });

  test('answers a ping with a pong', () => {
    const { stream } = open();
    stream.receiveText(HANDSHAKE);
    stream.takeWritten();
    stream.receive(frame(9, Buffer.from('hi')));
    expect([...stream.takeWritten()]).toEqual([0x8a, 2, ...Buffer.from('hi')]);
  });

  test('answers a close with the same code and ends', () => {
    const { closes, connections, stream } = open();
    stream.receiveText(HANDSHAKE);
    stream.takeWritten();
    stream.receive(frame(8, Buffer.of(0x03, 0xe8)));
    connections[0]!.close(1001, 'again');
    expect([...stream.takeWritten()]).toEqual([0x88, 2, 0x03, 0xe8]);
    expect([stream.ends, closes.length]).toEqual([1, 1]);
    stream.onClose();
    expect(closes.length).toBe(1);
  });

  test('answers a close without a code', () => {
    const { stream } = open();
    stream.receiveText(HANDSHAKE);
    stream.takeWritten();
    stream.receive(frame(8, Buffer.alloc(0)));
    expect([...stream.takeWritten()]).toEqual([0x88, 0]);
  });

  test.each([
    ['an unmasked frame', frame(1, Buffer.from('x'), { isMasked: false }), 1002],
    ['an unknown opcode', frame(5, Buffer.from('x')), 1002],
    ['bad UTF-8', frame(1, Buffer.of(0xff, 0xfe)), 1002],
    ['binary data', frame(2, Buffer.from('x')), 1003],
    ['a frame of a gigabyte', Buffer.of(0x81, 0xff, 0, 0, 0, 0, 0x40, 0, 0, 0, 0, 0, 0, 0), 1009],
  ])('closes on %s', (_what, bytes, code) => {
    const { closes, said, stream } = open();
    stream.receiveText(HANDSHAKE);
    stream.takeWritten();
    stream.receive(bytes);
    const answer = stream.takeWritten();
    expect(answer[0]).toBe(0x88);
    expect(answer.readUInt16BE(2)).toBe(code);
    stream.receive(frame(1, Buffer.from('after')));
    expect(said).toEqual([]);
    expect([stream.ends, closes.length]).toEqual([1, 1]);
  });
});
