// WebSocket signalling over any network with byte streams, such as a network in memory on virtual time. Bytes are answered
// within the call that brings them.

import type { SignalConnection, SignalServer } from '../ports/ports';
import { createFrameWriter, FrameReader } from './websocket-frames';
import { answerUpgrade, REQUEST_MAX_BYTES } from './websocket-upgrade';

/** One end of a byte stream. */
export interface ByteStream {
  readonly remote: { readonly host: string };
  write(bytes: Uint8Array): void;
  /** Closes the stream once everything written has been sent. */
  end(): void;
  /** Called with a view that is only valid during the call. */
  onData: (bytes: Uint8Array) => void;
  onClose: () => void;
}

/** A port that accepts byte streams. */
interface ByteStreamListener {
  readonly port: number;
  close(): void;
}

const UNSUPPORTED_DATA = 1003;
const GOING_AWAY = 1001;
/** The peer closed without a code (RFC 6455, section 7.1.5). */
const NO_CODE = 1005;

/** Opens a signalling server on the listener that `listen` opens. */
export function openByteStreamSignalServer(
  listen: (onStream: (stream: ByteStream) => void) => ByteStreamListener,
): SignalServer {
  const open = new Set<WebSocketOnStream>();
  let isClosed = false;
  const listener = listen((stream) => {
    if (isClosed) return stream.end();
    const socket = new WebSocketOnStream(
      stream,
      () => server.onConnection(socket),
      () => open.delete(socket),
    );
    open.add(socket);
  });
  const server: SignalServer = {
    get port() {
      return listener.port;
    },
    onConnection: (connection) => connection.close(GOING_AWAY, 'nobody listens'),
    close() {
      if (isClosed) return;
      isClosed = true;
      for (const socket of [...open]) socket.close(GOING_AWAY, 'closing');
      listener.close();
    },
  };
  return server;
}

class WebSocketOnStream implements SignalConnection {
  readonly remoteHost: string;
  onMessage: (text: string) => void = () => {};
  onClose: () => void = () => {};
  private readonly stream: ByteStream;
  private readonly reader = new FrameReader();
  private readonly writer: ReturnType<typeof createFrameWriter>;
  private readonly onUpgraded: () => void;
  private readonly onEnded: () => void;
  private head: Buffer = Buffer.alloc(0);
  private state: 'opening' | 'open' | 'closed' = 'opening';

  constructor(stream: ByteStream, onUpgraded: () => void, onEnded: () => void) {
    this.stream = stream;
    this.remoteHost = stream.remote.host;
    this.onUpgraded = onUpgraded;
    this.onEnded = onEnded;
    this.writer = createFrameWriter((bytes) => stream.write(bytes));
    stream.onData = (bytes) => this.receive(bytes);
    stream.onClose = () => this.finish();
    this.reader.on('message', (data, isBinary) => {
      if (this.state !== 'open') return;
      if (isBinary) this.close(UNSUPPORTED_DATA, 'text only');
      else this.onMessage(data.toString());
    });
    this.reader.on('ping', (data) => {
      if (this.state === 'open') this.writer.pong(data, false);
    });
    this.reader.on('conclude', (code) => this.close(code, ''));
  }

  send(text: string): void {
    if (this.state === 'open') this.writer.send(text, { binary: false, compress: false, fin: true, mask: false });
  }

  close(code: number, reason: string): void {
    if (this.state === 'open') this.writer.close(code === NO_CODE ? undefined : code, reason, false);
    if (this.state !== 'closed') this.stream.end();
    this.finish();
  }

  private receive(bytes: Uint8Array): void {
    if (this.state === 'opening') this.receiveHead(bytes);
    else if (this.state === 'open') this.receiveFrames(bytes);
  }

  private receiveFrames(bytes: Uint8Array): void {
    if (bytes.length === 0) return;
    const code = this.reader.feed(bytes);
    if (code !== undefined) this.close(code, '');
  }

  private receiveHead(bytes: Uint8Array): void {
    this.head = Buffer.concat([this.head, bytes]);
    const end = this.head.indexOf('\r\n\r\n');
    if (end < 0 && this.head.length <= REQUEST_MAX_BYTES) return;
    const answer = answerUpgrade(end < 0 ? '' : this.head.toString('latin1', 0, end));
    this.stream.write(Buffer.from(answer.text, 'latin1'));
    if (!answer.isAccepted) {
      this.stream.end();
      return this.finish();
    }
    const rest = this.head.subarray(end + 4);
    this.head = Buffer.alloc(0);
    this.state = 'open';
    this.onUpgraded();
    this.receiveFrames(rest);
  }

  private finish(): void {
    if (this.state === 'closed') return;
    const wasOpen = this.state === 'open';
    this.state = 'closed';
    this.onEnded();
    if (wasOpen) this.onClose();
  }
}
