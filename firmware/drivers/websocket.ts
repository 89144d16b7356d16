import { SIGNAL_MAX_BYTES, SIGNAL_SUBPROTOCOL } from '../../wire/limits';
import { byteString } from '../../wire/byte-string';
import { randomBytes } from './crypto-primitives';

// A WebSocket client (RFC 6455) over the interpreter's `net`, for short text messages.

const ACCEPT_GUID = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';
const OPCODE_TEXT = 1;
const OPCODE_CLOSE = 8;
const OPCODE_PING = 9;
const OPCODE_PONG = 10;
const HANDSHAKE_MAX_BYTES = 1024;

const TOO_LONG = 'the relay sent over 4 KB';
const NO_WEBSOCKET = 'what answers there is no WebSocket server';

export type WebSocketHandlers = {
  readonly onOpen: () => void;
  readonly onText: (text: string) => void;
  /** Once, however the connection ends; `why` is for the console. */
  readonly onClose: (why: string) => void;
};

export type WebSocketClient = {
  readonly send: (text: string) => void;
  /** Ends the connection; `onClose` is told why. */
  readonly close: (why: string) => void;
};

/** A client's frame: masked, in one piece (section 5.2). Four bytes are masked at a time: single ones are too slow. */
function maskedFrame(opcode: number, data: string): string {
  const length = data.length;
  const bytes = E.toUint8Array(data + '\x00\x00\x00') as Uint8Array;
  const words = new Uint32Array(bytes.buffer, 0, (length + 3) >> 2);
  const key = E.hwRand();
  // E.mapInPlace would give a function zeros: it cuts 32 bits off with a mask that overflows.
  const masked = words.map((word) => word ^ key);
  const size = length < 126 ? byteString(0x80 | length) : byteString(0xfe, length >> 8, length & 0xff);
  const mask = byteString(key & 0xff, (key >> 8) & 0xff, (key >> 16) & 0xff, (key >> 24) & 0xff);
  return byteString(0x80 | opcode) + size + mask + (E.toString(masked.buffer, '') as string).substr(0, length);
}

function request(where: string, key: string): string {
  return (
    `GET / HTTP/1.1\r\nHost: ${where}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: ${key}\r\n` +
    `Sec-WebSocket-Version: 13\r\nSec-WebSocket-Protocol: ${SIGNAL_SUBPROTOCOL}\r\n\r\n`
  );
}

/** Why the server's answer is no WebSocket, or ''. */
function refusal(answer: string, key: string): string {
  if (!answer.startsWith('HTTP/1.1 101')) return `the relay answered "${answer.substr(0, answer.indexOf('\r\n'))}"`;
  const accept = btoa(E.toString(require('crypto').SHA1(key + ACCEPT_GUID)));
  return answer.indexOf(accept) < 0 ? NO_WEBSOCKET : '';
}

/** Connects to a server. Exactly one `onClose` follows, and never an exception. */
export function connectWebSocket(host: string, port: number, handlers: WebSocketHandlers): WebSocketClient {
  const where = `${host}:${port}`;
  const key = btoa(randomBytes());
  let received = '';
  let message = '';
  let isOpen = false;
  let isClosed = false;
  let socket: TcpSocket | undefined;

  function finish(why: string): void {
    if (isClosed) return;
    isClosed = true;
    if (socket) socket.end();
    handlers.onClose(why);
  }

  function write(opcode: number, data: string): void {
    if (socket && !isClosed) socket.write(maskedFrame(opcode, data));
  }

  function takeFrame(fin: boolean, opcode: number, data: string): void {
    if (opcode === OPCODE_PING) write(OPCODE_PONG, data);
    else if (opcode === OPCODE_CLOSE) finish('the relay closed the connection');
    else if (opcode <= OPCODE_TEXT) {
      message += data;
      if (message.length > SIGNAL_MAX_BYTES) finish(TOO_LONG);
      if (!fin || isClosed) return;
      const whole = message;
      message = '';
      handlers.onText(whole);
    }
  }

  /** Cuts one whole frame off what was received; false when there is none yet. */
  function cutFrame(): boolean {
    if (received.length < 2) return false;
    const first = received.charCodeAt(0);
    let length = received.charCodeAt(1);
    let at = 2;
    if (length === 126) {
      if (received.length < 4) return false;
      length = (received.charCodeAt(2) << 8) | received.charCodeAt(3);
      at = 4;
    }
    if (length > SIGNAL_MAX_BYTES || (at === 2 && length > 125)) {
      finish(TOO_LONG);
      return false;
    }
    if (received.length < at + length) return false;
    const data = received.substr(at, length);
    received = received.substr(at + length);
    takeFrame(first >= 0x80, first & 0x0f, data);
    return !isClosed;
  }

  function takeAnswer(): boolean {
    const end = received.indexOf('\r\n\r\n');
    if (end < 0) {
      if (received.length > HANDSHAKE_MAX_BYTES) finish(NO_WEBSOCKET);
      return false;
    }
    const why = refusal(received.substr(0, end + 2), key);
    received = received.substr(end + 4);
    if (why) finish(why);
    else {
      isOpen = true;
      handlers.onOpen();
    }
    return isOpen;
  }

  function connect(): void {
    const opened = require('net').connect({ host: host, port: port }, () => opened.write(request(where, key)));
    socket = opened;
    opened.on('data', (data) => {
      received += data;
      if (isClosed || (!isOpen && !takeAnswer())) return;
      while (cutFrame());
    });
    opened.on('error', (error) => finish(`no connection to ${where} (${error && error.message})`));
    opened.on('close', () => finish(`the connection to ${where} is gone`));
  }

  try {
    connect();
  } catch (e) {
    // A refused connection is an exception here; the caller is told as of any other, once it knows its client.
    setTimeout(() => finish(`no connection to ${where}`), 0);
  }
  return {
    send: (text) => write(OPCODE_TEXT, text),
    close: (why) => {
      write(OPCODE_CLOSE, '\x03\xe8');
      finish(why);
    },
  };
}
