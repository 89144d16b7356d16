import { SIGNAL_MAX_BYTES, SIGNAL_SUBPROTOCOL } from '../../wire/limits';
import { byteString } from '../../wire/byte-string';
import { randomBytes, xorWithWord } from './crypto-primitives';

// A WebSocket client (RFC 6455) over the interpreter's `net`, for short text messages. Sections are those of the RFC.

const ACCEPT_GUID = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';
const OPCODE_TEXT = 1;
/** The first byte of a text message in a single frame. */
const WHOLE_TEXT = 0x81;
const OPCODE_CLOSE = 8;
const OPCODE_PING = 9;
const OPCODE_PONG = 10;
const HANDSHAKE_MAX_BYTES = 1024;

const TOO_LONG = 'the relay sent over 4 KB';
const NO_WEBSOCKET = 'what answers there is no WebSocket server';

export type WebSocketHandlers = {
  readonly onOpen: () => void;
  readonly onText: (text: string) => void;
  /** Called once, however the connection ends. `why` is for the console; `closeCode` is 0 if nobody gave one. */
  readonly onClose: (why: string, closeCode: number) => void;
};

export type WebSocketClient = {
  readonly send: (text: string) => void;
  /** Ends the connection; `onClose` gets `why` and `closeCode`. */
  readonly close: (why: string, closeCode: number) => void;
};

/** A client's frame: masked, in one piece (section 5.2). */
function maskedFrame(opcode: number, data: string): string {
  const length = data.length;
  const key = E.hwRand();
  const size = length < 126 ? byteString(0x80 | length) : byteString(0xfe, length >> 8, length & 0xff);
  const mask = byteString(key & 0xff, (key >> 8) & 0xff, (key >> 16) & 0xff, (key >> 24) & 0xff);
  return byteString(0x80 | opcode) + size + mask + xorWithWord(data, key);
}

function request(where: string, key: string): string {
  return (
    `GET / HTTP/1.1\r\nHost: ${where}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: ${key}\r\n` +
    `Sec-WebSocket-Version: 13\r\nSec-WebSocket-Protocol: ${SIGNAL_SUBPROTOCOL}\r\n\r\n`
  );
}

/** A message: why the server's answer is not that of a WebSocket server; '' when it is. */
function refusal(answer: string, key: string): string {
  if (!answer.startsWith('HTTP/1.1 101')) return `the relay answered "${answer.substr(0, answer.indexOf('\r\n'))}"`;
  const accept = btoa(E.toString(require('crypto').SHA1(key + ACCEPT_GUID))) as string;
  return answer.indexOf(accept) < 0 ? NO_WEBSOCKET : '';
}

type Connection = {
  readonly _host: string;
  readonly _port: number;
  readonly _handlers: WebSocketHandlers;
  /** Of the opening handshake (section 4.1), base64. */
  readonly _key: string;
  _socket: TcpSocket | undefined;
  /** Bytes that have not been read yet, and the message of whose frames some have come. */
  _received: string;
  _message: string;
  _isOpen: boolean;
  _isClosed: boolean;
};

function finish(connection: Connection, why: string, closeCode: number): void {
  if (connection._isClosed) return;
  connection._isClosed = true;
  if (connection._socket) connection._socket.end();
  connection._handlers.onClose(why, closeCode);
}

function write(connection: Connection, opcode: number, data: string): void {
  if (connection._socket && !connection._isClosed) connection._socket.write(maskedFrame(opcode, data));
}

function onFrame(connection: Connection, fin: boolean, opcode: number, data: string): void {
  if (opcode === OPCODE_PING) write(connection, OPCODE_PONG, data);
  else if (opcode === OPCODE_CLOSE)
    finish(connection, 'the relay closed the connection', (data.charCodeAt(0) << 8) | data.charCodeAt(1));
  else if (opcode <= OPCODE_TEXT) {
    connection._message += data;
    if (connection._message.length > SIGNAL_MAX_BYTES) finish(connection, TOO_LONG, 0);
    if (!fin || connection._isClosed) return;
    const whole = connection._message;
    connection._message = '';
    connection._handlers.onText(whole);
  }
}

/** Reads one whole frame; false when there is none yet, or the connection is closed. */
function readFrame(connection: Connection): boolean {
  const received = connection._received;
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
    finish(connection, TOO_LONG, 0);
    return false;
  }
  if (received.length < at + length) return false;
  connection._received = received.substr(at + length);
  onFrame(connection, first >= 0x80, first & 0x0f, received.substr(at, length));
  return !connection._isClosed;
}

/** Reads the server's answer to the handshake; false until it has come whole and is right. */
function readAnswer(connection: Connection): boolean {
  const received = connection._received;
  const end = received.indexOf('\r\n\r\n');
  if (end < 0) {
    if (received.length > HANDSHAKE_MAX_BYTES) finish(connection, NO_WEBSOCKET, 0);
    return false;
  }
  const why = refusal(received.substr(0, end + 2), connection._key);
  connection._received = received.substr(end + 4);
  if (why) finish(connection, why, 0);
  else {
    connection._isOpen = true;
    connection._handlers.onOpen();
  }
  return connection._isOpen;
}

/** Anything but a short message. It stands in no other function, for that would be read over at every message. @often */
function readMore(connection: Connection, data: string): void {
  connection._received += data;
  if (connection._isClosed || (!connection._isOpen && !readAnswer(connection))) return;
  while (readFrame(connection));
}

/** Between two messages of a connection that is open. */
function isAtRest(connection: Connection): boolean {
  return connection._isOpen && !connection._isClosed && !connection._received && !connection._message;
}

function connect(connection: Connection, where: string): void {
  const socket = require('net').connect({ host: connection._host, port: connection._port }, () =>
    socket.write(request(where, connection._key)),
  );
  connection._socket = socket;
  socket.on('data', (data) => {
    // The interpreter reads over all of a function's text at each call. So what comes most often is done here, in few
    // words: a short message that comes alone and whole.
    if (data.charCodeAt(1) === data.length - 2 && data.charCodeAt(0) === WHOLE_TEXT && isAtRest(connection))
      connection._handlers.onText(data.substr(2));
    else readMore(connection, data);
  });
  socket.on('error', (error) => finish(connection, `no connection to ${where} (${error && error.message})`, 0));
  socket.on('close', () => finish(connection, `the connection to ${where} is gone`, 0));
}

/**
 * Connects to the server that is called `name`, at its address. Exactly one `onClose` follows, and never an exception.
 */
export function connectWebSocket(
  address: string,
  name: string,
  port: number,
  handlers: WebSocketHandlers,
): WebSocketClient {
  const where = `${name}:${port}`;
  const connection: Connection = {
    _host: address,
    _port: port,
    _handlers: handlers,
    _key: btoa(randomBytes()) as string,
    _socket: undefined,
    _received: '',
    _message: '',
    _isOpen: false,
    _isClosed: false,
  };
  try {
    connect(connection, where);
  } catch (e) {
    // The interpreter throws when a connection is refused. The caller learns of it as of any other end, once it has its
    // client.
    setTimeout(() => finish(connection, `no connection to ${where}`, 0), 0);
  }
  return {
    send: (text) => write(connection, OPCODE_TEXT, text),
    close: (why, closeCode) => {
      write(connection, OPCODE_CLOSE, '\x03\xe8');
      finish(connection, why, closeCode);
    },
  };
}
